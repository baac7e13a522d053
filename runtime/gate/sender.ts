import type { TimingWheel } from "../async/timing-wheel.ts";
import type { TurnEnd } from "../async/turn-end.ts";
import { RpcError } from "../errors.ts";
import type { ClientSocket } from "./client-socket.ts";
import type { CloseKind } from "./close-reason.ts";
import type { ProtocolVersion } from "./connect-packet.ts";
import { Outbox } from "./outbox.ts";
import { Push, type OutgoingMessage } from "./outgoing-message.ts";
import { OutgoingWindow, type OnSettled, type Transmitter } from "./outgoing-window.ts";
import { encodePublish, encodePublish5, markAgain } from "./publish-packet.ts";
import { SentAliases } from "./topic-aliases.ts";

/** What bounds what is sent to one client; `GateSettings` says what each means. */
export interface SenderLimits {
  readonly maxUnsentBytes: number;
  readonly maxPushesInFlight: number;
  readonly maxUnacknowledged: number;
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
  #aliases: SentAliases | undefined;
  #recipient: Recipient = NOBODY_YET;
  #isClosed = false;

  constructor(socket: ClientSocket, host: SenderHost, owner: SenderOwner) {
    this.#host = host;
    this.#owner = owner;
    this.#outbox = new Outbox(socket, host.turn, host.limits.maxUnsentBytes);
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
   * Sends a message.
   *
   * @param settled - Told what becomes of it, at QoS 1 and if this returns `true`.
   * @returns Whether it was handed to the connection.
   */
  publish(message: OutgoingMessage, qos: 0 | 1, settled?: OnSettled): boolean {
    if (this.#isClosed) return false;
    if (!this.fits(message)) return false;
    if (qos === 0) {
      const isShared = message instanceof Push && this.#aliases === undefined;
      const { protocolVersion } = this.#recipient;
      return this.send(isShared ? message.packet(protocolVersion) : this.#encode(message, 0, 0));
    }
    if ((this.#window ??= this.#newWindow()).add(message, settled)) return !this.#isClosed;
    const { maxUnacknowledged, maxUnsentBytes } = this.#host.limits;
    const text = `${maxUnacknowledged} messages or ${maxUnsentBytes} bytes without PUBACK`;
    this.#owner.close("unacknowledged", text);
    return false;
  }

  transmit(message: OutgoingMessage, packetId: number, isAgain: boolean): void {
    const packet = this.#encode(message, 1, packetId);
    this.send(isAgain ? markAgain(packet) : packet);
  }

  /**
   * The client has acknowledged a message.
   *
   * @param reasonCode - MQTT 5: 0x80 or more if it refuses the message.
   */
  acknowledge(packetId: number, reasonCode: number): void {
    if (reasonCode < 0x80) this.#window?.acknowledge(packetId);
    else {
      const text = `the client refused the message with reason code 0x${reasonCode.toString(16)}`;
      this.#window?.acknowledge(packetId, new RpcError("aborted", text, { maybeExecuted: true }));
    }
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

  #encode(message: OutgoingMessage, qos: 0 | 1, packetId: number): Buffer {
    const { topic, payload, correlationData } = message;
    const { protocolVersion } = this.#recipient;
    // Topics of replies are used once: an alias would be lost on them.
    const sent = message instanceof Push ? this.#aliases?.aliasOf(topic) : undefined;
    if (correlationData === undefined && sent === undefined) {
      return encodePublish(topic, payload, qos, packetId, protocolVersion);
    }
    const name = sent?.isKnown === true ? "" : topic;
    return encodePublish5(name, payload, qos, packetId, {
      ...(correlationData && { correlationData }),
      ...(sent && { topicAlias: sent.alias }),
    });
  }

  #newWindow(): OutgoingWindow {
    const { limits, wheel } = this.#host;
    const { maxPushesInFlight, maxUnacknowledged, maxUnsentBytes, resendAfterMs } = limits;
    const { protocolVersion, receiveMaximum } = this.#recipient;
    const windowLimits = {
      // MQTT 5, [MQTT-3.3.4-9]
      maxInFlight: Math.min(maxPushesInFlight, receiveMaximum),
      maxUnacknowledged,
      maxUnacknowledgedBytes: maxUnsentBytes,
      // MQTT 5, [MQTT-4.4.0-1] Nothing is sent again on the same connection.
      resendAfterMs: protocolVersion === 5 ? 0 : resendAfterMs,
    };
    return new OutgoingWindow(windowLimits, wheel, this);
  }
}
