import type { LaneJob } from "../async/serial-lane.ts";
import { RpcError } from "../errors.ts";
import { runInCall, type Inherited } from "./call-context.ts";

/** A function that a module registered. */
export interface RegisteredHandler {
  readonly name: string;
  /** `serial` for `register`, `concurrent` for `registerGO`. */
  readonly order: "serial" | "concurrent";
  readonly handler: (...args: never[]) => unknown;
  /** What `this` is inside: the module. */
  readonly receiver: unknown;
}

/** What asks an rpc server to run a handler, wherever it came from. */
export interface Request {
  readonly handler: string;
  /** This side's own: copied or decoded. */
  readonly args: readonly unknown[];
  /** The module that calls, or the process id if an app does. */
  readonly caller: string;
  readonly correlationId: string;
  /** When the caller stops waiting, on the clock of `performance.now()`. Nothing starts after it. */
  readonly deadline: number;
  /** Whether anybody waits for the result. */
  readonly reply: boolean;
  /** The turns in serial lanes that the calling chain holds. */
  readonly heldTurns: readonly string[];
}

/** Where the end of a call is told, once. */
export interface Outcome {
  succeed(result: unknown): void;
  fail(error: RpcError): void;
}

/** Told when a handler has ended, or its call was settled before it could begin. */
export type OnEnd = (call: ServedCall, failure: { readonly thrown: unknown } | undefined) => void;

/** A request on its way through a module: it may wait, it runs, and its outcome is told once. */
export class ServedCall implements Inherited, LaneJob {
  readonly entry: RegisteredHandler;
  readonly #request: Request;
  readonly #outcome: Outcome;
  readonly #onEnd: OnEnd;
  #args: readonly unknown[];
  #heldTurns: readonly string[];
  #endTurn: (() => void) | undefined;
  #abort: AbortController | undefined;
  #settled = false;
  #ended = false;
  /** Set when the call may have to wait: then its deadline is looked at again before it starts. */
  waited = false;

  constructor(
    entry: RegisteredHandler,
    request: Request,
    args: readonly unknown[],
    outcome: Outcome,
    onEnd: OnEnd,
  ) {
    this.entry = entry;
    this.#request = request;
    this.#args = args;
    this.#outcome = outcome;
    this.#onEnd = onEnd;
    // Nobody waits for a call without reply, so no turn can be waiting for it.
    this.#heldTurns = request.reply ? request.heldTurns : [];
  }

  get caller(): string {
    return this.#request.caller;
  }
  get handler(): string {
    return this.#request.handler;
  }
  get correlationId(): string {
    return this.#request.correlationId;
  }
  get deadline(): number {
    return this.#request.reply ? this.#request.deadline : Infinity;
  }
  get heldTurns(): readonly string[] {
    return this.#heldTurns;
  }
  /** Whether the handler has ended, or never will begin. */
  get ended(): boolean {
    return this.#ended;
  }

  get signal(): AbortSignal {
    if (this.#abort === undefined) {
      // Made on demand: most handlers never look, and a controller costs as much as a call.
      this.#abort = new AbortController();
      if (this.#settled) this.#abort.abort();
    }
    return this.#abort.signal;
  }

  remainingMs(): number {
    return Math.max(0, this.deadline - performance.now());
  }

  /** Settles the call with `error` before its handler did; does nothing if it is settled. */
  cancel(error: RpcError): void {
    if (!this.#settle(error)) return;
    this.#outcome.fail(error);
  }

  /** Runs the handler, unless the call was settled while it waited or its deadline has passed. */
  start(turn?: string, endTurn?: () => void): void {
    this.#endTurn = endTurn;
    if (this.waited && performance.now() >= this.#request.deadline) this.cancel(expiredWaiting());
    if (this.#settled) {
      this.#end(undefined);
      return;
    }
    if (turn !== undefined && this.#request.reply) this.#heldTurns = [...this.#heldTurns, turn];
    let result: unknown;
    try {
      result = runInCall(this, apply, this);
      if (isThenable(result)) {
        result.then(
          (value) => this.#succeed(value),
          (thrown: unknown) => this.#fail(thrown),
        );
        return;
      }
    } catch (thrown) {
      this.#fail(thrown);
      return;
    }
    this.#succeed(result);
  }

  /** What {@link start} does inside the call's context. */
  apply(): unknown {
    const args = this.#args as never[]; // the handler's own parameter types, checked by its schema
    this.#args = []; // a long call does not keep what it was given alive
    return this.entry.handler.apply(this.entry.receiver, args);
  }

  #succeed(value: unknown): void {
    if (this.#settle()) this.#outcome.succeed(value);
    this.#end(undefined);
  }

  #fail(thrown: unknown): void {
    if (this.#settle()) this.#outcome.fail(asTold(thrown));
    this.#end({ thrown });
  }

  #settle(reason?: RpcError): boolean {
    if (this.#settled) return false;
    this.#settled = true;
    this.#abort?.abort(reason);
    return true;
  }

  #end(failure: { thrown: unknown } | undefined): void {
    this.#ended = true;
    this.#onEnd(this, failure);
    this.#endTurn?.();
  }
}

function apply(call: ServedCall): unknown {
  return call.apply();
}

function isThenable(value: unknown): value is PromiseLike<unknown> {
  return (
    typeof value === "object" &&
    value !== null &&
    "then" in value &&
    typeof value.then === "function"
  );
}

/** What the caller is told of something that a handler threw: the handler did run, and no cause travels. */
function asTold(thrown: unknown): RpcError {
  const { code, rawMessage, details } = RpcError.from(thrown);
  return new RpcError(code, rawMessage, { details, maybeExecuted: true });
}

function expiredWaiting(): RpcError {
  return new RpcError("deadline_exceeded", "the deadline passed before the handler could start");
}
