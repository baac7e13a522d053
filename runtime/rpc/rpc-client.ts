import { TimingWheel } from "../async/timing-wheel.ts";
import type { Outcomes } from "../counters.ts";
import { RpcError } from "../errors.ts";
import type { Logger } from "../log.ts";
import { inheritedCall, type Inherited } from "./call-context.ts";
import { checkTimeout, type CallOptions } from "./call-options.ts";
import type { CarriedRequest, Carrier } from "./carrier.ts";
import { copied, copyNext, CopyError, startCopy } from "./copy-value.ts";
import { LocalCall, type PendingCalls } from "./local-call.ts";
import { OneWayCall } from "./one-way-call.ts";
import type { Router } from "./router.ts";
import type { RpcServer } from "./rpc-server.ts";
import type { Request } from "./served-call.ts";
import type { ModuleInstance } from "./target.ts";
import { noteFailure } from "./withheld.ts";

/** What bounds the calls that one process makes. */
export interface RpcClientOptions {
  /** How long a call waits unless it says otherwise, in milliseconds. */
  readonly timeoutMs: number;
  /** How many calls wait for their result; more are refused with `resource_exhausted`. */
  readonly maxPendingCalls: number;
  /** How large all arguments together, or a result, may be. */
  readonly maxMessageBytes: number;
}

/** A call that is being made: its arguments are the caller's own until they are copied. */
type Call = { -readonly [Key in keyof Request]: Request[Key] };

const NO_TURNS: readonly string[] = [];

/**
 * The caller's side of one process: picks the instance, hands the request to it, and sees to it that
 * every call ends.
 *
 * Source: mqant's `RPCClient`.
 */
export class RpcClient {
  readonly #processId: string;
  readonly #router: Router;
  readonly #options: RpcClientOptions;
  readonly #log: Logger;
  readonly #local = new Map<string, RpcServer>();
  readonly #carriers: Carrier[] = [];
  readonly #pending: PendingCalls;
  #closing = false;

  constructor(
    processId: string,
    router: Router,
    options: RpcClientOptions,
    outcomes: Outcomes,
    log: Logger,
  ) {
    this.#processId = processId;
    this.#router = router;
    this.#options = options;
    this.#log = log;
    this.#pending = {
      wheel: new TimingWheel(),
      maxMessageBytes: options.maxMessageBytes,
      outcomes,
      count: 0,
    };
  }

  /** Makes an instance reachable in memory. */
  addLocal(id: string, server: RpcServer): void {
    this.#local.set(id, server);
  }

  /** What the calls of this process share. */
  get pending(): PendingCalls {
    return this.#pending;
  }

  /** Makes the instances that `carrier` reaches reachable. */
  addCarrier(carrier: Carrier): void {
    this.#carriers.push(carrier);
  }

  /** From now on only calls made inside handlers are taken: what runs may finish. */
  stopAccepting(): void {
    this.#closing = true;
  }

  /** Settles all calls that wait with `error`. */
  abandon(error: RpcError): void {
    for (const call of this.#pending.wheel.entries()) call.cancel(error);
    for (const carrier of this.#carriers) carrier.abandon(error);
  }

  /** See `RpcCaller.invoke`; never throws, the promise rejects. */
  invoke(
    caller: string,
    target: string,
    handler: string,
    args: readonly unknown[],
    options: CallOptions,
  ): Promise<unknown> {
    try {
      const inherited = inheritedCall();
      const call = this.#call(caller, handler, args, options, inherited);
      const instance = this.#instance(target, call, options, inherited);
      if (this.#pending.count >= this.#options.maxPendingCalls) {
        const text = `${this.#pending.count} calls are pending, as many as maxPendingCalls allows`;
        throw new RpcError("resource_exhausted", text);
      }
      const server = this.#local.get(instance.id);
      if (server !== undefined) {
        call.args = this.#copy(args, server.name, handler);
        return new LocalCall(call, server, this.#pending).begin(options.signal);
      }
      const carrier = this.#carrier(instance);
      return carrier.invoke(this.#carried(instance, call, options));
    } catch (error) {
      const refusal = error as RpcError; // nothing else is thrown above
      this.#pending.outcomes.failed.add(refusal.code);
      return Promise.reject(noteFailure(refusal));
    }
  }

  /** See `RpcCaller.invokeNR`. */
  async invokeNR(
    caller: string,
    target: string,
    handler: string,
    args: readonly unknown[],
    options: CallOptions,
  ): Promise<void> {
    try {
      const inherited = inheritedCall();
      const call = this.#call(caller, handler, args, options, inherited);
      call.heldTurns = NO_TURNS; // whoever made it does not wait for it
      const instance = this.#instance(target, call, options, inherited);
      const server = this.#local.get(instance.id);
      if (server === undefined) {
        const carrier = this.#carrier(instance);
        await carrier.invokeNR(this.#carried(instance, call, options));
        return;
      }
      call.args = this.#copy(args, server.name, handler);
      let refused: RpcError | undefined;
      const oneWay = new OneWayCall(call, (error) => {
        // A full queue is the caller's to know; of the rest nobody hears, as with a broker between.
        if (error.code === "resource_exhausted" && !error.maybeExecuted) refused = error;
        else this.#reportUnheard(`${server.name}/${handler}`, caller, error);
      });
      server.serve(oneWay);
      if (refused !== undefined) throw refused;
    } catch (error) {
      throw noteFailure(error as RpcError); // nothing else is thrown above
    }
  }

  #call(
    caller: string,
    handler: string,
    args: readonly unknown[],
    options: CallOptions,
    inherited: Inherited | undefined,
  ): Call {
    const timeoutMs = this.#timeoutMs(options, inherited);
    const heldTurns = inherited === undefined ? NO_TURNS : inherited.heldTurns;
    const traceparent = options.traceparent ?? inherited?.traceparent;
    return { handler, args, caller, timeoutMs, heldTurns, traceparent };
  }

  /** Whom to ask. */
  #instance(
    target: string,
    call: Call,
    { hash = call.caller, signal }: CallOptions,
    inherited: Inherited | undefined,
  ): ModuleInstance {
    if (this.#closing && inherited === undefined) {
      throw new RpcError("unavailable", `process "${this.#processId}" is closing`);
    }
    if (signal?.aborted === true) {
      const cause: unknown = signal.reason;
      throw new RpcError("canceled", "the signal had fired before the call was made", { cause });
    }
    return this.#router.resolve(target, hash, call);
  }

  /** The way to an instance that is not served here. */
  #carrier(instance: ModuleInstance): Carrier {
    const carrier = this.#carriers.find((each) => each.reaches(instance));
    if (carrier === undefined) throw this.#unreachable(instance);
    return carrier;
  }

  #carried(target: ModuleInstance, call: Call, options: CallOptions): CarriedRequest {
    const { handler, caller, timeoutMs, heldTurns, traceparent } = call;
    const args = this.#copy(call.args, `${target.type}@${target.id}`, handler);
    const { bytes, plainFrom } = copied();
    const { signal, waitForReady = false } = options;
    // Written out: two spreads would cost as much as all the rest of it.
    return {
      handler,
      args,
      caller,
      timeoutMs,
      heldTurns,
      traceparent,
      target,
      plainFrom,
      bytes,
      waitForReady,
      signal,
    };
  }

  /** How long to wait: no longer than whoever waits for the call that is being served. */
  #timeoutMs({ timeoutMs, detached }: CallOptions, inherited: Inherited | undefined): number {
    if (timeoutMs !== undefined) checkTimeout(timeoutMs);
    const wanted = timeoutMs ?? this.#options.timeoutMs;
    if (inherited === undefined || detached === true) return wanted;
    const left = inherited.remainingMs();
    if (left > 0) return Math.min(wanted, left);
    const text = "the call that is being served has no time left for another one";
    throw new RpcError("deadline_exceeded", text);
  }

  #copy(args: readonly unknown[], server: string, handler: string): unknown[] {
    const { maxMessageBytes } = this.#options;
    const copies: unknown[] = [];
    startCopy();
    for (const argument of args) {
      try {
        copies.push(copyNext(argument, maxMessageBytes));
      } catch (error) {
        const name = `argument ${copies.length + 1} of ${server}/${handler}`;
        if (error instanceof CopyError) {
          throw error.toRpcError(name, "invalid_argument", maxMessageBytes);
        }
        const text = `${name} can't be read: ${RpcError.from(error).rawMessage}`;
        throw new RpcError("invalid_argument", text, { cause: error });
      }
    }
    return copies;
  }

  #unreachable({ id, type, processId }: ModuleInstance): RpcError {
    if (processId === this.#processId) {
      const text = `${type}@${id} is configured for this process but was not given to run`;
      return new RpcError("no_responder", text);
    }
    return new RpcError(
      "no_responder",
      `${type}@${id} runs in process "${processId}", this one is "${this.#processId}", and the ` +
        `configuration has no Rabbitmq.Uri to reach it by`,
    );
  }

  #reportUnheard(name: string, caller: string, error: RpcError): void {
    this.#log.warn({ caller, code: error.code }, `${name}, called without reply: ${error.message}`);
  }
}
