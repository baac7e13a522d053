import type { Channel, ConsumeMessage } from "amqplib";
import { received, type Received } from "./received.ts";

/**
 * Acknowledges what was taken in, once a turn of the event loop: all up to the first that was not with one
 * acknowledgement, the others one by one.
 */
export class AckWindow {
  readonly #channel: Channel;
  /** In order of delivery; `undefined` at the places of what was acknowledged out of order. */
  #open: (Delivery | undefined)[] = [];
  #isScheduled = false;
  #isClosed = false;

  constructor(channel: Channel) {
    this.#channel = channel;
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
  }

  /** At the end of this turn, what was admitted is acknowledged. */
  schedule(): void {
    if (this.#isScheduled || this.#isClosed) return;
    this.#isScheduled = true;
    setImmediate(this.#flush);
  }

  readonly #flush = (): void => {
    this.#isScheduled = false;
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
    this.#window.schedule();
  }
}
