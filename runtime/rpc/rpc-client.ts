import { TimingWheel } from "../async/timing-wheel.ts";
import { RpcError } from "../errors.ts";
import type { Logger } from "../log.ts";
import { inheritedCall, type Inherited } from "./call-context.ts";
import { checkTimeout, type CallOptions } from "./call-options.ts";
import { CopyError, copyValue } from "./copy-value.ts";
import { LocalCall, type PendingCalls } from "./local-call.ts";
import { OneWayCall } from "./one-way-call.ts";
import type { RpcServer } from "./rpc-server.ts";
import type { Request } from "./served-call.ts";
import type { ModuleInstance } from "./target.ts";

/** What a route may look at besides the hash. */
export interface RoutedCall {
  readonly handler: string;
  readonly args: readonly unknown[];
}

/** Finds the instance that serves a call. */
export interface Router {
  /** @throws {RpcError} `invalid_argument`, `not_found` or `no_responder`. */
  resolve(target: string, hash: string, call: RoutedCall): ModuleInstance;
}

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
  readonly #pending: PendingCalls;
  #closing = false;

  constructor(processId: string, router: Router, options: RpcClientOptions, log: Logger) {
    this.#processId = processId;
    this.#router = router;
    this.#options = options;
    this.#log = log;
    this.#pending = {
      wheel: new TimingWheel(),
      maxMessageBytes: options.maxMessageBytes,
      count: 0,
    };
  }

  /** Makes an instance reachable in memory. */
  addLocal(id: string, server: RpcServer): void {
    this.#local.set(id, server);
  }

  removeLocal(id: string): void {
    this.#local.delete(id);
  }

  /** From now on only calls made inside handlers are taken: what runs may finish. */
  stopAccepting(): void {
    this.#closing = true;
  }

  /** Settles all calls that wait with `error`. */
  abandon(error: RpcError): void {
    for (const call of this.#pending.wheel.entries()) call.cancel(error);
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
      const timeoutMs = this.#timeoutMs(options, inherited);
      const heldTurns = inherited === undefined ? NO_TURNS : inherited.heldTurns;
      const call: Call = { handler, args, caller, timeoutMs, heldTurns };
      const server = this.#server(target, call, options, inherited);
      if (this.#pending.count >= this.#options.maxPendingCalls) {
        const text = `${this.#pending.count} calls are pending, as many as maxPendingCalls allows`;
        throw new RpcError("resource_exhausted", text);
      }
      call.args = this.#copy(args, server, handler);
      return new LocalCall(call, server, this.#pending).begin(options.signal);
    } catch (error) {
      return Promise.reject(error as RpcError); // nothing else is thrown above
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
    const inherited = inheritedCall();
    const timeoutMs = this.#timeoutMs(options, inherited);
    const call: Call = { handler, args, caller, timeoutMs, heldTurns: NO_TURNS };
    const server = this.#server(target, call, options, inherited);
    call.args = this.#copy(args, server, handler);
    let refused: RpcError | undefined;
    const oneWay = new OneWayCall(call, (error) => {
      // A full queue is the caller's to know; of the rest nobody hears, as with a broker between.
      if (error.code === "resource_exhausted" && !error.maybeExecuted) refused = error;
      else this.#reportUnheard(`${server.name}/${handler}`, caller, error);
    });
    server.serve(oneWay);
    if (refused !== undefined) throw refused;
  }

  /** Whom to ask. */
  #server(
    target: string,
    call: Call,
    { hash = call.caller, signal }: CallOptions,
    inherited: Inherited | undefined,
  ): RpcServer {
    if (this.#closing && inherited === undefined) {
      throw new RpcError("unavailable", `process "${this.#processId}" is closing`);
    }
    if (signal?.aborted === true) {
      const cause: unknown = signal.reason;
      throw new RpcError("canceled", "the signal had fired before the call was made", { cause });
    }
    const instance = this.#router.resolve(target, hash, call);
    const server = this.#local.get(instance.id);
    if (server === undefined) throw this.#unreachable(instance);
    return server;
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

  #copy(args: readonly unknown[], server: RpcServer, handler: string): unknown[] {
    const { maxMessageBytes } = this.#options;
    const copied: unknown[] = [];
    for (const argument of args) {
      try {
        copied.push(copyValue(argument, maxMessageBytes));
      } catch (error) {
        const name = `argument ${copied.length + 1} of ${server.name}/${handler}`;
        if (error instanceof CopyError) {
          throw error.toRpcError(name, "invalid_argument", maxMessageBytes);
        }
        const text = `${name} can't be read: ${RpcError.from(error).rawMessage}`;
        throw new RpcError("invalid_argument", text, { cause: error });
      }
    }
    return copied;
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
    // Faults of the handler itself are in the callee's log already.
    if (error.code === "unknown" || error.code === "internal") return;
    this.#log.warn({ caller, code: error.code }, `${name}, called without reply: ${error.message}`);
  }
}
