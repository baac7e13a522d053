import type { ProtocolVersion } from "./connect-packet.ts";
import { encodeSuback, encodeUnsuback, type ControlPacket } from "./control-packet.ts";
import { levelsOf, type TopicLimits } from "./publish-packet.ts";
import { REASON } from "./reason-code.ts";

type Subscribe = Extract<ControlPacket, { name: "subscribe" }>;
type Unsubscribe = Extract<ControlPacket, { name: "unsubscribe" }>;

/** SUBACK's code for a subscription that was not made; MQTT 5 has closer ones. */
const FAILURE = 0x80;

/** What bounds the subscriptions of one connection. */
export interface SubscriptionLimits extends TopicLimits {
  readonly maxSubscriptions: number;
}

/**
 * What a client has subscribed to. Replies and pushes reach it without: it is kept so that SUBSCRIBE and
 * UNSUBSCRIBE are answered as MQTT has it.
 */
export class Subscriptions {
  readonly #limits: SubscriptionLimits;
  readonly #version: ProtocolVersion;
  readonly #filters = new Set<string>();

  constructor(limits: SubscriptionLimits, version: ProtocolVersion) {
    this.#limits = limits;
    this.#version = version;
  }

  /** Subscribes, and returns the SUBACK. */
  subscribe({ packetId, filters }: Subscribe): Buffer {
    const { maxSubscriptions, maxTopicBytes, maxTopicLevels } = this.#limits;
    const granted = filters.map(({ filter, qos }) => {
      // [MQTT-3.8.4-3] An equal filter replaces the old one: it takes no more room.
      const fits = this.#filters.has(filter) || this.#filters.size < maxSubscriptions;
      if (!fits) return this.#version === 5 ? REASON.quotaExceeded : FAILURE;
      if (Buffer.byteLength(filter) > maxTopicBytes || levelsOf(filter) > maxTopicLevels) {
        return this.#version === 5 ? REASON.invalidTopicFilter : FAILURE;
      }
      this.#filters.add(filter);
      // [MQTT-3.8.4-6] At most what was asked for, and nothing is sent at QoS 2.
      return Math.min(qos, 1);
    });
    // [MQTT-3.8.4-5] A code for each filter, in their order.
    return encodeSuback(packetId, granted, this.#version);
  }

  /** Unsubscribes, and returns the UNSUBACK. */
  unsubscribe({ packetId, filters }: Unsubscribe): Buffer {
    const codes = filters.map((filter) =>
      this.#filters.delete(filter) ? REASON.success : REASON.noSubscriptionExisted,
    );
    // [MQTT-3.10.4-5] Answered also where nothing was subscribed.
    return encodeUnsuback(packetId, codes, this.#version);
  }
}
