import { RpcError } from "../errors.ts";
import type { ProtocolVersion } from "./connect-packet.ts";
import { encodePublish, isTopicName, withPacketId } from "./publish-packet.ts";
import { encodeJson } from "./reply-body.ts";

/** A reply or a push on its way to a client. */
export interface OutgoingMessage {
  readonly topic: string;
  readonly payload: string;
  /** MQTT 5: what the request had, to tell its reply by. */
  readonly correlationData?: Buffer | undefined;
}

/** A push, which may go to many clients: its packets are encoded once, but for their ids at QoS 1. */
export class Push implements OutgoingMessage {
  readonly topic: string;
  readonly payload: string;
  #packet: Buffer | undefined;
  #packet5: Buffer | undefined;
  #numbered: Buffer | undefined;
  #numbered5: Buffer | undefined;

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

  /** As all clients of a version get it that are to get it at QoS 0. */
  packet(version: ProtocolVersion): Buffer {
    if (version === 5) {
      return (this.#packet5 ??= encodePublish(this.topic, this.payload, 0, 0, 5));
    }
    return (this.#packet ??= encodePublish(this.topic, this.payload));
  }

  /** As one client gets it that is to get it at QoS 1; the bytes are the caller's own. */
  numberedPacket(version: ProtocolVersion, packetId: number): Buffer {
    const { topic, payload } = this;
    const model =
      version === 5
        ? (this.#numbered5 ??= encodePublish(topic, payload, 1, 0, 5))
        : (this.#numbered ??= encodePublish(topic, payload, 1));
    return withPacketId(model, packetId);
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
