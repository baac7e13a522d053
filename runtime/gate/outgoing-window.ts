import type { TimingWheel, WheelEntry } from "../async/timing-wheel.ts";
import { RpcError } from "../errors.ts";
import type { OutgoingMessage } from "./outgoing-message.ts";

/** Told once what became of a message at QoS 1; without an error the client has acknowledged it. */
export type OnSettled = (error: RpcError | undefined) => void;

/** What bounds an {@link OutgoingWindow}. */
export interface WindowLimits {
  /** Messages that are sent or wait. */
  readonly maxUnacknowledged: number;
  /** What messages that are sent or wait may hold together, in characters. */
  readonly maxUnacknowledgedBytes: number;
}

/** Puts messages on the wire of one connection. */
export interface Transmitter {
  /** Messages that are on their way at a time; the others wait. */
  readonly maxInFlight: number;
  /** How long a message waits for PUBACK until it is sent again, in milliseconds; 0 sends nothing again. */
  readonly resendAfterMs: number;
  /** Whether the client takes a message of this size. */
  fits(message: OutgoingMessage): boolean;
  transmit(message: OutgoingMessage, packetId: number, isAgain: boolean): void;
}

interface Unacknowledged {
  readonly message: OutgoingMessage;
  readonly settled: OnSettled | undefined;
  /** 0 until it is sent for the first time; from then on its own, on whatever connection. */
  packetId: number;
  sentAt: number;
}

/**
 * The messages at QoS 1 to one client that it has not acknowledged: a few that are sent, in the order in
 * which they were, and those that wait for their turn. It outlives the connections that it is attached to:
 * [MQTT-4.4.0-1] what was sent on one of them is sent again on the next.
 */
export class OutgoingWindow implements WheelEntry {
  previous: WheelEntry | undefined;
  next: WheelEntry | undefined;
  readonly #limits: WindowLimits;
  readonly #wheel: TimingWheel;
  #transmitter: Transmitter | undefined;
  /** By packet id: [MQTT-2.3.1-4] each is one that is not in use. */
  readonly #inFlight = new Map<number, Unacknowledged>();
  /** Those that were sent on an earlier connection come first, so none of their ids is given away. */
  readonly #waiting: Unacknowledged[] = [];
  #bytes = 0;
  #lastId = 0;

  constructor(limits: WindowLimits, wheel: TimingWheel) {
    this.#limits = limits;
    this.#wheel = wheel;
  }

  /** How many messages there are, those that wait included. */
  get size(): number {
    return this.#inFlight.size + this.#waiting.length;
  }

  /** Sends on this connection from now on: at first, in their order, what was not acknowledged. */
  attach(transmitter: Transmitter): void {
    this.#transmitter = transmitter;
    this.#sendWaiting();
  }

  /** The connection broke: all that was not acknowledged waits. */
  detach(): void {
    this.#wheel.remove(this);
    this.#transmitter = undefined;
    this.#waiting.unshift(...this.#inFlight.values());
    this.#inFlight.clear();
  }

  /**
   * Sends a message, at once or when those before it are acknowledged.
   *
   * @returns `false` if it was not taken, because too much is not acknowledged.
   */
  add(message: OutgoingMessage, settled: OnSettled | undefined): boolean {
    const { maxUnacknowledged, maxUnacknowledgedBytes } = this.#limits;
    // Bytes are looked at before they are added, as in the outbox: one large message is no fault.
    if (this.size >= maxUnacknowledged || this.#bytes > maxUnacknowledgedBytes) return false;
    this.#bytes += message.payload.length;
    this.#waiting.push({ message, settled, packetId: 0, sentAt: 0 });
    this.#sendWaiting();
    return true;
  }

  /**
   * The client has acknowledged a message; an id that is not in use is passed over.
   *
   * @param error - Why the client refuses the message, if it does.
   */
  acknowledge(packetId: number, error?: RpcError): void {
    const entry = this.#inFlight.get(packetId);
    if (entry === undefined) return;
    this.#inFlight.delete(packetId);
    this.#settle(entry, error);
    this.#sendWaiting();
    if (this.#inFlight.size === 0) this.#wheel.remove(this);
  }

  /** The session is over: nothing is acknowledged any more. */
  close(): void {
    this.detach();
    for (const entry of this.#waiting.splice(0)) {
      const text = "the client went away before it acknowledged the message";
      this.#settle(entry, new RpcError("lost", text, { maybeExecuted: entry.packetId > 0 }));
    }
  }

  /** Sends again what was not acknowledged for too long: [MQTT-4.6.0-1] in the order in which it was sent. */
  expire(): void {
    const { resendAfterMs = 0 } = this.#transmitter ?? {};
    const now = performance.now();
    let oldest = Infinity;
    for (const [packetId, entry] of this.#inFlight) {
      if (now - entry.sentAt >= resendAfterMs) {
        entry.sentAt = now;
        this.#transmitter?.transmit(entry.message, packetId, true);
      }
      oldest = Math.min(oldest, entry.sentAt);
    }
    // Empty by now if the client does not read either, and was dropped.
    if (this.#inFlight.size > 0) this.#wheel.add(this, oldest + resendAfterMs);
  }

  #sendWaiting(): void {
    const transmitter = this.#transmitter;
    if (transmitter === undefined) return;
    // Sending may end the connection, if its client reads nothing.
    while (this.#inFlight.size < transmitter.maxInFlight && transmitter === this.#transmitter) {
      const entry = this.#waiting.shift();
      if (entry === undefined) return;
      if (transmitter.fits(entry.message)) this.#send(entry, transmitter);
      else {
        // MQTT 5, [MQTT-3.1.2-25] What this connection has no room for counts as done.
        const text = "the client takes no packets of that size any more";
        this.#settle(entry, new RpcError("too_large", text));
      }
    }
  }

  #send(entry: Unacknowledged, transmitter: Transmitter): void {
    const isAgain = entry.packetId > 0;
    if (!isAgain) {
      do this.#lastId = (this.#lastId % 65_535) + 1;
      while (this.#inFlight.has(this.#lastId));
      entry.packetId = this.#lastId;
    }
    entry.sentAt = performance.now();
    this.#inFlight.set(entry.packetId, entry);
    const { resendAfterMs } = transmitter;
    if (resendAfterMs > 0 && this.next === undefined) {
      this.#wheel.add(this, entry.sentAt + resendAfterMs);
    }
    transmitter.transmit(entry.message, entry.packetId, isAgain);
  }

  #settle({ message, settled }: Unacknowledged, error: RpcError | undefined): void {
    this.#bytes -= message.payload.length;
    settled?.(error);
  }
}
