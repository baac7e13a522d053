import { isUtf8 } from "node:buffer";
import { RpcError } from "../errors.ts";
import { CopyError } from "../rpc/copy-value.ts";

/** How deep received data may be nested: as deep as `copyValue` lets it be sent. */
const MAX_DEPTH = 200;

/** A message that is a JSON object, with its fields found as Go finds them. */
export class ReceivedObject {
  /** The whole message. */
  readonly text: string;
  readonly #fields = new Map<string, unknown>();

  /** @throws {RpcError} `invalid_argument` if `body` is anything else. */
  constructor(body: Buffer) {
    if (!isUtf8(body)) throw unreadable("is not UTF-8");
    this.text = body.toString("utf8");
    const parsed = parse(this.text);
    if (typeof parsed !== "object" || parsed === null || Array.isArray(parsed)) {
      throw unreadable(`is ${nameKind(parsed)} where an object is expected`);
    }
    for (const [name, value] of Object.entries(parsed)) {
      this.#fields.set(name.toLowerCase(), value);
    }
  }

  /**
   * A field, whatever the case of its name; of several the last one, as in Go's `encoding/json`.
   *
   * @returns `undefined` for one that is missing or null, which Go takes for its type's zero.
   */
  field(name: string): unknown {
    return this.#fields.get(name.toLowerCase()) ?? undefined;
  }

  /** @throws {RpcError} `invalid_argument` if the field is not of the type that Go wants. */
  textField(name: string): string {
    const value = this.field(name) ?? "";
    if (typeof value === "string") return value;
    throw wrongField(name, value, "a text");
  }

  /** @throws {RpcError} see {@link textField} */
  booleanField(name: string): boolean {
    const value = this.field(name) ?? false;
    if (typeof value === "boolean") return value;
    throw wrongField(name, value, "true or false");
  }

  /** @throws {RpcError} see {@link textField} */
  numberField(name: string): number | undefined {
    const value = this.field(name);
    if (value === undefined || (typeof value === "number" && Number.isFinite(value))) return value;
    throw wrongField(name, value, "a number");
  }

  /** @throws {RpcError} see {@link textField} */
  arrayField(name: string): readonly unknown[] | undefined {
    const value = this.field(name);
    if (value === undefined || Array.isArray(value)) return value;
    throw wrongField(name, value, "an array");
  }
}

/**
 * Parsed JSON made safe to hand on, in place: keys named `__proto__` are taken out.
 *
 * @throws {CopyError} for what is nested deeper than 200 levels, and for numbers that no double is.
 */
export function cleanJson(value: unknown, depth = 0): unknown {
  if (typeof value === "number" && !Number.isFinite(value)) {
    throw new CopyError(undefined, "a number beyond a double's range");
  }
  if (typeof value !== "object" || value === null) return value;
  if (depth > MAX_DEPTH) throw new CopyError(undefined, `nested deeper than ${MAX_DEPTH} levels`);
  if (Array.isArray(value)) {
    const items: unknown[] = value;
    for (const [index, item] of items.entries()) cleanMember(item, depth, index);
    return items;
  }
  const record = value as Record<string, unknown>; // what JSON.parse made: own properties alone
  for (const key of Object.keys(record)) {
    if (key === "__proto__") delete record[key];
    else cleanMember(record[key], depth, key);
  }
  return record;
}

/** What a value is called in messages. */
export function nameKind(value: unknown): string {
  if (value === null) return "null";
  if (Array.isArray(value)) return "an array";
  return typeof value === "object" ? "an object" : `a ${typeof value}`;
}

function cleanMember(item: unknown, depth: number, key: string | number): void {
  try {
    cleanJson(item, depth + 1);
  } catch (error) {
    throw error instanceof CopyError ? error.within(key) : error;
  }
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw unreadable("is not JSON"); // the parser's own text quotes the message
  }
}

function unreadable(what: string): RpcError {
  return new RpcError("invalid_argument", `the message ${what}`);
}

function wrongField(name: string, found: unknown, expected: string): RpcError {
  return new RpcError("invalid_argument", `${name} is ${nameKind(found)}, not ${expected}`);
}
