import type { TimingWheel, WheelEntry } from "../async/timing-wheel.ts";
import type { Outcomes } from "../counters.ts";
import type { RpcError } from "../errors.ts";
import { badResult, gaveUp, noReply } from "./call-errors.ts";
import { copyValue } from "./copy-value.ts";
import type { RpcServer } from "./rpc-server.ts";
import { ServedCall, type Request } from "./served-call.ts";
import { noteFailure } from "./withheld.ts";

/** A call that waits for its result. */
export interface PendingCall extends WheelEntry {
  cancel(error: RpcError): void;
}

/** What the calls of one process share. */
export interface PendingCalls {
  readonly wheel: TimingWheel<PendingCall>;
  readonly maxMessageBytes: number;
  /** How calls ended. */
  readonly outcomes: Outcomes;
  /** Calls that wait for their result. */
  count: number;
}

let lastNumber = 0;

/**
 * A call whose callee runs in this process: the request, the caller's wait and the reply in one object.
 * Nothing is encoded, but what the handler returns is copied, as a broker would.
 */
export class LocalCall extends ServedCall implements PendingCall {
  readonly #server: RpcServer;
  readonly #pending: PendingCalls;
  readonly #number = ++lastNumber;
  previous: WheelEntry | undefined = undefined;
  next: WheelEntry | undefined = undefined;
  #resolve: ((result: unknown) => void) | undefined;
  #reject: ((error: RpcError) => void) | undefined;
  #signal: AbortSignal | undefined;
  #result: unknown;
  #error: RpcError | undefined;

  constructor(request: Request, server: RpcServer, pending: PendingCalls) {
    super(request);
    this.#server = server;
    this.#pending = pending;
  }

  get correlationId(): string {
    return `${this.caller}-${this.#number}`;
  }

  /** Hands the request over. The promise settles by the deadline, whatever the handler does. */
  begin(signal: AbortSignal | undefined): Promise<unknown> {
    this.#server.serve(this);
    if (this.#error !== undefined) return Promise.reject(this.#error);
    // Settled already: the handler ended at once, no time limit was needed.
    if (this.settled) return Promise.resolve(this.#result);
    return this.#wait(signal);
  }

  #wait(signal: AbortSignal | undefined): Promise<unknown> {
    this.#pending.count++;
    this.#pending.wheel.add(this, this.deadline);
    if (signal !== undefined) {
      this.#signal = signal;
      signal.addEventListener("abort", this);
    }
    return new Promise((resolve, reject) => {
      this.#resolve = resolve;
      this.#reject = reject;
    });
  }

  protected succeed(result: unknown): void {
    let copy: unknown;
    try {
      copy = copyValue(result, this.#pending.maxMessageBytes);
    } catch (error) {
      this.fail(badResult(this.#name, error, this.#pending.maxMessageBytes));
      return;
    }
    this.#pending.outcomes.ok++;
    if (this.#resolve === undefined) this.#result = copy;
    else {
      this.#stopWaiting();
      this.#resolve(copy);
    }
  }

  protected fail(error: RpcError): void {
    this.#error = noteFailure(error);
    this.#pending.outcomes.failed.add(error.code);
    if (this.#reject === undefined) return;
    this.#stopWaiting();
    this.#reject(error);
  }

  /** The deadline has come. */
  expire(): void {
    this.cancel(noReply(this.#name, this.timeoutMs, true));
  }

  /** The caller's signal has fired. */
  handleEvent(): void {
    this.cancel(gaveUp(this.#name, this.#signal, true));
  }

  get #name(): string {
    return `${this.#server.name}/${this.handler}`;
  }

  #stopWaiting(): void {
    this.#pending.count--;
    this.#pending.wheel.remove(this);
    this.#signal?.removeEventListener("abort", this);
  }
}
