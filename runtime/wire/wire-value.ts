import { Traveller } from "../rpc/copy-value.ts";
import { isObject, isWhole } from "./checks.ts";

/**
 * What JSON can't say, said by objects with one key:
 *
 * - `{"$d": 1700000000000}`: a `Date`, milliseconds since 1970; null for an invalid one
 * - `{"$b": [0, 16]}`: a `Uint8Array`, where it begins and how long it is in the bytes behind the JSON
 * - `{"$n": "12345678901234567890"}`: a `bigint`
 * - `{"$f": "-0"}`: a number that JSON has no form for: `-0`, `NaN`, `Infinity`, `-Infinity`
 * - `{"$u": 0}`: `undefined` in an array
 * - `{"$s": […]}`: a session
 * - `{"$o": {…}}`: an object that has one key, which begins with `$`
 */
type Tagged = Readonly<Record<string, unknown>>;

/** Bytes that travel behind the JSON of one message. */
export class Attachments {
  readonly #parts: Uint8Array[] = [];
  #length = 0;

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

/** {@link tagged} as JSON. */
export function taggedText(value: unknown, attachments: Attachments): string {
  return value instanceof Traveller
    ? `{"$s":${value.wireText()}}`
    : JSON.stringify(tagged(value, attachments));
}

/** Copies only on the way to what has to be said otherwise: most of a value is as JSON has it. */
function taggedObject(value: object, attachments: Attachments): unknown {
  if (Array.isArray(value)) return taggedList(value, attachments);
  if (value instanceof Date) return { $d: value.getTime() }; // JSON writes NaN as null
  if (value instanceof Uint8Array) return { $b: attachments.add(value) };
  if (value instanceof Traveller) return { $s: value.toWire() };
  const source = value as Tagged; // plain data: what was copied is nothing else
  const keys = Object.keys(source);
  let copy: Record<string, unknown> | undefined;
  for (const key of keys) {
    const item = source[key];
    const said = tagged(item, attachments);
    if (said !== item) (copy ??= { ...source })[key] = said;
  }
  return keys.length === 1 && keys[0]?.startsWith("$") === true
    ? { $o: copy ?? source }
    : (copy ?? source);
}

function taggedList(list: readonly unknown[], attachments: Attachments): readonly unknown[] {
  let copy: unknown[] | undefined;
  for (let index = 0; index < list.length; index++) {
    const said = tagged(list[index], attachments);
    if (said !== list[index]) (copy ??= list.slice())[index] = said;
  }
  return copy ?? list;
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
 * What {@link tagged} was given, from what JSON.parse gave, which is changed on the way.
 *
 * @param attachments - The bytes behind the JSON.
 * @throws {WireError} for tags that don't exist, and bytes that are not there.
 */
export function untagged(value: unknown, attachments: Uint8Array, revive: Revive): unknown {
  if (typeof value !== "object" || value === null) return value;
  if (Array.isArray(value)) {
    untagFirst(value, value.length, attachments, revive);
    return value;
  }
  const object = value as Record<string, unknown>; // JSON has no other objects
  const keys = Object.keys(object);
  const [only = ""] = keys;
  if (keys.length === 1 && only.startsWith("$")) {
    return untag(object, only, object[only], attachments, revive);
  }
  return withUntagged(object, keys, attachments, revive);
}

/** {@link untagged} for so many values from the first of a list on, within the list. */
export function untagFirst(
  list: unknown[],
  count: number,
  attachments: Uint8Array,
  revive: Revive,
): void {
  for (let index = 0; index < Math.min(count, list.length); index++) {
    list[index] = untagged(list[index], attachments, revive);
  }
}

function withUntagged(
  object: Record<string, unknown>,
  keys: readonly string[],
  attachments: Uint8Array,
  revive: Revive,
): Record<string, unknown> {
  for (const key of keys) {
    const item = object[key];
    if (typeof item === "object") object[key] = untagged(item, attachments, revive);
  }
  return object;
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
      if (isObject(value)) return withUntagged(value, Object.keys(value), attachments, revive);
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
  return isWhole(value) && value >= 0;
}
