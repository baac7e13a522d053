import type { TimingWheel } from "../async/timing-wheel.ts";
import { RpcError } from "../errors.ts";
import type { CloseKind } from "./close-reason.ts";
import type { ProtocolVersion } from "./connect-packet.ts";
import { decodeControl } from "./control-packet.ts";
import type { OutgoingMessage } from "./outgoing-message.ts";
import { OutgoingWindow, type OnSettled } from "./outgoing-window.ts";
import { PacketExchange, type ExchangeLimits } from "./packet-exchange.ts";
import type { Publish } from "./publish-packet.ts";
import type { RequestsInFlight } from "./requests-in-flight.ts";
import {
  RequestLane,
  type GivenUp,
  type PublishServer,
  type RequestLimits,
} from "./request-lane.ts";
import type { Sender } from "./sender.ts";

/** What bounds a {@link Conversation}; `GateSettings` says what each means. */
export interface ConversationLimits extends ExchangeLimits, RequestLimits {
  readonly maxUnacknowledged: number;
  readonly maxUnsentBytes: number;
}

/** What all conversations of a gate have in common. */
export interface ConversationHost {
  readonly limits: ConversationLimits;
  readonly wheel: TimingWheel;
  readonly requests: RequestsInFlight;
}

/** Whom a client's publishes are for. */
export interface Listener extends PublishServer {
  /** MQTT 5: the reason code for a publish on a topic that can't be served, or 0. */
  refusal(topic: string): number;
  /** Ends the session, and the connection if there is one. */
  end(kind: CloseKind, text: string): void;
}

/** The connection on which a conversation goes on. */
export interface Line {
  readonly sender: Sender;
  /** Packets are taken again. */
  readOn(): void;
}

/**
 * What is said between a client and the gate once its CONNECT is there: what MQTT calls the session's state
 * (section 4.1). It goes on on another connection if the session outlives the one that it began on.
 */
export class Conversation {
  readonly version: ProtocolVersion;
  readonly #listener: Listener;
  readonly #limits: ConversationLimits;
  readonly #wheel: TimingWheel;
  readonly #exchange: PacketExchange;
  readonly #lane: RequestLane;
  // Made on demand: most clients are sent nothing at QoS 1.
  #window: OutgoingWindow | undefined;
  #line: Line | undefined;

  constructor(
    version: ProtocolVersion,
    listener: Listener,
    { limits, wheel, requests }: ConversationHost,
  ) {
    this.version = version;
    this.#listener = listener;
    this.#limits = limits;
    this.#wheel = wheel;
    this.#exchange = new PacketExchange(limits, version);
    this.#lane = new RequestLane(limits, wheel, listener, requests, () => this.#line?.readOn());
  }

  /** Begins on a connection, or goes on on it. */
  attach(line: Line): void {
    if (this.#line !== undefined) this.detach();
    this.#line = line;
    this.#exchange.goOn();
    this.#window?.attach(line.sender);
  }

  /** The connection broke, and the session did not end by it. */
  detach(): void {
    this.#line = undefined;
    this.#lane.keepAcknowledged();
    this.#window?.detach();
  }

  /** What is not served yet is not waited for any longer. */
  giveUp(): GivenUp {
    return this.#lane.giveUp();
  }

  /** The session is over: what waits is not served, and nothing is acknowledged any more. */
  end(): void {
    this.#line = undefined;
    this.#lane.clear();
    this.#window?.close();
  }

  /** How many requests are served, or wait to be. */
  get requests(): number {
    return this.#lane.size;
  }

  /** How many messages at QoS 1 the client has not acknowledged. */
  get unacknowledged(): number {
    return this.#window?.size ?? 0;
  }

  /** Whether no packets should be read now. */
  get isFull(): boolean {
    return this.#lane.isFull;
  }

  /** Whether the client takes a message of this size; true as long as it is away. */
  fits(message: OutgoingMessage): boolean {
    return this.#line?.sender.fits(message) ?? true;
  }

  /**
   * Sends a message; at QoS 1 it waits for a connection if there is none.
   *
   * @param settled - Told what becomes of it, at QoS 1 and if this returns `true`.
   * @returns Whether it was taken.
   */
  publish(message: OutgoingMessage, qos: 0 | 1, settled?: OnSettled): boolean {
    if (qos === 0) return this.#line?.sender.publish(message) ?? false;
    if (!this.fits(message)) return false;
    if ((this.#window ??= this.#newWindow()).add(message, settled)) return true;
    const { maxUnacknowledged, maxUnsentBytes } = this.#limits;
    const text = `${maxUnacknowledged} messages or ${maxUnsentBytes} bytes without PUBACK`;
    this.#listener.end("unacknowledged", text);
    return false;
  }

  /**
   * Does what a packet asks for.
   *
   * @returns `false` if it was the client's last one.
   * @throws {Violation}
   */
  receive(packet: Buffer): boolean {
    if (packet[0]! >> 4 !== 3) return this.#onControl(packet); // a whole packet has a first byte
    this.#onPublish(this.#exchange.decode(packet));
    return true;
  }

  #onPublish(publish: Publish): void {
    this.#lane.count();
    if (publish.qos > 0) {
      const isKnown = this.#exchange.isKnown(publish);
      const refusal = this.version === 5 && !isKnown ? this.#listener.refusal(publish.topic) : 0;
      // Acknowledged at once: [MQTT-4.6.0-2] and [MQTT-4.6.0-3] want the order of the publishes, and
      // requests run side by side.
      this.#line?.sender.send(this.#exchange.acknowledge(publish, refusal));
      if (isKnown) return;
    }
    this.#lane.add(publish);
  }

  #onControl(bytes: Buffer): boolean {
    const packet = decodeControl(bytes, this.version);
    switch (packet.name) {
      case "disconnect":
        return false;
      case "puback":
        this.#acknowledged(packet.packetId, packet.reasonCode);
        return true;
      default:
        this.#line?.sender.send(this.#exchange.answer(packet));
        return true;
    }
  }

  /** @param reasonCode - MQTT 5: 0x80 or more if the client refuses the message. */
  #acknowledged(packetId: number, reasonCode: number): void {
    if (reasonCode < 0x80) this.#window?.acknowledge(packetId);
    else {
      const text = `the client refused the message with reason code 0x${reasonCode.toString(16)}`;
      this.#window?.acknowledge(packetId, new RpcError("aborted", text, { maybeExecuted: true }));
    }
  }

  #newWindow(): OutgoingWindow {
    const { maxUnacknowledged, maxUnsentBytes } = this.#limits;
    const limits = { maxUnacknowledged, maxUnacknowledgedBytes: maxUnsentBytes };
    const window = new OutgoingWindow(limits, this.#wheel);
    if (this.#line !== undefined) window.attach(this.#line.sender);
    return window;
  }
}
