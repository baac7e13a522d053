import type { WheelEntry } from "../async/timing-wheel.ts";
import { RpcError } from "../errors.ts";
import { gaveUp, noReply } from "../rpc/call-errors.ts";
import type { CarriedRequest } from "../rpc/carrier.ts";
import type { PendingCall } from "../rpc/local-call.ts";
import { noteFailure } from "../rpc/withheld.ts";

/** Where a call is on its way. */
export type CallPlace = "here" | "sent" | "settled";

/** Who looks after a call while it waits. */
export interface CallKeeper {
  /** The call waits to be sent, for the first time or again: it needs a name that it did not have. */
  waits(call: RemoteCall): void;
  /** The call waits here no more. */
  left(call: RemoteCall): void;
  /** The call is over, from whatever side. @param outcome - `ok`, or the error's code. */
  settled(call: RemoteCall, outcome: string): void;
  /** Its caller gave it up after it was sent. */
  abandoned(call: RemoteCall): void;
}

/** A call to another process: its request, and the wait for its outcome. */
export class RemoteCall implements PendingCall {
  previous: WheelEntry | undefined = undefined;
  next: WheelEntry | undefined = undefined;
  readonly request: CarriedRequest;
  readonly isOneWay: boolean;
  /** On the clock of `performance.now()`. */
  readonly deadline: number;
  readonly outcome: Promise<unknown>;
  /** When it was sent last, on the clock of `performance.now()`. */
  sentAt = 0;
  /** Since when its callee seems to be gone, on the clock of `performance.now()`. */
  #doubtedAt: number | undefined;
  readonly #keeper: CallKeeper;
  #place: CallPlace = "here";
  #resolve!: (result: unknown) => void;
  #reject!: (error: RpcError) => void;

  constructor(request: CarriedRequest, isOneWay: boolean, keeper: CallKeeper) {
    this.request = request;
    this.isOneWay = isOneWay;
    this.#keeper = keeper;
    this.deadline = performance.now() + request.timeoutMs;
    this.outcome = new Promise((resolve, reject) => {
      this.#resolve = resolve;
      this.#reject = reject;
    });
    request.signal?.addEventListener("abort", this);
  }

  get handler(): string {
    return this.request.handler;
  }
  get caller(): string {
    return this.request.caller;
  }
  get args(): readonly unknown[] {
    return this.request.args;
  }
  get plainFrom(): number {
    return this.request.plainFrom;
  }
  get heldTurns(): readonly string[] {
    return this.request.heldTurns;
  }
  get traceparent(): string | undefined {
    return this.request.traceparent;
  }
  get place(): CallPlace {
    return this.#place;
  }
  /** `Type@Id/handler`, for messages. */
  get name(): string {
    const { target, handler } = this.request;
    return `${target.type}@${target.id}/${handler}`;
  }

  /** It is on its way: the handler may run. */
  sent(now: number): void {
    this.#place = "sent";
    this.#keeper.left(this);
    this.sentAt = now;
    this.#doubtedAt = undefined;
  }

  /** It came back, or was refused before it began: it is as if it had never been sent. */
  cameBack(): void {
    this.#place = "here";
    this.#keeper.waits(this);
  }

  succeed(result: unknown): void {
    if (this.#settle("ok")) this.#resolve(result);
  }

  cancel(error: RpcError): void {
    if (this.#settle(error.code)) this.#reject(noteFailure(error));
  }

  /** The deadline has come. */
  expire(): void {
    this.cancel(noReply(this.name, this.request.timeoutMs, this.#place === "sent"));
  }

  /** The caller's signal has fired. */
  handleEvent(): void {
    const wasSent = this.#place === "sent";
    this.cancel(gaveUp(this.name, this.request.signal, wasSent));
    if (wasSent) this.#keeper.abandoned(this);
  }

  /** The connection, or the callee, is gone with the call. */
  lose(why: string): void {
    const text = `${this.name} was in flight when ${why}`;
    this.cancel(new RpcError("lost", text, { maybeExecuted: true }));
  }

  /**
   * Whoever serves its target did not know it when asked at the time `at`. Lost if that is said again when
   * asked anew: one that stood still answers all that it was asked meanwhile at once.
   */
  doubt(at: number): void {
    if (this.#place !== "sent" || this.sentAt > at) return;
    if (this.#doubtedAt !== undefined && at > this.#doubtedAt) this.lose("its callee went away");
    else this.#doubtedAt ??= performance.now();
  }

  #settle(outcome: string): boolean {
    if (this.#place === "settled") return false;
    if (this.#place === "here") this.#keeper.left(this);
    this.#place = "settled";
    this.request.signal?.removeEventListener("abort", this);
    this.#keeper.settled(this, outcome);
    return true;
  }
}
