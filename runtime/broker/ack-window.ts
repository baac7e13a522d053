import type { Channel, ConsumeMessage } from "amqplib";
import { received, type Received } from "./received.ts";

/**
 * How long an acknowledgement may wait for others to go with it, in milliseconds. One for each message would
 * cost a lone call a packet more; what is not acknowledged when a process dies is not run again anyway.
 */
const GATHER_MS = 5;
/** So many that wait are acknowledged at the end of the turn; with a small prefetch, a quarter of it. */
const ENOUGH = 8;

/**
 * Acknowledges what was taken in, many messages at a time: all up to the first that was not with one
 * acknowledgement, the others one by one.
 */
export class AckWindow {
  readonly #channel: Pick<Channel, "ack">;
  readonly #enough: number;
  /** In order of delivery; `undefined` at the places of what was acknowledged out of order. */
  #open: (Delivery | undefined)[] = [];
  #admitted = 0;
  #gathering: NodeJS.Timeout | undefined;
  #isScheduled = false;
  #isHurried = false;
  #isClosed = false;

  /** @param prefetch - How many messages the broker delivers before the first of them is acknowledged. */
  constructor(channel: Pick<Channel, "ack">, prefetch: number) {
    this.#channel = channel;
    this.#enough = Math.min(ENOUGH, Math.ceil(prefetch / 4));
  }

  /** Takes note of a delivery, in order. Call `admitted` on it once. */
  opened(message: ConsumeMessage): Delivery {
    const delivery = new Delivery(message, this);
    this.#open.push(delivery);
    return delivery;
  }

  /** The channel is gone: the broker delivers again what was not acknowledged. */
  close(): void {
    this.#isClosed = true;
    this.#open = [];
    clearTimeout(this.#gathering);
  }

  /** From now on nothing waits for others. */
  hurry(): void {
    this.#isHurried = true;
    if (this.#admitted > 0) this.#flush();
  }

  /** A delivery was admitted: in a moment it is acknowledged. */
  admitted(): void {
    if (this.#isScheduled || this.#isClosed) return;
    if (++this.#admitted >= this.#enough || this.#isHurried) {
      this.#isScheduled = true;
      setImmediate(this.#flush);
    } else this.#gathering ??= setTimeout(this.#flush, GATHER_MS);
  }

  readonly #flush = (): void => {
    clearTimeout(this.#gathering);
    this.#gathering = undefined;
    this.#isScheduled = false;
    this.#admitted = 0;
    if (this.#isClosed) return;
    let upTo = 0;
    let last: Delivery | undefined;
    while (upTo < this.#open.length) {
      const delivery = this.#open[upTo];
      if (delivery !== undefined) {
        if (!delivery.isAdmitted) break;
        last = delivery;
      }
      upTo++;
    }
    try {
      if (last !== undefined) this.#channel.ack(last.message, true);
      this.#open.splice(0, upTo);
      for (const [index, delivery] of this.#open.entries()) {
        if (delivery?.isAdmitted !== true) continue;
        this.#channel.ack(delivery.message);
        this.#open[index] = undefined;
      }
    } catch {
      this.close(); // the channel is closing: what was not acknowledged is delivered again
    }
  };
}

/** A message that was delivered and is acknowledged once it is admitted. */
export class Delivery {
  readonly message: ConsumeMessage;
  readonly #window: AckWindow;
  #isAdmitted = false;

  constructor(message: ConsumeMessage, window: AckWindow) {
    this.message = message;
    this.#window = window;
  }

  /** What came. */
  get received(): Received {
    return received(this.message);
  }

  /** Whether the broker has delivered it before, to a process that did not acknowledge it. */
  get isRedelivered(): boolean {
    return this.message.fields.redelivered;
  }

  get isAdmitted(): boolean {
    return this.#isAdmitted;
  }

  /** All that the message asks for has begun, or never will. Twice is fine. */
  admitted(): void {
    if (this.#isAdmitted) return;
    this.#isAdmitted = true;
    this.#window.admitted();
  }
}
