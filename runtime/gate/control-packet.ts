import { generate, parser, type IConnectPacket, type Packet } from "mqtt-packet";
import { Violation } from "./close-reason.ts";
import {
  checkConnect,
  connectSize,
  encodeConnack,
  refusedClientId,
  refusedProtocol,
  type ConnectRefusal,
  type ConnectRequest,
} from "./connect-packet.ts";
import { bodyStart } from "./packet-framer.ts";
import type { Qos } from "./publish-packet.ts";
import { isTopicFilter } from "./topic-filter.ts";

/** What a client may send besides CONNECT and PUBLISH. */
export type ControlPacket =
  | { readonly name: "pingreq" }
  | { readonly name: "disconnect" }
  | { readonly name: "puback"; readonly packetId: number }
  | { readonly name: "pubrec" | "pubrel" | "pubcomp"; readonly packetId: number }
  | {
      readonly name: "subscribe";
      readonly packetId: number;
      readonly filters: readonly { readonly filter: string; readonly qos: Qos }[];
    }
  | {
      readonly name: "unsubscribe";
      readonly packetId: number;
      readonly filters: readonly string[];
    };

/** The first byte of CONNECT: [MQTT-2.2.2-2] its flags are 0. */
export const CONNECT = 0x10;
export const PINGRESP: Buffer = Buffer.from([0xd0, 0]);

/**
 * Reads a CONNECT.
 *
 * @returns What it asks for, or what it has to be refused with.
 * @throws {Violation}
 */
export function decodeConnect(packet: Buffer): ConnectRequest | ConnectRefusal {
  const start = bodyStart(packet);
  // [MQTT-3.1.0-1] The first packet of a client is CONNECT.
  if (packet[0] !== CONNECT) throw new Violation("violation", "the first packet is not CONNECT");
  const refusal = refusedProtocol(packet, start);
  if (refusal !== undefined) return refusal;
  // True because the first byte says so, and mqtt-packet decides by that alone.
  const connect = parsed(packet) as IConnectPacket;
  const flags = packet[start + 2 + (connect.protocolId ?? "MQTT").length + 1]!; // parsed, so it is there
  const { clientId, username, will } = connect;
  checkUtf8(packet, [clientId, username, will?.topic]);
  if (connectSize(connect) !== packet.length - start) {
    throw new Violation("malformed", "CONNECT has bytes behind its last field");
  }
  const request = checkConnect(connect, flags);
  const text = refusedClientId(request, connect.clean === true);
  return text === undefined ? request : { answer: encodeConnack(2), text };
}

/**
 * Reads any packet that a connected client may send, other than PUBLISH.
 *
 * @throws {Violation}
 */
export function decodeControl(packet: Buffer): ControlPacket {
  const length = packet.length - bodyStart(packet);
  const control = parsed(packet);
  switch (control.cmd) {
    case "pingreq":
    case "disconnect":
      if (length !== 0) throw new Violation("malformed", `${control.cmd} has a body`);
      return { name: control.cmd };
    case "puback":
    case "pubrec":
    case "pubrel":
    case "pubcomp":
      if (length !== 2) throw new Violation("malformed", `${control.cmd} is not 4 bytes long`);
      return { name: control.cmd, packetId: idOf(control) };
    case "subscribe": {
      const filters = control.subscriptions.map(({ topic, qos }) => ({ filter: topic, qos }));
      checkFilters(
        packet,
        control.cmd,
        filters.map(({ filter }) => filter),
      );
      return { name: control.cmd, packetId: idOf(control), filters };
    }
    case "unsubscribe":
      checkFilters(packet, control.cmd, control.unsubscriptions);
      return { name: control.cmd, packetId: idOf(control), filters: control.unsubscriptions };
    case "connect":
      // [MQTT-3.1.0-2] A second CONNECT is a protocol violation.
      throw new Violation("violation", "a second CONNECT");
    default:
      throw new Violation("violation", `${control.cmd} is not for clients to send`);
  }
}

/** Encodes SUBACK; `granted` has a QoS or 0x80 for each filter, in their order. */
export function encodeSuback(packetId: number, granted: readonly number[]): Buffer {
  return generate({ cmd: "suback", messageId: packetId, granted: [...granted] });
}

/** Encodes UNSUBACK. */
export function encodeUnsuback(packetId: number): Buffer {
  return generate({ cmd: "unsuback", messageId: packetId, granted: [] });
}

// One parser serves all connections: it is given whole packets, one at a time, and keeps nothing between.
let shared = freshParser();
let latest: Packet | undefined;
let problem: Error | undefined;

function freshParser() {
  const fresh = parser();
  fresh.on("packet", (packet) => (latest = packet));
  fresh.on("error", (error: Error) => (problem = error));
  return fresh;
}

function parsed(bytes: Buffer): Packet {
  latest = undefined;
  problem = undefined;
  let left = 0;
  try {
    left = shared.parse(bytes);
  } catch (error) {
    problem = error instanceof Error ? error : new Error(String(error));
  }
  if (problem === undefined && left === 0 && latest !== undefined) return latest;
  // A parser that failed keeps its place in the packet that failed.
  shared = freshParser();
  throw new Violation("malformed", problem?.message ?? "a packet that does not end where it says");
}

function idOf({ cmd, messageId }: Packet): number {
  // [MQTT-2.3.1-1] Packet ids are not 0.
  if (messageId !== undefined && messageId > 0) return messageId;
  throw new Violation("violation", `${cmd} has no packet id`);
}

function checkFilters(packet: Buffer, command: string, filters: readonly string[]): void {
  // [MQTT-3.8.3-3], [MQTT-3.10.3-2] There is at least one filter.
  if (filters.length === 0) throw new Violation("violation", `${command} has no topic filter`);
  checkUtf8(packet, filters);
  if (filters.every(isTopicFilter)) return;
  throw new Violation("violation", `${command} has a topic filter that MQTT does not allow`);
}

/**
 * [MQTT-1.5.3-1] Ill-formed UTF-8 closes the connection. mqtt-packet puts U+FFFD in its place: a text with
 * one is looked for in the packet, encoded again with its length in front.
 */
function checkUtf8(packet: Buffer, texts: readonly (string | undefined)[]): void {
  for (const text of texts) {
    if (text?.includes("\uFFFD") !== true) continue;
    const bytes = Buffer.from(`\0\0${text}`);
    bytes.writeUInt16BE(bytes.length - 2);
    if (!packet.includes(bytes)) throw new Violation("malformed", "a text that is not UTF-8");
  }
}
