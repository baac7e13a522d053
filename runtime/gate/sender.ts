import type { TimingWheel } from "../async/timing-wheel.ts";
import type { TurnEnd } from "../async/turn-end.ts";
import type { ClientSocket } from "./client-socket.ts";
import type { CloseKind } from "./close-reason.ts";
import type { ProtocolVersion } from "./connect-packet.ts";
import type { DrainOwner } from "./drain-watch.ts";
import { Outbox } from "./outbox.ts";
import { Push, type OutgoingMessage } from "./outgoing-message.ts";
import type { Transmitter } from "./outgoing-window.ts";
import { encodePublish, encodePublish5, markAgain, withPacketId } from "./publish-packet.ts";
import { SentAliases } from "./topic-aliases.ts";

/** What bounds what is sent to one client; `GateSettings` says what each means. */
export interface SenderLimits {
  readonly maxUnsentBytes: number;
  readonly drainTimeoutMs: number;
  readonly maxPushesInFlight: number;
  readonly resendAfterMs: number;
  readonly maxTopicAliases: number;
}

/** What a client's CONNECT says of what it takes. */
export interface Recipient {
  readonly protocolVersion: ProtocolVersion;
  readonly maxPacketBytes: number;
  readonly receiveMaximum: number;
  readonly topicAliasMaximum: number;
}

const NOBODY_YET: Recipient = {
  protocolVersion: 4,
  maxPacketBytes: Infinity,
  receiveMaximum: 65_535,
  topicAliasMaximum: 0,
};

/** What a PUBLISH has at most besides topic, payload and correlation data, in bytes. */
const PUBLISH_OVERHEAD = 20;

/** What a sender needs of the gate and of its connection. */
export interface SenderHost {
  readonly limits: SenderLimits;
  readonly turn: TurnEnd;
  readonly wheel: TimingWheel;
}

/** Who ends the connection of a client that takes nothing any more. */
export interface SenderOwner {
  /** At once, because nothing more can be sent. */
  drop(kind: CloseKind, text: string): void;
}

/** What goes out on one connection: packets, and messages at QoS 0 or 1. */
export class Sender implements Transmitter, DrainOwner {
  readonly #host: SenderHost;
  readonly #owner: SenderOwner;
  readonly #outbox: Outbox;
  #aliases: SentAliases | undefined;
  #recipient: Recipient = NOBODY_YET;
  #isClosed = false;

  constructor(socket: ClientSocket, host: SenderHost, owner: SenderOwner) {
    this.#host = host;
    this.#owner = owner;
    this.#outbox = new Outbox(socket, host, this);
  }

  /** Says who it is for, before anything is sent. */
  isFor(recipient: Recipient): void {
    this.#recipient = recipient;
    const max = Math.min(recipient.topicAliasMaximum, this.#host.limits.maxTopicAliases);
    if (max > 0) this.#aliases = new SentAliases(max);
  }

  /** Whether the client takes a message of this size: MQTT 5, [MQTT-3.1.2-24]. */
  fits({ topic, payload, correlationData }: OutgoingMessage): boolean {
    const { maxPacketBytes } = this.#recipient;
    if (maxPacketBytes === Infinity) return true;
    const bytes = Buffer.byteLength(topic) + Buffer.byteLength(payload);
    return bytes + (correlationData?.length ?? 0) + PUBLISH_OVERHEAD <= maxPacketBytes;
  }

  /** Lets packets leave: CONNACK, then what was sent before. */
  open(connack: Buffer): void {
    this.#outbox.open(connack);
  }

  /**
   * Sends a packet, unless it is larger than the client takes: [MQTT-3.1.2-25] then it is left out.
   *
   * @returns Whether it was handed to the connection.
   */
  send(packet: Buffer): boolean {
    if (this.#isClosed || packet.length > this.#recipient.maxPacketBytes) return false;
    if (this.#outbox.add(packet)) return true;
    const { maxUnsentBytes } = this.#host.limits;
    this.#owner.drop("slow_reader", `the client leaves more than ${maxUnsentBytes} bytes unread`);
    return false;
  }

  /**
   * Sends a message at QoS 0.
   *
   * @returns Whether it was handed to the connection.
   */
  publish(message: OutgoingMessage): boolean {
    if (this.#isClosed || !this.fits(message)) return false;
    return this.send(this.#encode(message, 0, 0));
  }

  /** Messages at QoS 1 that may be on their way at a time: MQTT 5, [MQTT-3.3.4-9]. */
  get maxInFlight(): number {
    return Math.min(this.#host.limits.maxPushesInFlight, this.#recipient.receiveMaximum);
  }

  /** MQTT 5, [MQTT-4.4.0-1] Nothing is sent again on the same connection. */
  get resendAfterMs(): number {
    return this.#recipient.protocolVersion === 5 ? 0 : this.#host.limits.resendAfterMs;
  }

  /** Sends a message at QoS 1. */
  transmit(message: OutgoingMessage, packetId: number, isAgain: boolean): void {
    const packet = this.#encode(message, 1, packetId);
    this.send(isAgain ? markAgain(packet) : packet);
  }

  /** Writes what was gathered in this turn. */
  flush(): void {
    this.#outbox.flush();
  }

  /** The connection is closed: nothing is sent any more. */
  close(): void {
    this.#isClosed = true;
    this.#outbox.close();
  }

  onStuck(): void {
    const { drainTimeoutMs } = this.#host.limits;
    const text = `the client takes nothing of what it was sent; drainTimeoutMs is ${drainTimeoutMs}`;
    this.#owner.drop("slow_reader", text);
  }

  #encode(message: OutgoingMessage, qos: 0 | 1, packetId: number): Buffer {
    const { protocolVersion } = this.#recipient;
    if (message instanceof Push) {
      const packet = message.packet(protocolVersion, qos, this.#aliases?.aliasOf(message.topic));
      return qos === 0 ? packet : withPacketId(packet, packetId);
    }
    // Topics of replies are used once: an alias would be lost on them.
    const { topic, payload, correlationData } = message;
    return correlationData === undefined
      ? encodePublish(topic, payload, qos, packetId, protocolVersion)
      : encodePublish5(topic, payload, qos, packetId, { correlationData });
  }
}
