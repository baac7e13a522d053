import type { LaneJob } from "../async/serial-lane.ts";
import { RpcError } from "../errors.ts";
import { runInCall, runInShortCall, type Inherited } from "./call-context.ts";
import type { HandlerSchema } from "./handler-schema.ts";
import { withholdLike } from "./withheld.ts";

/** A function that a module registered. */
export interface RegisteredHandler {
  readonly name: string;
  /** `serial` for `register`, `concurrent` for `registerGO`. */
  readonly order: "serial" | "concurrent";
  readonly handler: (...args: never[]) => unknown;
  /** What `this` is inside: the module. */
  readonly receiver: unknown;
  /** What the contract says of it, if there is one. */
  readonly schema: HandlerSchema | undefined;
}

/** What a call is made of, wherever it came from. */
export interface Request {
  readonly handler: string;
  /** This side's own: copied or decoded. */
  readonly args: readonly unknown[];
  /** The module that calls, or the process id if an app does. */
  readonly caller: string;
  /** How long the caller waits, in milliseconds. Nothing starts after that. */
  readonly timeoutMs: number;
  /** The turns in serial lanes that the calling chain holds. */
  readonly heldTurns: readonly string[];
  /** The caller's W3C trace context, if it has one. */
  readonly traceparent?: string | undefined;
  /**
   * When the caller stops waiting, on the clock of `performance.now()`; unless it is known, time counts
   * from the first look.
   */
  readonly startBy?: number | undefined;
}

/** Who runs a call. */
export interface CallServer {
  /** `Type@Id` of the module. */
  readonly name: string;
  /** Told that somebody looks at the call's signal: it shall fire when the process closes. */
  onWatched(call: ServedCall): void;
  /** Told once: when the handler has ended, or when it is sure that it never will begin. */
  onEnd(call: ServedCall, entry: RegisteredHandler, failure?: { readonly thrown: unknown }): void;
}

/**
 * A request on its way through a module: it may wait, it runs, and its outcome is told once. Who waits
 * for the outcome, and where, is the subclasses' business.
 */
export abstract class ServedCall implements Inherited, LaneJob {
  readonly handler: string;
  readonly caller: string;
  readonly traceparent: string | undefined;
  /** Told once when the call begins, or is over before it could. */
  onStart: (() => void) | undefined = undefined;
  #args: readonly unknown[];
  readonly #timeoutMs: number;
  #startBy: number | undefined;
  #heldTurns: readonly string[];
  #server: CallServer | undefined;
  #entry: RegisteredHandler | undefined;
  #endTurn: (() => void) | undefined;
  #abort: AbortController | undefined;
  #settled = false;
  #isOver = false;
  /** Told how long the handler took, if somebody wants to know; and when it began. */
  #onTook: ((tookMs: number) => void) | undefined;
  #begunAt = 0;
  #waits = false;

  constructor(request: Request) {
    this.handler = request.handler;
    this.caller = request.caller;
    this.#args = request.args;
    this.#timeoutMs = request.timeoutMs;
    this.#heldTurns = request.heldTurns;
    this.traceparent = request.traceparent;
    this.#startBy = request.startBy;
  }

  abstract get correlationId(): string;
  /** The handler's result, once. */
  protected abstract succeed(result: unknown): void;
  /** What went wrong, once. */
  protected abstract fail(error: RpcError): void;

  get module(): string {
    return this.#server?.name ?? "";
  }
  get args(): readonly unknown[] {
    return this.#args;
  }
  get timeoutMs(): number {
    return this.#timeoutMs;
  }
  get deadline(): number {
    return this.startBy();
  }
  get heldTurns(): readonly string[] {
    return this.#heldTurns;
  }
  get isOver(): boolean {
    return this.#isOver;
  }
  get settled(): boolean {
    return this.#settled;
  }
  get signal(): AbortSignal {
    if (this.#abort === undefined) {
      // Made on demand: most handlers never look, and a controller costs as much as a call.
      this.#abort = new AbortController();
      if (this.#settled) this.#abort.abort();
      else this.#server?.onWatched(this);
    }
    return this.#abort.signal;
  }

  remainingMs(): number {
    return Math.max(0, this.deadline - performance.now());
  }

  /** Settles the call with `error` before its handler did; does nothing if it is settled. */
  cancel(error: RpcError): void {
    if (this.#settle(error)) this.fail(error);
  }

  /** Tells `listener` how long the handler takes, in milliseconds, if it begins. */
  measure(listener: (tookMs: number) => void): void {
    this.#onTook = listener;
  }

  /** Makes the call ready to be started. */
  admit(server: CallServer, entry: RegisteredHandler, args: readonly unknown[]): void {
    this.#server = server;
    this.#entry = entry;
    this.#args = args;
  }

  /** Notes that the call may have to wait: its deadline is looked at again before it starts. */
  wait(): void {
    this.startBy();
    this.#waits = true;
  }

  /**
   * The deadline, which counts from the first time that anybody asks: to look at the clock is a tenth of
   * what a call costs, and a handler that ends at once needs none.
   */
  protected startBy(): number {
    return (this.#startBy ??= performance.now() + this.#timeoutMs);
  }

  /** Runs the handler, unless the call was settled while it waited or its deadline has passed. */
  start(turn?: string, endTurn?: () => void): void {
    this.onStart?.();
    if (turn !== undefined) this.#takeTurn(turn, endTurn);
    if (this.#waits && performance.now() >= this.startBy()) this.cancel(expiredWaiting());
    if (this.#settled) {
      this.#end();
      return;
    }
    if (this.#onTook !== undefined) this.#begunAt = performance.now();
    const async = this.#entry!.schema?.async !== false; // start comes after admit
    if (async) this.startBy();
    let result: unknown;
    try {
      result = async ? runInCall(this, apply, this) : runInShortCall(this, apply, this);
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
    const { handler, receiver } = this.#entry!; // start comes after admit
    const args = this.#args as never[]; // the handler's own parameter types, checked by its schema
    this.#args = NOTHING; // a long call does not keep what it was given alive
    return handler.apply(receiver, args);
  }

  /** What the handler calls from now on holds this turn of its lane. */
  #takeTurn(turn: string, endTurn: (() => void) | undefined): void {
    this.#endTurn = endTurn;
    this.#heldTurns = [...this.#heldTurns, turn];
  }

  #succeed(value: unknown): void {
    if (this.#settle()) this.succeed(value);
    this.#end();
  }

  #fail(thrown: unknown): void {
    if (this.#settle()) this.fail(asTold(thrown));
    this.#end({ thrown });
  }

  #settle(reason?: RpcError): boolean {
    if (this.#settled) return false;
    this.#settled = true;
    this.#abort?.abort(reason);
    return true;
  }

  #end(failure?: { thrown: unknown }): void {
    this.#isOver = true;
    if (this.#begunAt > 0) this.#onTook?.(performance.now() - this.#begunAt);
    this.#server!.onEnd(this, this.#entry!, failure); // start comes after admit
    this.#endTurn?.();
  }
}

const NOTHING: readonly unknown[] = [];

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

/** What the caller is told of something that a handler threw: the handler did run, no cause travels. */
function asTold(thrown: unknown): RpcError {
  const error = RpcError.from(thrown);
  const { code, rawMessage, details } = error;
  return withholdLike(error, new RpcError(code, rawMessage, { details, maybeExecuted: true }));
}

function expiredWaiting(): RpcError {
  return new RpcError("deadline_exceeded", "the deadline passed before the handler could start");
}
