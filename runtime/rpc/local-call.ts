import type { TimingWheel, WheelEntry } from "../async/timing-wheel.ts";
import { RpcError } from "../errors.ts";
import { CopyError, copyValue } from "./copy-value.ts";
import type { RpcServer } from "./rpc-server.ts";
import type { Outcome, Request, ServedCall } from "./served-call.ts";

/** What a {@link LocalCall} needs of the caller's side. */
export interface PendingCalls {
  readonly wheel: TimingWheel;
  readonly maxMessageBytes: number;
  /** Calls that wait for their result. */
  count: number;
}

let lastNumber = 0;

/**
 * A call whose callee runs in this process: the request, the caller's wait and the reply in one object.
 * Nothing is encoded, but what the handler gives is copied, as a broker would.
 */
export class LocalCall implements Request, Outcome, WheelEntry {
  readonly #server: RpcServer;
  readonly handler: string;
  readonly args: readonly unknown[];
  readonly caller: string;
  readonly deadline: number;
  readonly heldTurns: readonly string[];
  readonly reply = true;
  readonly #number = ++lastNumber;
  readonly #timeoutMs: number;
  readonly #pending: PendingCalls;
  previous: WheelEntry | undefined = undefined;
  next: WheelEntry | undefined = undefined;
  #served: ServedCall | undefined;
  #resolve: ((result: unknown) => void) | undefined;
  #reject: ((error: RpcError) => void) | undefined;
  #signal: AbortSignal | undefined;
  #result: unknown;
  #error: RpcError | undefined;
  #settled = false;

  constructor(
    server: RpcServer,
    handler: string,
    args: readonly unknown[],
    from: { caller: string; deadline: number; timeoutMs: number; heldTurns: readonly string[] },
    pending: PendingCalls,
  ) {
    this.#server = server;
    this.handler = handler;
    this.args = args;
    this.caller = from.caller;
    this.deadline = from.deadline;
    this.heldTurns = from.heldTurns;
    this.#timeoutMs = from.timeoutMs;
    this.#pending = pending;
  }

  get correlationId(): string {
    return `${this.caller}-${this.#number}`;
  }

  /** Hands the request over. The promise settles by the deadline, whatever the handler does. */
  begin(signal: AbortSignal | undefined): Promise<unknown> {
    this.#served = this.#server.serve(this, this);
    if (this.#settled) {
      // The handler ended at once: nothing had to be waited for, and no time limit was needed.
      return this.#error === undefined
        ? Promise.resolve(this.#result)
        : Promise.reject(this.#error);
    }
    this.#pending.count++;
    this.#pending.wheel.add(this, this.deadline);
    if (signal !== undefined) {
      this.#signal = signal;
      signal.addEventListener("abort", this.#onAbort);
    }
    return new Promise((resolve, reject) => {
      this.#resolve = resolve;
      this.#reject = reject;
    });
  }

  succeed(result: unknown): void {
    const { maxMessageBytes } = this.#pending;
    let copy: unknown;
    try {
      copy = copyValue(result, maxMessageBytes);
    } catch (error) {
      this.fail(this.#uncopied(error));
      return;
    }
    this.#settle();
    this.#result = copy;
    this.#resolve?.(copy);
  }

  fail(error: RpcError): void {
    this.#settle();
    this.#error = error;
    this.#reject?.(error);
  }

  /** The deadline has come. */
  expire(): void {
    const text = `${this.#name} gave no reply within ${Math.round(this.#timeoutMs)} ms`;
    this.#giveUp(new RpcError("deadline_exceeded", text, { maybeExecuted: true }));
  }

  readonly #onAbort = (): void => {
    const text = `the caller gave ${this.#name} up`;
    const cause: unknown = this.#signal?.reason;
    this.#giveUp(new RpcError("canceled", text, { maybeExecuted: true, cause }));
  };

  get #name(): string {
    return `${this.#server.name}/${this.handler}`;
  }

  #uncopied(error: unknown): RpcError {
    if (!(error instanceof CopyError)) {
      // A getter of the handler's own object threw.
      return new RpcError("internal", RpcError.from(error).rawMessage, { maybeExecuted: true });
    }
    const name = `the result of ${this.#name}`;
    const { code, rawMessage } = error.toRpcError(name, "internal", this.#pending.maxMessageBytes);
    return new RpcError(code, rawMessage, { maybeExecuted: true });
  }

  /** Cancelling the served call settles this one too, through {@link fail}. */
  #giveUp(error: RpcError): void {
    this.#served?.cancel(error);
  }

  #settle(): void {
    this.#settled = true;
    if (this.#resolve === undefined) return;
    this.#pending.count--;
    this.#pending.wheel.remove(this);
    this.#signal?.removeEventListener("abort", this.#onAbort);
  }
}
