import type { TimingWheel, WheelEntry } from "../async/timing-wheel.ts";
import { RpcError } from "../errors.ts";
import type { OutgoingMessage } from "./outgoing-message.ts";

/** Told once what became of a message at QoS 1; without an error the client has acknowledged it. */
export type OnSettled = (error: RpcError | undefined) => void;

/** What bounds an {@link OutgoingWindow}. */
export interface WindowLimits {
  /** Messages that are sent at a time; the others wait. */
  readonly maxInFlight: number;
  /** Messages that are sent or wait. */
  readonly maxUnacknowledged: number;
  /** What messages that are sent or wait may hold together, in characters. */
  readonly maxUnacknowledgedBytes: number;
  /** How long a message waits for PUBACK until it is sent again, in milliseconds; 0 sends nothing again. */
  readonly resendAfterMs: number;
}

/** Puts messages on the wire. */
export interface Transmitter {
  transmit(message: OutgoingMessage, packetId: number, isAgain: boolean): void;
}

interface Unacknowledged {
  readonly message: OutgoingMessage;
  readonly settled: OnSettled | undefined;
  sentAt: number;
}

/**
 * The messages at QoS 1 to one client that it has not acknowledged: a few that are sent, in the order in
 * which they were, and those that wait for their turn.
 */
export class OutgoingWindow implements WheelEntry {
  previous: WheelEntry | undefined;
  next: WheelEntry | undefined;
  readonly #limits: WindowLimits;
  readonly #wheel: TimingWheel;
  readonly #transmitter: Transmitter;
  /** By packet id: [MQTT-2.3.1-4] each is one that is not in use. */
  readonly #inFlight = new Map<number, Unacknowledged>();
  readonly #waiting: Unacknowledged[] = [];
  #bytes = 0;
  #lastId = 0;

  constructor(limits: WindowLimits, wheel: TimingWheel, transmitter: Transmitter) {
    this.#limits = limits;
    this.#wheel = wheel;
    this.#transmitter = transmitter;
  }

  /**
   * Sends a message, at once or when those before it are acknowledged.
   *
   * @returns `false` if it was not taken, because too much is not acknowledged.
   */
  add(message: OutgoingMessage, settled: OnSettled | undefined): boolean {
    const { maxInFlight, maxUnacknowledged, maxUnacknowledgedBytes } = this.#limits;
    // Bytes are looked at before they are added, as in the outbox: one large message is no fault.
    const count = this.#inFlight.size + this.#waiting.length;
    if (count >= maxUnacknowledged || this.#bytes > maxUnacknowledgedBytes) return false;
    this.#bytes += message.payload.length;
    const entry: Unacknowledged = { message, settled, sentAt: 0 };
    if (this.#inFlight.size < maxInFlight) this.#send(entry);
    else this.#waiting.push(entry);
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
    this.#bytes -= entry.message.payload.length;
    const waiting = this.#waiting.shift();
    if (waiting !== undefined) this.#send(waiting);
    else if (this.#inFlight.size === 0) this.#wheel.remove(this);
    entry.settled?.(error);
  }

  /** The connection is closed: nothing is acknowledged any more. */
  close(): void {
    this.#wheel.remove(this);
    const lost = [...this.#inFlight.values(), ...this.#waiting.splice(0)];
    this.#inFlight.clear();
    for (const { settled, sentAt } of lost) {
      const text = "the client went away before it acknowledged the message";
      settled?.(new RpcError("lost", text, { maybeExecuted: sentAt > 0 }));
    }
  }

  /** Sends again what was not acknowledged for too long: [MQTT-4.6.0-1] in the order in which it was sent. */
  expire(): void {
    const { resendAfterMs } = this.#limits;
    const now = performance.now();
    let oldest = Infinity;
    for (const [packetId, entry] of this.#inFlight) {
      if (now - entry.sentAt >= resendAfterMs) {
        entry.sentAt = now;
        this.#transmitter.transmit(entry.message, packetId, true);
      }
      oldest = Math.min(oldest, entry.sentAt);
    }
    // Empty by now if the client does not read either, and was dropped.
    if (this.#inFlight.size > 0) this.#wheel.add(this, oldest + resendAfterMs);
  }

  #send(entry: Unacknowledged): void {
    do this.#lastId = (this.#lastId % 65_535) + 1;
    while (this.#inFlight.has(this.#lastId));
    entry.sentAt = performance.now();
    this.#inFlight.set(this.#lastId, entry);
    const { resendAfterMs } = this.#limits;
    if (resendAfterMs > 0 && this.next === undefined) {
      this.#wheel.add(this, entry.sentAt + resendAfterMs);
    }
    this.#transmitter.transmit(entry.message, this.#lastId, false);
  }
}
