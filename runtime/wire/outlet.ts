import type { Flushable } from "../async/turn-end.ts";
import type { RpcError } from "../errors.ts";
import { CallQueue } from "./call-queue.ts";
import type { NumberedCall } from "./call-table.ts";
import type { CalleeClock } from "./callee-clock.ts";
import { isFull, type Frame } from "./frame.ts";
import type { Callee } from "./liveness.ts";
import type { Answerer } from "./reply-message.ts";
import { encodeCall, encodeRequests, type Asker, type RequestParts } from "./request-message.ts";
import { Attachments } from "./wire-value.ts";

/** How long a callee that leaves its queue may take to answer what it has got from it, in milliseconds. */
const LEAVING_MS = 5000;

/**
 * How long nothing is sent to a queue whose callee leaves it, in milliseconds: what reaches a queue in the moment in
 * which it is deleted is lost with it, and comes back to nobody.
 */
const HOLD_MS = 250;

/** What outlets need of the wire. */
export interface OutletHost {
  /** Whether something can be published now; `flush` is called again when it can. */
  readonly canPublish: boolean;
  /** Who asks; there is one while something can be published. */
  readonly asker: Asker;
  /** Calls `outlet.flush()` at the end of this turn. */
  schedule(outlet: Outlet): void;
  /** @param confirmed - By the channel with confirmations: `oneWay` waits for them. */
  publish(
    queue: string,
    frame: Frame,
    expiresInMs: number,
    confirmed: boolean,
    oneWay: readonly NumberedCall[],
  ): void;
}

/** What goes to one module instance: gathered for a turn of the event loop, sent as one message. */
export class Outlet implements Flushable, Callee<NumberedCall> {
  readonly queue: string;
  readonly #clock: CalleeClock;
  readonly #host: OutletHost;
  readonly #calls = new CallQueue<NumberedCall>(() => this.#host.schedule(this));
  #cancelled: number[] = [];
  /** Until when what was sent is in good hands, on the clock of `performance.now()`. */
  #isTrustedUntil = 0;
  #hold: NodeJS.Timeout | undefined;
  /** Once it has had a one-way call, all that it sends goes by one channel, or the order might change. */
  #isConfirmed = false;

  constructor(queue: string, clock: CalleeClock, host: OutletHost) {
    this.queue = queue;
    this.#clock = clock;
    this.#host = host;
  }

  /** Sends a call at the end of this turn. */
  add(call: NumberedCall): void {
    if (this.#calls.add(call)) this.#host.schedule(this);
  }

  /** Tells the callee that nobody waits for a call any more. */
  cancel(number: number): void {
    this.#cancelled.push(number);
    if (this.#cancelled.length === 1) this.#host.schedule(this);
  }

  /** Asks the callee which of these calls it does not know. */
  probe(calls: readonly NumberedCall[], expiresInMs: number): void {
    if (!this.#host.canPublish) return;
    const probe = { at: performance.now(), numbers: calls.map(({ number }) => number) };
    this.#publish({ probe }, new Attachments(), expiresInMs, []);
  }

  /** Nobody took a call, or its callee is going: it waits if it was asked to, or fails with `error`. */
  park(call: NumberedCall, error: RpcError): void {
    this.#calls.park(call, error);
  }

  /** The target has answered. */
  heard({ boot, clock }: Answerer): void {
    this.#calls.heard();
    this.#clock.heard(boot, clock);
  }

  /** The callee says that it is leaving the queue: it still answers what it has got from it. */
  calleeLeaves(): void {
    this.#isTrustedUntil = performance.now() + LEAVING_MS;
    clearTimeout(this.#hold);
    this.#hold = setTimeout(() => {
      this.#hold = undefined;
      this.#host.schedule(this);
    }, HOLD_MS);
  }

  /** Whoever serves the queue, if anybody, did not know a call when asked at the time `at`. */
  doubt(call: NumberedCall, at: number): void {
    if (at > this.#isTrustedUntil) call.doubt(at);
  }

  /** Nothing can be sent for now: what need not wait fails. */
  refuse(makeError: () => RpcError): void {
    this.#calls.refuse(makeError);
    this.#cancelled = [];
  }

  flush(): void {
    if (!this.#host.canPublish || this.#hold !== undefined) return;
    const now = performance.now();
    let batch = new Batch();
    for (const call of this.#calls.take()) {
      if (call.place !== "here") continue; // given up meanwhile
      batch.add(call, now);
      if (!batch.isFull) continue;
      this.#send(batch);
      batch = new Batch();
    }
    if (batch.calls.length > 0 || this.#cancelled.length > 0) this.#send(batch);
  }

  #send({ calls, attachments, expiresInMs, oneWay }: Batch): void {
    const cancel = this.#cancelled;
    this.#cancelled = [];
    this.#publish({ calls, cancel }, attachments, expiresInMs, oneWay);
  }

  #publish(
    parts: RequestParts,
    attachments: Attachments,
    expiresInMs: number,
    oneWay: readonly NumberedCall[],
  ): void {
    const stamp = this.#clock.stamp();
    const frame = encodeRequests(this.#host.asker, stamp, parts, attachments.parts);
    if (oneWay.length > 0) this.#isConfirmed = true;
    this.#host.publish(this.queue, frame, expiresInMs, this.#isConfirmed, oneWay);
  }
}

/** The calls of one message. */
class Batch {
  readonly calls: string[] = [];
  readonly oneWay: NumberedCall[] = [];
  readonly attachments: Attachments = new Attachments();
  /** The longest that any of its callers waits, in milliseconds. */
  expiresInMs = 1;
  #bytes = 0;

  get isFull(): boolean {
    return isFull(this.calls.length, this.#bytes);
  }

  add(call: NumberedCall, now: number): void {
    const leftMs = Math.max(1, Math.ceil(call.deadline - now));
    this.expiresInMs = Math.max(this.expiresInMs, leftMs);
    this.calls.push(encodeCall(call, leftMs, this.attachments));
    if (call.isOneWay) this.oneWay.push(call);
    this.#bytes += call.request.bytes;
    call.sent(now);
  }
}
