import { RpcError } from "../errors.ts";
import type { ProtocolVersion } from "./connect-packet.ts";
import { encodePublish, encodePublish5, isTopicName } from "./publish-packet.ts";
import { encodeJson } from "./reply-body.ts";
import type { SentAlias } from "./topic-aliases.ts";

/** A reply or a push on its way to a client. */
export interface OutgoingMessage {
  readonly topic: string;
  readonly payload: string;
  /** MQTT 5: what the request had, to tell its reply by. */
  readonly correlationData?: Buffer | undefined;
}

/** A push, which may go to many clients: what they get alike is encoded once. */
export class Push implements OutgoingMessage {
  readonly topic: string;
  readonly payload: string;
  readonly #packets = new Map<number, Buffer>();

  /**
   * @throws {RpcError} `invalid_argument` for a topic that MQTT can't send, or a body that JSON can't;
   *   `too_large` for one that no packet has room for.
   */
  constructor(topic: string, body: unknown) {
    if (!isTopicName(topic)) {
      const shown = JSON.stringify(topic.slice(0, 80));
      throw new RpcError("invalid_argument", `${shown} is no topic that can be sent to`);
    }
    this.topic = topic;
    this.payload = encoded(body);
  }

  /**
   * The packet, which is not to be changed; at QoS 1 it has no id yet: see `withPacketId`.
   *
   * @param sent - MQTT 5: the alias that goes with the topic or, where the client knows it, stands for it.
   */
  packet(version: ProtocolVersion, qos: 0 | 1, sent?: SentAlias): Buffer {
    const form = (version === 5 ? 1 : 0) + (qos === 1 ? 2 : 0) + (sent?.isKnown === true ? 4 : 0);
    const key = form + 8 * (sent?.alias ?? 0);
    const known = this.#packets.get(key);
    if (known !== undefined) return known;
    const packet = this.#encode(version, qos, sent);
    this.#packets.set(key, packet);
    return packet;
  }

  #encode(version: ProtocolVersion, qos: 0 | 1, sent: SentAlias | undefined): Buffer {
    const { topic, payload } = this;
    if (sent === undefined) return encodePublish(topic, payload, qos, 1, version);
    const { alias, isKnown } = sent;
    return encodePublish5(isKnown ? "" : topic, payload, qos, 1, { topicAlias: alias });
  }
}

function encoded(body: unknown): string {
  try {
    return encodeJson(body);
  } catch (error) {
    if (error instanceof RpcError) throw error;
    const reason = error instanceof Error ? error.message : String(error);
    throw new RpcError("invalid_argument", `the body can't be encoded: ${reason}`, {
      cause: error,
    });
  }
}
