import type { IConnectPacket } from "mqtt-packet";
import { Violation } from "./close-reason.ts";
import { encodeRefused, encodeRefused5 } from "./connack-packet.ts";
import { bodyStart } from "./packet-framer.ts";
import { PacketParser } from "./packet-parser.ts";
import { hasLongLength, PROPERTY, readProperties, type Properties } from "./properties.ts";
import { REASON } from "./reason-code.ts";
import { checkUtf8 } from "./utf8.ts";

/** MQTT 3.1, 3.1.1 and 5, as their CONNECT says it. */
export type ProtocolVersion = 3 | 4 | 5;

/** What CONNECT asks for. Wills are read and not kept: the README says so. */
export interface ConnectRequest {
  readonly protocolVersion: ProtocolVersion;
  /** Empty if the client leaves the choice to the gate. */
  readonly clientId: string;
  readonly username: string | undefined;
  /** Decoded as UTF-8. */
  readonly password: string | undefined;
  /** Whether a session that is there is to be forgotten: `CleanSession`, `Clean Start` in MQTT 5. */
  readonly isClean: boolean;
  /** How long the client may be silent at most, in seconds; 0 for as long as it likes. */
  readonly keepAliveSeconds: number;
  /** MQTT 5: the largest packet that the client takes, in bytes. */
  readonly maxPacketBytes: number;
  /** MQTT 5: how many messages at QoS 1 the client takes before it acknowledges. */
  readonly receiveMaximum: number;
  /** MQTT 5: the greatest topic alias that the client takes. */
  readonly topicAliasMaximum: number;
  /** MQTT 5: how long the client would have the gate keep its session, in seconds. */
  readonly sessionExpirySeconds: number;
}

/** What a CONNECT is answered with if it can't be served, and why. */
export interface ConnectRefusal {
  /** The packet to send before closing; `undefined` closes without an answer. */
  readonly answer: Buffer | undefined;
  readonly text: string;
}

/** The first byte of CONNECT: [MQTT-2.2.2-2] its flags are 0. */
export const CONNECT = 0x10;

const connectParser = new PacketParser(4); // CONNECT says its version itself

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
  const connect = connectParser.parse(packet) as IConnectPacket;
  const nameEnd = start + 2 + (connect.protocolId ?? "MQTT").length;
  const flags = packet[nameEnd + 1]!; // parsed, so it is there
  const { clientId, username, will } = connect;
  checkUtf8(packet, [clientId, username, will?.topic]);
  const { end, properties } = readFields(packet, nameEnd + 4, connect);
  if (end !== packet.length) {
    throw new Violation("malformed", "CONNECT has bytes behind its last field");
  }
  const request = checkConnect(connect, flags, properties);
  if (request.protocolVersion === 5) {
    if (hasLongLength(packet, start)) {
      throw new Violation("malformed", "a remaining length in more bytes than it needs");
    }
    return refused5(connect, properties) ?? request;
  }
  const text = refusedClientId(request);
  return text === undefined ? request : { answer: encodeRefused(4, 2), text };
}

/**
 * Looks at a CONNECT's protocol name and level, before anything else in it is read: what follows them
 * depends on the level.
 *
 * @returns Why it can't be served, or `undefined` if it can.
 * @throws {Violation} if the packet is too short to tell.
 */
function refusedProtocol(packet: Buffer, start: number): ConnectRefusal | undefined {
  const nameStart = start + 2;
  if (nameStart > packet.length) throw tooShort();
  const levelAt = nameStart + packet.readUInt16BE(start);
  const level = packet[levelAt];
  if (level === undefined) throw tooShort();
  const name = packet.toString("utf8", nameStart, levelAt);
  if (name !== "MQTT" && name !== "MQIsdp") {
    // [MQTT-3.1.2-1] An unknown protocol name may be closed without an answer.
    return { answer: undefined, text: `the protocol name is ${JSON.stringify(name.slice(0, 20))}` };
  }
  if (name === "MQTT" ? level === 4 || level === 5 : level === 3) return undefined;
  // [MQTT-3.1.2-2] An unsupported level is answered with return code 1.
  return { answer: encodeRefused(4, 1), text: `${name} level ${level} is not served` };
}

/**
 * Checks what mqtt-packet leaves unchecked in a CONNECT.
 *
 * @throws {Violation}
 */
function checkConnect(
  packet: IConnectPacket,
  flags: number,
  properties: Properties | undefined,
): ConnectRequest {
  const { clientId, username, password, will } = packet;
  // [MQTT-3.1.2-22] No password without a user name; MQTT 5 allows it.
  if (packet.protocolVersion !== 5 && password !== undefined && username === undefined) {
    throw new Violation("violation", "CONNECT has a password and no user name");
  }
  // [MQTT-3.1.2-14] A will's QoS is not 3.
  if (will !== undefined && ((flags >> 3) & 3) === 3) {
    throw new Violation("violation", "CONNECT has a will at QoS 3");
  }
  for (const [what, text] of [
    ["client id", clientId],
    ["user name", username],
    ["will topic", will?.topic],
  ] as const) {
    // [MQTT-1.5.3-2] NUL closes the connection.
    if (text?.includes("\0") === true) throw new Violation("malformed", `the ${what} has NUL`);
  }
  const numberOf = (id: number, otherwise: number) => {
    const value = properties?.get(id);
    return typeof value === "number" ? value : otherwise;
  };
  return {
    protocolVersion: packet.protocolVersion ?? 4,
    clientId,
    username,
    password: password?.toString("utf8"),
    isClean: packet.clean === true,
    keepAliveSeconds: packet.keepalive ?? 0,
    maxPacketBytes: numberOf(PROPERTY.maximumPacketSize, Infinity),
    receiveMaximum: numberOf(PROPERTY.receiveMaximum, 65_535),
    topicAliasMaximum: numberOf(PROPERTY.topicAliasMaximum, 0),
    sessionExpirySeconds: numberOf(PROPERTY.sessionExpiryInterval, 0),
  };
}

/** What is wrong with a client id, if return code 2 is due. */
function refusedClientId({
  clientId,
  protocolVersion,
  isClean,
}: ConnectRequest): string | undefined {
  if (protocolVersion === 3) {
    // MQTT 3.1, section 3.1: between 1 and 23 characters, else return code 2.
    const { length } = clientId;
    if (length >= 1 && length <= 23) return undefined;
    return `a client id of ${length} characters; MQTT 3.1 has 1 to 23`;
  }
  // [MQTT-3.1.3-8] An empty client id needs a clean session, else return code 2.
  if (clientId !== "" || isClean) return undefined;
  return "an empty client id without a clean session";
}

/** What MQTT 5 lets a client ask for and the gate does not offer. */
function refused5(
  { will }: IConnectPacket,
  properties: Properties | undefined,
): ConnectRefusal | undefined {
  if (properties?.has(PROPERTY.authenticationMethod) === true) {
    // [MQTT-4.12.0-1]
    const text = "CONNECT asks for an authentication method; there is none";
    return { answer: encodeRefused5(REASON.badAuthenticationMethod), text };
  }
  if (properties?.has(PROPERTY.authenticationData) === true) {
    throw new Violation("violation", "CONNECT has authentication data without a method");
  }
  if (will?.retain !== true) return undefined;
  // [MQTT-3.2.2-13] The gate keeps no retained messages.
  const text = "CONNECT has a will that is to be retained";
  return { answer: encodeRefused5(REASON.retainNotSupported), text };
}

/**
 * Walks over the fields behind the keep-alive, whose lengths mqtt-packet has held against the packet.
 *
 * @returns CONNECT's properties, and where its last field ends.
 */
function readFields(
  packet: Buffer,
  start: number,
  { protocolVersion, will, username, password }: IConnectPacket,
): { properties: Properties | undefined; end: number } {
  const isV5 = protocolVersion === 5;
  const block = isV5 ? readProperties(packet, start, "connect") : undefined;
  let end = block?.end ?? start;
  const skip = () => {
    if (end + 2 > packet.length) throw new Violation("malformed", "CONNECT ends within a field");
    end += 2 + packet.readUInt16BE(end);
  };
  skip(); // the client id
  if (will !== undefined) {
    if (isV5) ({ end } = readProperties(packet, end, "will"));
    skip();
    skip();
  }
  if (username !== undefined) skip();
  if (password !== undefined) skip();
  return { properties: block?.properties, end };
}

function tooShort(): Violation {
  return new Violation("malformed", "CONNECT ends before its protocol level");
}
