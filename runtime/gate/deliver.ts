import { setImmediate } from "node:timers/promises";
import { RpcError } from "../errors.ts";
import type { GateClient } from "./gate-client.ts";
import { encodePublish, isTopicName } from "./publish-packet.ts";
import { encodeJson } from "./reply-body.ts";

/** Clients that get a message in one turn of the event loop: requests of others come in between. */
const CLIENTS_PER_TURN = 500;

/**
 * Encodes a push: once for all who get it.
 *
 * @throws {RpcError} `invalid_argument` for a topic that MQTT can't send, or a body that JSON can't;
 *   `too_large` for one that no packet has room for.
 */
export function encodePush(topic: string, body: unknown): Buffer {
  if (!isTopicName(topic)) {
    const shown = JSON.stringify(topic.slice(0, 80));
    throw new RpcError("invalid_argument", `${shown} is no topic that can be sent to`);
  }
  let json: string;
  try {
    json = encodeJson(body);
  } catch (error) {
    if (error instanceof RpcError) throw error;
    const reason = error instanceof Error ? error.message : String(error);
    throw new RpcError("invalid_argument", `the body can't be encoded: ${reason}`, {
      cause: error,
    });
  }
  return encodePublish(topic, json);
}

/**
 * Hands a packet to many clients; those that are gone are passed over.
 *
 * @returns How many were reached.
 */
export async function deliver(
  packet: Buffer,
  clients: readonly (GateClient | undefined)[],
): Promise<number> {
  let reached = 0;
  for (const [index, client] of clients.entries()) {
    if (index > 0 && index % CLIENTS_PER_TURN === 0) await setImmediate();
    if (client?.connection.send(packet) === true) reached++;
  }
  return reached;
}
