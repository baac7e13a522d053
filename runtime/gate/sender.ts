import type { TimingWheel } from "../async/timing-wheel.ts";
import type { TurnEnd } from "../async/turn-end.ts";
import type { ClientSocket } from "./client-socket.ts";
import type { CloseKind } from "./close-reason.ts";
import { Outbox } from "./outbox.ts";
import { Push, type OutgoingMessage } from "./outgoing-message.ts";
import { OutgoingWindow, type OnSettled, type Transmitter } from "./outgoing-window.ts";
import { encodePublish, markAgain } from "./publish-packet.ts";

/** What bounds what is sent to one client; `GateSettings` says what each means. */
export interface SenderLimits {
  readonly maxUnsentBytes: number;
  readonly maxPushesInFlight: number;
  readonly maxUnacknowledged: number;
  readonly resendAfterMs: number;
}

/** What a sender needs of the gate and of its connection. */
export interface SenderHost {
  readonly limits: SenderLimits;
  readonly wheel: TimingWheel;
  readonly turn: TurnEnd;
}

/** Who ends the connection of a client that takes nothing any more. */
export interface SenderOwner {
  close(kind: CloseKind, text: string): void;
  /** At once, because nothing more can be sent. */
  drop(kind: CloseKind, text: string): void;
}

/** What goes to one client: packets, and messages at QoS 0 or 1. */
export class Sender implements Transmitter {
  readonly #host: SenderHost;
  readonly #owner: SenderOwner;
  readonly #outbox: Outbox;
  // Made on demand: most clients are sent nothing at QoS 1.
  #window: OutgoingWindow | undefined;
  #isClosed = false;

  constructor(socket: ClientSocket, host: SenderHost, owner: SenderOwner) {
    this.#host = host;
    this.#owner = owner;
    this.#outbox = new Outbox(socket, host.turn, host.limits.maxUnsentBytes);
  }

  /** Lets packets leave: CONNACK, then what was sent before. */
  open(connack: Buffer): void {
    this.#outbox.open(connack);
  }

  /**
   * Sends a packet.
   *
   * @returns Whether it was handed to the connection.
   */
  send(packet: Buffer): boolean {
    if (this.#isClosed) return false;
    if (this.#outbox.add(packet)) return true;
    const { maxUnsentBytes } = this.#host.limits;
    this.#owner.drop("slow_reader", `the client leaves more than ${maxUnsentBytes} bytes unread`);
    return false;
  }

  /**
   * Sends a message.
   *
   * @param settled - Told what becomes of it, at QoS 1 and if this returns `true`.
   * @returns Whether it was handed to the connection.
   */
  publish(message: OutgoingMessage, qos: 0 | 1, settled?: OnSettled): boolean {
    if (this.#isClosed) return false;
    if (qos === 0) {
      const { topic, payload } = message;
      return this.send(message instanceof Push ? message.packet : encodePublish(topic, payload));
    }
    if ((this.#window ??= this.#newWindow()).add(message, settled)) return !this.#isClosed;
    const { maxUnacknowledged, maxUnsentBytes } = this.#host.limits;
    const text = `${maxUnacknowledged} messages or ${maxUnsentBytes} bytes without PUBACK`;
    this.#owner.close("unacknowledged", text);
    return false;
  }

  transmit({ topic, payload }: OutgoingMessage, packetId: number, isAgain: boolean): void {
    const packet = encodePublish(topic, payload, 1, packetId);
    this.send(isAgain ? markAgain(packet) : packet);
  }

  /** The client has acknowledged a message. */
  acknowledge(packetId: number): void {
    this.#window?.acknowledge(packetId);
  }

  /** Writes what was gathered in this turn. */
  flush(): void {
    this.#outbox.flush();
  }

  /** The connection is closed: nothing is sent any more. */
  close(): void {
    this.#isClosed = true;
    this.#outbox.clear();
    this.#window?.close();
  }

  #newWindow(): OutgoingWindow {
    const { limits, wheel } = this.#host;
    const { maxPushesInFlight, maxUnacknowledged, maxUnsentBytes, resendAfterMs } = limits;
    const windowLimits = {
      maxInFlight: maxPushesInFlight,
      maxUnacknowledged,
      maxUnacknowledgedBytes: maxUnsentBytes,
      resendAfterMs,
    };
    return new OutgoingWindow(windowLimits, wheel, this);
  }
}
