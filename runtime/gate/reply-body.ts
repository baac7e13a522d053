import { RpcError, type RpcErrorCode } from "../errors.ts";

/** The longest text that is sent, in characters: an MQTT packet has room for it whatever they are. */
const MAX_CHARACTERS = 64 * 1024 * 1024;

/** The largest nesting that is looked through for values JSON does not have. */
const MAX_DEPTH = 200;

/**
 * Encodes a result or a push as clients get it: `Date` as ISO 8601 text, bytes as base64, `bigint` as
 * decimal text, `undefined` as null.
 *
 * @throws {TypeError} for what can't be encoded, such as an object that holds itself.
 * @throws {RpcError} `too_large` for what MQTT has no packet for.
 */
export function encodeJson(value: unknown): string {
  // With a replacer JSON.stringify takes several times as long: only where there is work for it.
  const text = needsReplacer(value, 0) ? JSON.stringify(value, replacer) : JSON.stringify(value);
  // The declared type leaves out that there is no text for `undefined`, functions and symbols.
  const json = (text as string | undefined) ?? "null";
  if (json.length <= MAX_CHARACTERS) return json;
  throw new RpcError(
    "too_large",
    `${json.length} characters of JSON; ${MAX_CHARACTERS} can be sent`,
  );
}

/** The body of the reply to a request that succeeded; keys and order are mqant's. */
export function encodeResult(result: unknown): string {
  return `{"Error":"","Result":${encodeJson(result)}}`;
}

/** The body of the reply to a request that failed. */
export function encodeFailure(code: RpcErrorCode, text: string): string {
  return `{"Error":${JSON.stringify(text)},"Code":"${code}","Result":null}`;
}

function needsReplacer(value: unknown, depth: number): boolean {
  if (typeof value === "bigint") return true;
  if (typeof value !== "object" || value === null) return false;
  if (depth > MAX_DEPTH || value instanceof Uint8Array) return true;
  if (Array.isArray(value)) return value.some((item) => needsReplacer(item, depth + 1));
  for (const key in value) {
    // `for…in` gave the key; what is inherited costs a look and changes nothing.
    if (needsReplacer((value as Record<string, unknown>)[key], depth + 1)) return true;
  }
  return false;
}

function replacer(this: unknown, key: string, value: unknown): unknown {
  if (typeof value === "bigint") return value.toString();
  // A Buffer's toJSON has run before: the value itself is still with its holder.
  const original = (this as Record<string, unknown>)[key]; // JSON.stringify calls with the holder
  if (!(original instanceof Uint8Array)) return value;
  const { buffer, byteOffset, byteLength } = original;
  return Buffer.from(buffer, byteOffset, byteLength).toString("base64");
}
