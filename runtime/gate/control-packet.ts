import { generate, type Packet } from "mqtt-packet";
import { Violation } from "./close-reason.ts";
import type { ProtocolVersion } from "./connect-packet.ts";
import { bodyStart } from "./packet-framer.ts";
import { PacketParser } from "./packet-parser.ts";
import { hasLongLength, PROPERTY, readProperties, type PropertyPlace } from "./properties.ts";
import type { Qos } from "./publish-packet.ts";
import { REASON } from "./reason-code.ts";
import { isTopicFilter } from "./topic-filter.ts";
import { checkUtf8 } from "./utf8.ts";

/** What a client may send besides CONNECT and PUBLISH. */
export type ControlPacket =
  | { readonly name: "pingreq" }
  | { readonly name: "disconnect" }
  | {
      readonly name: "puback";
      readonly packetId: number;
      /** 0x80 or more if the client refuses the message; always 0 before MQTT 5. */
      readonly reasonCode: number;
    }
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

export const PINGRESP: Buffer = Buffer.from([0xd0, 0]);

const parser3 = new PacketParser(4);
const parser5 = new PacketParser(5);

/**
 * Reads any packet that a connected client may send, other than PUBLISH.
 *
 * @throws {Violation}
 */
export function decodeControl(packet: Buffer, version: ProtocolVersion): ControlPacket {
  const isV5 = version === 5;
  const start = bodyStart(packet);
  const length = packet.length - start;
  const control = (isV5 ? parser5 : parser3).parse(packet);
  if (isV5 && hasLongLength(packet, start)) {
    throw new Violation("malformed", "a remaining length in more bytes than it needs");
  }
  switch (control.cmd) {
    case "pingreq":
      if (length !== 0) throw new Violation("malformed", "pingreq has a body");
      return { name: control.cmd };
    case "disconnect":
      if (isV5) checkRest(packet, start + 1, "disconnect");
      else if (length !== 0) throw new Violation("malformed", "disconnect has a body");
      return { name: control.cmd };
    case "puback":
    case "pubrec":
    case "pubrel":
    case "pubcomp": {
      const isRight = isV5 ? length >= 2 : length === 2;
      if (!isRight) throw new Violation("malformed", `${control.cmd} is not 4 bytes long`);
      if (isV5) checkRest(packet, start + 3, "acknowledgement");
      const packetId = idOf(control);
      if (control.cmd !== "puback") return { name: control.cmd, packetId };
      return { name: control.cmd, packetId, reasonCode: isV5 ? (control.reasonCode ?? 0) : 0 };
    }
    case "subscribe": {
      if (isV5) checkSubscribe(packet, start + 2);
      const filters = control.subscriptions.map(({ topic, qos }) => ({ filter: topic, qos }));
      checkFilters(
        packet,
        control.cmd,
        filters.map(({ filter }) => filter),
      );
      if (isV5) for (const { filter } of filters) checkShared(filter);
      return { name: control.cmd, packetId: idOf(control), filters };
    }
    case "unsubscribe":
      if (isV5) readProperties(packet, start + 2, "unsubscribe");
      checkFilters(packet, control.cmd, control.unsubscriptions);
      return { name: control.cmd, packetId: idOf(control), filters: control.unsubscriptions };
    case "connect":
      // [MQTT-3.1.0-2] A second CONNECT is a protocol violation.
      throw new Violation("violation", "a second CONNECT");
    default:
      throw new Violation("violation", `${control.cmd} is not for clients to send`);
  }
}

/** Encodes SUBACK; `codes` has a QoS or what went wrong for each filter, in their order. */
export function encodeSuback(
  packetId: number,
  codes: readonly number[],
  version: ProtocolVersion,
): Buffer {
  const packet: Packet = { cmd: "suback", messageId: packetId, granted: [...codes] };
  return generate(packet, { protocolVersion: version });
}

/** Encodes UNSUBACK; `codes` has a reason code for each filter, which MQTT 5 alone sends. */
export function encodeUnsuback(
  packetId: number,
  codes: readonly number[],
  version: ProtocolVersion,
): Buffer {
  const packet: Packet = { cmd: "unsuback", messageId: packetId, granted: [...codes] };
  return generate(packet, { protocolVersion: version });
}

/** Encodes DISCONNECT of MQTT 5: in other versions servers send none. */
export function encodeDisconnect(reasonCode: number, reasonString?: string): Buffer {
  if (reasonString === undefined) return Buffer.from([0xe0, 1, reasonCode]);
  const properties = { reasonString };
  return generate({ cmd: "disconnect", reasonCode, properties }, { protocolVersion: 5 });
}

/** Checks the properties that may follow a reason code: without them even their length may be missing. */
function checkRest(packet: Buffer, at: number, place: PropertyPlace): void {
  if (at >= packet.length || readProperties(packet, at, place).end === packet.length) return;
  throw new Violation("malformed", "a packet with bytes behind its properties");
}

function checkSubscribe(packet: Buffer, at: number): void {
  const { properties } = readProperties(packet, at, "subscribe");
  if (properties?.has(PROPERTY.subscriptionIdentifier) !== true) return;
  const text = "SUBSCRIBE has a subscription identifier; CONNACK said that there are none";
  throw new Violation("violation", text, REASON.subscriptionIdentifiersNotSupported);
}

function checkShared(filter: string): void {
  if (!filter.startsWith("$share/")) return;
  const text = "SUBSCRIBE asks for a shared subscription; CONNACK said that there are none";
  throw new Violation("violation", text, REASON.sharedSubscriptionsNotSupported);
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
  const text = `${command} has a topic filter that MQTT does not allow`;
  throw new Violation("violation", text, REASON.invalidTopicFilter);
}
