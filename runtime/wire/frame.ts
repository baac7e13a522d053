import { isUtf8 } from "node:buffer";
import { WireError } from "./wire-value.ts";

/** The content type of a message that is JSON and nothing else, for people who look into a queue. */
const JSON_TYPE = "application/vnd.mqant.v1+json";
/** JSON with bytes behind it; its length is in front, in four bytes. */
const MIXED_TYPE = "application/vnd.mqant.v1+mixed";

/** Whether a message holds enough: more gain nothing, and what grows further leaves one AMQP frame, 128 KiB. */
export function isFull(parts: number, bytes: number): boolean {
  return parts >= 256 || bytes >= 96 * 1024;
}

/** A message's body, in the form of its content type. */
export interface Frame {
  readonly contentType: string;
  readonly content: Buffer;
}

/** Puts JSON and the bytes that belong to it into one body. */
export function encodeFrame(json: string, attachments: readonly Uint8Array[]): Frame {
  if (attachments.length === 0) return { contentType: JSON_TYPE, content: Buffer.from(json) };
  const text = Buffer.from(json);
  const length = Buffer.allocUnsafe(4);
  length.writeUInt32BE(text.length);
  return { contentType: MIXED_TYPE, content: Buffer.concat([length, text, ...attachments]) };
}

/**
 * The largest body that is looked at: JSON needs up to six bytes for what counts as one, and a message has
 * room for what it says besides.
 */
export function maxBodyBytes(maxMessageBytes: number): number {
  return 6 * maxMessageBytes + 1024 * 1024;
}

/**
 * Takes a body apart.
 *
 * @param maxBytes - See {@link maxBodyBytes}.
 * @throws {WireError} for content types that are not ours, other versions, and what is no JSON.
 */
export function decodeFrame(
  { contentType, content }: Frame,
  maxBytes: number,
): {
  readonly json: unknown;
  readonly attachments: Uint8Array;
} {
  if (content.length > maxBytes) throw new WireError(`it has ${content.length} bytes`);
  if (contentType === JSON_TYPE) return { json: parse(content), attachments: NO_BYTES };
  if (contentType !== MIXED_TYPE) {
    throw new WireError(`the content type is ${JSON.stringify(contentType.slice(0, 80))}`);
  }
  if (content.length < 4) throw new WireError("it ends before its JSON");
  const end = 4 + content.readUInt32BE(0);
  if (end > content.length) throw new WireError("it ends within its JSON");
  return { json: parse(content.subarray(4, end)), attachments: content.subarray(end) };
}

function parse(bytes: Buffer): unknown {
  const text = bytes.toString();
  // What is not UTF-8 became U+FFFD, which may also stand there by itself.
  if (text.includes("\uFFFD") && !isUtf8(bytes)) throw new WireError("it is not UTF-8");
  try {
    return PROTO.test(text) ? JSON.parse(text, withoutProto) : JSON.parse(text);
  } catch {
    throw new WireError("it is not JSON");
  }
}

/** A key that never crosses, also if an underscore of it is escaped. */
const PROTO = /__proto__|\\u005f/iu;

function withoutProto(key: string, value: unknown): unknown {
  return key === "__proto__" ? undefined : value;
}

const NO_BYTES = new Uint8Array(0);

/** `text` in quotes. Names are mostly such that nothing has to be escaped in them. */
export function quoted(text: string): string {
  return /^[\w@.$-]*$/u.test(text) ? `"${text}"` : JSON.stringify(text);
}
