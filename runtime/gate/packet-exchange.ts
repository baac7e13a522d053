import { Violation } from "./close-reason.ts";
import type { ProtocolVersion } from "./connect-packet.ts";
import { PINGRESP, type ControlPacket } from "./control-packet.ts";
import { PROPERTY, responseTopicOf } from "./properties.ts";
import {
  decodePublish,
  encodeAcknowledgement,
  isTopicName,
  PUBACK,
  PUBCOMP,
  PUBREC,
  type Publish,
  type TopicLimits,
} from "./publish-packet.ts";
import { REASON } from "./reason-code.ts";
import { ReceivedIds } from "./received-ids.ts";
import { Subscriptions } from "./subscriptions.ts";
import { ReceivedAliases } from "./topic-aliases.ts";

/** What bounds the exchanges of one connection. */
export interface ExchangeLimits extends TopicLimits {
  readonly maxSubscriptions: number;
  readonly maxTopicAliases: number;
  readonly maxUnreleased: number;
}

/**
 * The exchanges that a client begins and that take more than one packet: its publishes above QoS 0, topic
 * aliases, subscriptions, pings. It knows what is to be answered, and sends nothing itself. All but aliases
 * outlives the connection where the session does.
 */
export class PacketExchange {
  readonly version: ProtocolVersion;
  readonly #limits: ExchangeLimits;
  // Made on demand: most clients publish at QoS 0.
  #received: ReceivedIds | undefined;
  #aliases: ReceivedAliases | undefined;
  #subscriptions: Subscriptions | undefined;

  constructor(limits: ExchangeLimits, version: ProtocolVersion) {
    this.#limits = limits;
    this.version = version;
  }

  /** Another connection: [MQTT-3.3.2-7] aliases of the former are known no more. */
  goOn(): void {
    this.#aliases = undefined;
  }

  /**
   * Reads a PUBLISH.
   *
   * @throws {Violation}
   */
  decode(packet: Buffer): Publish {
    const publish = decodePublish(packet, this.#limits, this.version);
    const { properties } = publish;
    if (properties === undefined) return publish;
    const responseTopic = responseTopicOf(properties);
    if (responseTopic !== undefined) this.#checkResponseTopic(responseTopic);
    const alias = properties.get(PROPERTY.topicAlias);
    if (typeof alias !== "number") return publish;
    this.#aliases ??= new ReceivedAliases(this.#limits.maxTopicAliases);
    return { ...publish, topic: this.#aliases.resolve(alias, publish.topic) };
  }

  /** Whether a publish has come before: one at QoS 2 that was served, and not released. */
  isKnown({ qos, packetId }: Publish): boolean {
    return qos === 2 && this.#received?.has(packetId) === true;
  }

  /**
   * Takes note of a publish above QoS 0.
   *
   * @param refusal - MQTT 5: the reason code, if it is not going to be served.
   * @returns Its acknowledgement.
   * @throws {Violation} if too many at QoS 2 wait for PUBREL.
   */
  acknowledge({ qos, packetId }: Publish, refusal = 0): Buffer {
    if (qos === 1) return encodeAcknowledgement(PUBACK, packetId, refusal);
    // MQTT 5, [MQTT-4.3.3-9] The exchange of one that is refused ends with PUBREC.
    if (refusal === 0) {
      (this.#received ??= new ReceivedIds(this.#limits.maxUnreleased)).receive(packetId);
    }
    // [MQTT-4.3.3-2] PUBREC answers each PUBLISH; served is it once.
    return encodeAcknowledgement(PUBREC, packetId, refusal);
  }

  /**
   * What a packet is answered with.
   *
   * @throws {Violation} for what answers nothing.
   */
  answer(packet: Exclude<ControlPacket, { name: "disconnect" | "puback" }>): Buffer {
    switch (packet.name) {
      case "pingreq":
        return PINGRESP; // [MQTT-3.12.4-1]
      case "pubrel": {
        // [MQTT-4.3.3-2] PUBCOMP answers each PUBREL, also one of an id that is not known any more.
        const isKnown = this.#received?.release(packet.packetId) === true;
        const reason = isKnown || this.version !== 5 ? REASON.success : REASON.packetIdNotFound;
        return encodeAcknowledgement(PUBCOMP, packet.packetId, reason);
      }
      case "pubrec":
      case "pubcomp":
        // The gate sends nothing at QoS 2 that they could answer.
        throw new Violation("violation", `${packet.name} answers nothing that was sent`);
      case "subscribe":
        return this.#subscribed().subscribe(packet);
      case "unsubscribe":
        return this.#subscribed().unsubscribe(packet);
    }
  }

  /** MQTT 5, [MQTT-3.3.2-14] A response topic is one that can be sent to. */
  #checkResponseTopic(topic: string): void {
    if (isTopicName(topic) && Buffer.byteLength(topic) <= this.#limits.maxTopicBytes) return;
    throw new Violation("violation", "PUBLISH has a response topic that can't be sent to");
  }

  #subscribed(): Subscriptions {
    return (this.#subscriptions ??= new Subscriptions(this.#limits, this.version));
  }
}
