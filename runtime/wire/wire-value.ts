import { Traveller } from "../rpc/copy-value.ts";

/**
 * What JSON can't say, said by objects with one key:
 *
 * - `{"$d": 1700000000000}`: a `Date`, milliseconds since 1970; null for an invalid one
 * - `{"$b": [0, 16]}`: a `Uint8Array`, where it begins and how long it is in the bytes behind the JSON
 * - `{"$n": "12345678901234567890"}`: a `bigint`
 * - `{"$f": "-0"}`: a number that JSON has no form for: `-0`, `NaN`, `Infinity`, `-Infinity`
 * - `{"$u": 0}`: `undefined` in an array
 * - `{"$s": {…}}`: a session
 * - `{"$o": {…}}`: an object that has one key, which begins with `$`
 */
type Tagged = Readonly<Record<string, unknown>>;

/** Bytes that travel behind the JSON of one message. */
export class Attachments {
  readonly #parts: Uint8Array[] = [];
  #length = 0;

  get length(): number {
    return this.#length;
  }

  /** Where `bytes` will be: offset and length. */
  add(bytes: Uint8Array): readonly [number, number] {
    const place = [this.#length, bytes.length] as const;
    this.#parts.push(bytes);
    this.#length += bytes.length;
    return place;
  }

  get parts(): readonly Uint8Array[] {
    return this.#parts;
  }
}

/** `value`, a copy made by `copyValue`, as JSON can say it. */
export function tagged(value: unknown, attachments: Attachments): unknown {
  switch (typeof value) {
    case "bigint":
      return { $n: String(value) };
    case "undefined":
      return { $u: 0 };
    case "number":
      return Number.isFinite(value) && !Object.is(value, -0) ? value : { $f: floatText(value) };
    case "object":
      return value === null ? null : taggedObject(value, attachments);
    default:
      return value;
  }
}

function taggedObject(value: object, attachments: Attachments): unknown {
  if (Array.isArray(value)) return value.map((item) => tagged(item, attachments));
  if (value instanceof Date) return { $d: value.getTime() }; // JSON writes NaN as null
  if (value instanceof Uint8Array) return { $b: attachments.add(value) };
  if (value instanceof Traveller) return { $s: value.toWire() };
  const entries = Object.entries(value).map(([key, item]) => [key, tagged(item, attachments)]);
  const object: unknown = Object.fromEntries(entries);
  const [only] = entries;
  const isAmbiguous = entries.length === 1 && only?.[0]?.toString().startsWith("$");
  return isAmbiguous === true ? { $o: object } : object;
}

function floatText(value: number): string {
  return Object.is(value, -0) ? "-0" : String(value);
}

/** What can't be read: the message is dropped. */
export class WireError extends Error {
  override readonly name = "WireError";
}

/** How {@link untagged} makes a session of what travelled. */
export type Revive = (data: unknown) => unknown;

/**
 * What {@link tagged} was given, from what JSON.parse gave.
 *
 * @param attachments - The bytes behind the JSON.
 * @throws {WireError} for tags that don't exist, and bytes that are not there.
 */
export function untagged(value: unknown, attachments: Uint8Array, revive: Revive): unknown {
  if (typeof value !== "object" || value === null) return value;
  if (Array.isArray(value)) return value.map((item) => untagged(item, attachments, revive));
  const entries = Object.entries(value);
  const [only] = entries;
  if (entries.length === 1 && only?.[0].startsWith("$") === true) {
    return untag(value as Tagged, only[0], only[1], attachments, revive);
  }
  return Object.fromEntries(
    entries
      .filter(([key]) => key !== "__proto__")
      .map(([key, item]) => [key, untagged(item, attachments, revive)]),
  );
}

function untag(
  whole: Tagged,
  tag: string,
  value: unknown,
  attachments: Uint8Array,
  revive: Revive,
): unknown {
  switch (tag) {
    case "$d":
      return new Date(typeof value === "number" ? value : Number.NaN);
    case "$n":
      if (typeof value === "string" && /^-?\d{1,4000}$/u.test(value)) return BigInt(value);
      break;
    case "$f":
      if (typeof value === "string") return Number(value);
      break;
    case "$u":
      return undefined;
    case "$b":
      return slice(value, attachments);
    case "$s":
      return revive(value);
    case "$o":
      if (typeof value === "object" && value !== null) {
        const entries = Object.entries(value);
        return Object.fromEntries(
          entries.map(([key, item]) => [key, untagged(item, attachments, revive)]),
        );
      }
      break;
  }
  throw new WireError(`there is no value ${JSON.stringify(whole).slice(0, 80)}`);
}

function slice(place: unknown, attachments: Uint8Array): Uint8Array {
  if (Array.isArray(place) && place.length === 2) {
    const [start, length] = place as [unknown, unknown]; // two elements, looked at below
    if (isIndex(start) && isIndex(length) && start + length <= attachments.length) {
      // A copy: the whole message is not kept alive by a part of it, nor seen through it.
      return new Uint8Array(attachments.subarray(start, start + length));
    }
  }
  throw new WireError("bytes that are not in the message");
}

function isIndex(value: unknown): value is number {
  return typeof value === "number" && Number.isInteger(value) && value >= 0;
}
