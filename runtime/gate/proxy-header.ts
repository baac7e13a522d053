import { isIPv4, isIPv6, SocketAddress } from "node:net";
import { plainAddress } from "./plain-address.ts";
import { Violation } from "./close-reason.ts";

/** What a PROXY header says. */
export interface ProxyHeader {
  /** Where the client is; `undefined` where the proxy speaks for itself, or does not say. */
  readonly ip: string | undefined;
  /** How long it is: what follows is the client's. */
  readonly bytes: number;
}

const SIGNATURE_1 = Buffer.from("PROXY ");
const SIGNATURE_2 = Buffer.from("\r\n\r\n\0\r\nQUIT\n");

/** The longest line of version 1, as the specification has it: section 2.1. */
const MAX_BYTES_1 = 107;

/** The fixed part of version 2. */
const FIXED_BYTES_2 = 16;

/** The longest header of version 2, its additional fields included; the specification would allow 64 KiB. */
const MAX_BYTES_2 = 4096;

/** How long the addresses of each family are in version 2: none, IPv4, IPv6, UNIX. */
const ADDRESS_BYTES_2 = [0, 12, 36, 216];

/**
 * Reads the header, of version 1 or 2, by which a proxy tells where a client is.
 *
 * Source: the PROXY protocol, revision of 2020/03/05, by HAProxy's author.
 *
 * @returns `undefined` while it has not come whole.
 * @throws {Violation} for bytes that can't become one.
 */
export function parseProxyHeader(bytes: Buffer): ProxyHeader | undefined {
  if (bytes.length === 0) return undefined;
  const isFirst = bytes[0] === SIGNATURE_1[0];
  const signature = isFirst ? SIGNATURE_1 : SIGNATURE_2;
  const compared = Math.min(bytes.length, signature.length);
  if (bytes.compare(signature, 0, compared, 0, compared) !== 0) {
    throw malformed("a trusted proxy sent no PROXY header");
  }
  if (compared < signature.length) return undefined;
  return isFirst ? parseLine(bytes) : parseBinary(bytes);
}

function parseLine(bytes: Buffer): ProxyHeader | undefined {
  const end = bytes.subarray(0, MAX_BYTES_1).indexOf("\r\n");
  if (end === -1) {
    if (bytes.length < MAX_BYTES_1) return undefined;
    throw malformed(`a PROXY line has no end within ${MAX_BYTES_1} bytes`);
  }
  const length = end + 2;
  const words = bytes.toString("latin1", SIGNATURE_1.length, end).split(" ");
  const [family, source = "", destination = "", ...ports] = words;
  // What follows UNKNOWN is for nobody.
  if (family === "UNKNOWN") return { ip: undefined, bytes: length };
  const isAddress = family === "TCP4" ? isIPv4 : family === "TCP6" ? isPlainIPv6 : undefined;
  if (isAddress?.(source) !== true || !isAddress(destination)) {
    throw malformed("a PROXY line has other addresses than TCP4 or TCP6 allows");
  }
  if (ports.length !== 2 || !ports.every(isPort)) throw malformed("a PROXY line has no two ports");
  return { ip: canonical(source), bytes: length };
}

function parseBinary(bytes: Buffer): ProxyHeader | undefined {
  if (bytes.length < FIXED_BYTES_2) return undefined;
  const version = bytes[12]! >> 4; // as all four of the fixed part, it has come
  const command = bytes[12]! & 0x0f;
  if (version !== 2 || command > 1) throw malformed("a PROXY header of another version or command");
  const family = bytes[13]! >> 4;
  const transport = bytes[13]! & 0x0f;
  const addressBytes = ADDRESS_BYTES_2[family];
  if (addressBytes === undefined || transport > 2) {
    throw malformed("a PROXY header of an unknown family or transport");
  }
  const variableBytes = bytes.readUInt16BE(14);
  const length = FIXED_BYTES_2 + variableBytes;
  if (length > MAX_BYTES_2) {
    throw malformed(`a PROXY header of ${length} bytes; ${MAX_BYTES_2} are allowed`);
  }
  const isLocal = command === 0;
  if (!isLocal && variableBytes < addressBytes) {
    throw malformed("a PROXY header is shorter than its addresses");
  }
  if (bytes.length < length) return undefined;
  return { ip: isLocal ? undefined : sourceOf(bytes, family), bytes: length };
}

function sourceOf(bytes: Buffer, family: number): string | undefined {
  const at = FIXED_BYTES_2;
  if (family === 1) return bytes.subarray(at, at + 4).join(".");
  if (family !== 2) return undefined;
  const groups = Array.from({ length: 8 }, (_, index) => bytes.readUInt16BE(at + 2 * index));
  return canonical(groups.map((group) => group.toString(16)).join(":"));
}

/** An address as Node writes those of sockets, so that it counts as the same. */
function canonical(address: string): string {
  if (isIPv4(address)) return address;
  return plainAddress(new SocketAddress({ address, family: "ipv6" }).address);
}

/** Without the zone that `isIPv6` allows. */
function isPlainIPv6(text: string): boolean {
  return isIPv6(text) && !text.includes("%");
}

function isPort(text: string): boolean {
  return /^(?:0|[1-9]\d{0,4})$/u.test(text) && Number(text) <= 65_535;
}

function malformed(text: string): Violation {
  return new Violation("malformed", text);
}
