import { isUtf8 } from "node:buffer";
import { Violation } from "./close-reason.ts";

/** Identifiers of the properties whose values the gate looks at: MQTT 5, table 2-4. */
export const PROPERTY = {
  responseTopic: 0x08,
  correlationData: 0x09,
  subscriptionIdentifier: 0x0b,
  sessionExpiryInterval: 0x11,
  authenticationMethod: 0x15,
  authenticationData: 0x16,
  requestProblemInformation: 0x17,
  receiveMaximum: 0x21,
  topicAliasMaximum: 0x22,
  topicAlias: 0x23,
  maximumPacketSize: 0x27,
} as const;

/** The packets from clients that have properties; `acknowledgement` is PUBACK and the like. */
export type PropertyPlace =
  "connect" | "will" | "publish" | "acknowledgement" | "subscribe" | "unsubscribe" | "disconnect";

/** By identifier. User properties are checked and passed over. */
export type Properties = ReadonlyMap<number, number | string | Buffer>;

/** A property block, taken apart. */
export interface PropertyBlock {
  /** `undefined` if there are none: the usual case. */
  readonly properties: Properties | undefined;
  /** Where what follows the block begins. */
  readonly end: number;
}

type Kind =
  "flag" | "two" | "positive two" | "four" | "positive four" | "var" | "text" | "bytes" | "pair";

const USER_PROPERTY = 0x26;

const REASON: readonly [number, Kind] = [0x1f, "text"];
const USER: readonly [number, Kind] = [USER_PROPERTY, "pair"];
const MESSAGE: readonly (readonly [number, Kind])[] = [
  [0x01, "flag"],
  [0x02, "four"],
  [0x03, "text"],
  [PROPERTY.responseTopic, "text"],
  [PROPERTY.correlationData, "bytes"],
  USER,
];

/** Which properties a packet may have: table 2-4. */
const ALLOWED: Readonly<Record<PropertyPlace, ReadonlyMap<number, Kind>>> = {
  connect: new Map<number, Kind>([
    [PROPERTY.sessionExpiryInterval, "four"],
    [PROPERTY.authenticationMethod, "text"],
    [PROPERTY.authenticationData, "bytes"],
    [PROPERTY.requestProblemInformation, "flag"],
    [0x19, "flag"],
    [PROPERTY.receiveMaximum, "positive two"],
    [PROPERTY.topicAliasMaximum, "two"],
    USER,
    [PROPERTY.maximumPacketSize, "positive four"],
  ]),
  will: new Map<number, Kind>([[0x18, "four"], ...MESSAGE]),
  // [MQTT-3.3.4-6] No subscription identifier from a client.
  publish: new Map<number, Kind>([[PROPERTY.topicAlias, "two"], ...MESSAGE]),
  acknowledgement: new Map<number, Kind>([REASON, USER]),
  subscribe: new Map<number, Kind>([[PROPERTY.subscriptionIdentifier, "var"], USER]),
  unsubscribe: new Map<number, Kind>([USER]),
  disconnect: new Map<number, Kind>([[PROPERTY.sessionExpiryInterval, "four"], REASON, USER]),
};

/**
 * Reads the properties at `start` of a whole packet of MQTT 5. By hand, because mqtt-packet takes any
 * property in any packet, more than once, with values cut short, beyond the block and out of range.
 *
 * @throws {Violation}
 */
export function readProperties(packet: Buffer, start: number, place: PropertyPlace): PropertyBlock {
  if (packet[start] === 0) return { properties: undefined, end: start + 1 };
  const reader = new Reader(packet, start, packet.length);
  const length = reader.varInt();
  const end = reader.at + length;
  if (end > packet.length) throw malformed("properties run out of the packet");
  reader.end = end;
  const found = new Map<number, number | string | Buffer>();
  while (reader.at < end) {
    const id = reader.varInt();
    const kind = ALLOWED[place].get(id);
    if (kind === undefined) {
      throw malformed(`property 0x${id.toString(16)} in ${place.toUpperCase()}`);
    }
    const value = reader.value(kind);
    if (id === USER_PROPERTY) continue;
    if (found.has(id)) {
      throw new Violation("violation", `property 0x${id.toString(16)} comes twice`);
    }
    found.set(id, value);
  }
  return { properties: found, end };
}

/** MQTT 5, section 3.3.2.3.5: where the reply to a publish is to go, if it says so. */
export function responseTopicOf(properties: Properties): string | undefined {
  const topic = properties.get(PROPERTY.responseTopic);
  return typeof topic === "string" ? topic : undefined;
}

/** MQTT 5, section 3.3.2.3.6: what the reply to a publish is to carry, if it says so. */
export function correlationDataOf(properties: Properties): Buffer | undefined {
  const data = properties.get(PROPERTY.correlationData);
  return Buffer.isBuffer(data) ? data : undefined;
}

/** Whether the remaining length of a packet takes more bytes than it needs: [MQTT-1.5.5-1]. */
export function hasLongLength(packet: Buffer, bodyStart: number): boolean {
  return bodyStart > 2 && packet[bodyStart - 1] === 0;
}

class Reader {
  at: number;
  end: number;
  readonly #packet: Buffer;

  constructor(packet: Buffer, at: number, end: number) {
    this.#packet = packet;
    this.at = at;
    this.end = end;
  }

  /** A variable byte integer; [MQTT-1.5.5-1] in no more bytes than it needs. */
  varInt(): number {
    let value = 0;
    for (let shift = 0; shift < 28; shift += 7) {
      const byte = this.#packet[this.#take(1)]!; // within the packet
      value += (byte & 0x7f) << shift;
      if (byte >= 0x80) continue;
      if (shift > 0 && byte === 0) throw malformed("a length in more bytes than it needs");
      return value;
    }
    throw malformed("a length of more than four bytes");
  }

  value(kind: Kind): number | string | Buffer {
    switch (kind) {
      case "flag":
        return this.#atMost(1, this.#packet.readUInt8(this.#take(1)));
      case "two":
        return this.#packet.readUInt16BE(this.#take(2));
      case "positive two":
        return this.#positive(this.#packet.readUInt16BE(this.#take(2)));
      case "four":
        return this.#packet.readUInt32BE(this.#take(4));
      case "positive four":
        return this.#positive(this.#packet.readUInt32BE(this.#take(4)));
      case "var":
        return this.#positive(this.varInt());
      case "bytes":
        return this.#bytes();
      case "text":
        return this.#text();
      case "pair":
        this.#text(); // [MQTT-1.5.7-1] Both are texts like others.
        return this.#text();
    }
  }

  #text(): string {
    const bytes = this.#bytes();
    // [MQTT-1.5.4-1], [MQTT-1.5.4-2] Well-formed UTF-8, and no NUL.
    if (!isUtf8(bytes) || bytes.includes(0)) throw malformed("a property that is no text");
    return bytes.toString("utf8");
  }

  #bytes(): Buffer {
    const length = this.#packet.readUInt16BE(this.#take(2));
    const start = this.#take(length);
    return this.#packet.subarray(start, start + length);
  }

  #take(count: number): number {
    const start = this.at;
    this.at += count;
    if (this.at > this.end) throw malformed("a property runs out of its packet");
    return start;
  }

  #positive(value: number): number {
    if (value > 0) return value;
    throw new Violation("violation", "a property is 0 that must not be");
  }

  #atMost(most: number, value: number): number {
    if (value <= most) return value;
    throw new Violation("violation", `a property is ${value}; ${most} is the most`);
  }
}

function malformed(text: string): Violation {
  return new Violation("malformed", text);
}
