import type { IConnectPacket } from "mqtt-packet";
import { Violation } from "./close-reason.ts";

/** What CONNECT asks for. Wills are read and not kept: the README says so. */
export interface ConnectRequest {
  readonly protocolVersion: 3 | 4;
  /** Empty if the client leaves the choice to the gate. */
  readonly clientId: string;
  readonly username: string | undefined;
  /** Decoded as UTF-8. */
  readonly password: string | undefined;
  /** How long the client may be silent at most, in seconds; 0 for as long as it likes. */
  readonly keepAliveSeconds: number;
}

/** Return codes of CONNACK in MQTT 3.1 and 3.1.1 (table 3.1). */
export type ConnackCode = 0 | 1 | 2 | 3 | 4 | 5;

/** What a CONNECT is answered with if it can't be served, and why. */
export interface ConnectRefusal {
  /** The packet to send before closing; `undefined` closes without an answer. */
  readonly answer: Buffer | undefined;
  readonly text: string;
}

/** CONNACK of MQTT 5 with reason 0x84, "unsupported protocol version", and no properties. */
const UNSUPPORTED_V5 = Buffer.from([0x20, 3, 0, 0x84, 0]);

/** Encodes CONNACK for MQTT 3.1 and 3.1.1. */
export function encodeConnack(code: ConnackCode): Buffer {
  // [MQTT-3.2.2-1 to 4] Session present is 0 always: the gate keeps no state of an ended connection.
  return Buffer.from([0x20, 2, 0, code]);
}

/**
 * Looks at a CONNECT's protocol name and level, before anything else in it is read: what follows them
 * depends on the level.
 *
 * @returns Why it can't be served, or `undefined` if it can.
 * @throws {Violation} if the packet is too short to tell.
 */
export function refusedProtocol(packet: Buffer, start: number): ConnectRefusal | undefined {
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
  if ((name === "MQTT" && level === 4) || (name === "MQIsdp" && level === 3)) return undefined;
  // [MQTT-3.1.2-2] An unsupported level is answered with return code 1; MQTT 5 has its own form of it.
  const answer = name === "MQTT" && level === 5 ? UNSUPPORTED_V5 : encodeConnack(1);
  return { answer, text: `${name} level ${level} is not served` };
}

/**
 * Checks what mqtt-packet leaves unchecked in a CONNECT.
 *
 * @throws {Violation}
 */
export function checkConnect(packet: IConnectPacket, flags: number): ConnectRequest {
  const { clientId, username, password, will } = packet;
  // [MQTT-3.1.2-22] No password without a user name.
  if (password !== undefined && username === undefined) {
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
  return {
    protocolVersion: packet.protocolVersion === 3 ? 3 : 4,
    clientId,
    username,
    password: password?.toString("utf8"),
    keepAliveSeconds: packet.keepalive ?? 0,
  };
}

/**
 * What is wrong with a client id, if return code 2 is due.
 *
 * @param clean - Whether CONNECT asks for a clean session.
 */
export function refusedClientId(
  { clientId, protocolVersion }: ConnectRequest,
  clean: boolean,
): string | undefined {
  if (protocolVersion === 3) {
    // MQTT 3.1, section 3.1: between 1 and 23 characters, else return code 2.
    const { length } = clientId;
    if (length >= 1 && length <= 23) return undefined;
    return `a client id of ${length} characters; MQTT 3.1 has 1 to 23`;
  }
  // [MQTT-3.1.3-8] An empty client id needs a clean session, else return code 2.
  if (clientId !== "" || clean) return undefined;
  return "an empty client id without a clean session";
}

/** How many bytes the strings and fields of a CONNECT take: it must be all that the packet has. */
export function connectSize({
  protocolId,
  clientId,
  will,
  username,
  password,
}: IConnectPacket): number {
  // Name, level, flags, keep-alive, client id.
  let size = 2 + (protocolId ?? "MQTT").length + 4 + field(clientId);
  if (will !== undefined) size += field(will.topic) + field(will.payload);
  if (username !== undefined) size += field(username);
  if (password !== undefined) size += field(password);
  return size;
}

function field(value: string | Uint8Array): number {
  return 2 + (typeof value === "string" ? Buffer.byteLength(value) : value.byteLength);
}

function tooShort(): Violation {
  return new Violation("malformed", "CONNECT ends before its protocol level");
}
