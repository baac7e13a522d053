import { RpcError, type RpcErrorCode } from "../errors.ts";

/**
 * What classes of ours extend whose instances cross to another module as such. Anything else that is not
 * plain data is copied by its own enumerable properties, or refused.
 */
export abstract class Traveller {
  /** The instance that another module of this process gets. */
  abstract toOtherModule(): unknown;
  /** Plain data from which another process makes an equal instance. */
  abstract toWire(): unknown;

  /** {@link toWire} as JSON. */
  wireText(): string {
    return JSON.stringify(this.toWire());
  }
}

/** How deep data may be nested: deeper, or a cycle, is refused. */
const MAX_DEPTH = 200;

/** What the name of a property and a value such as a number are taken for, in bytes. */
const PROPERTY_BYTES = 16;

/** What the tags of the wire begin with. */
const DOLLAR = 0x24;

/** What a copy cost, in bytes, roughly: enough to refuse in memory what a broker would be too small for. */
let bytes = 0;

/** How many values were copied, and whether the last of them is the same after `JSON.stringify` and `JSON.parse`. */
let values = 0;
let isJson = true;

/** From which value on all are. */
let plainFrom = 0;

/**
 * Copies what crosses between two modules, so that neither side sees later changes made by the other.
 * What comes out is what a decoder would give: plain objects, arrays, primitives, `Date`, `Uint8Array`,
 * `Session`. Properties that are `undefined` and keys named `__proto__` do not cross.
 *
 * @param maxBytes - An estimate above this is refused.
 * @throws {CopyError}
 */
export function copyValue(value: unknown, maxBytes: number): unknown {
  startCopy();
  return copyNext(value, maxBytes);
}

/** Begins to copy several values that cross together: each by {@link copyNext}. */
export function startCopy(): void {
  bytes = 0;
  values = 0;
  plainFrom = 0;
}

/** {@link copyValue} for the next of several values; `maxBytes` is for all since {@link startCopy}. */
export function copyNext(value: unknown, maxBytes: number): unknown {
  isJson = true;
  const copy = typeof value === "object" ? copyMember(value, -1) : crossing(value);
  values++;
  if (!isJson) plainFrom = values;
  if (bytes > maxBytes) throw new CopyError("too_large", `about ${bytes} bytes`);
  return copy;
}

/** What was copied since {@link startCopy}. */
export interface Copied {
  /** What it takes, in bytes, roughly. */
  readonly bytes: number;
  /**
   * From which value on all are the same after `JSON.stringify` and `JSON.parse`: 0 if all are, as many as there
   * are if the last is not.
   */
  readonly plainFrom: number;
}

/** @returns What was copied since {@link startCopy}. */
export function copied(): Copied {
  return { bytes, plainFrom };
}

/** Why a value can't cross; the path to the culprit is put together on the way out. */
export class CopyError {
  readonly #code: "too_large" | undefined;
  readonly #what: string;
  readonly #path: (string | number)[] = [];

  constructor(code: "too_large" | undefined, what: string) {
    this.#code = code;
    this.#what = what;
  }

  /** Notes that the culprit is inside the property or element `key`. */
  within(key: string | number): this {
    // A path of 200 equal steps says no more than its end does.
    if (this.#path.length < 20) this.#path.push(key);
    return this;
  }

  /**
   * @param name - What the copied value is: `"argument 1 of Chat@Chat001/HD_Say"`.
   * @param code - The code if the size is not the fault: whether the caller or the callee made it.
   */
  toRpcError(name: string, code: RpcErrorCode, maxBytes: number): RpcError {
    if (this.#code === "too_large") {
      const text = `${name} has ${this.#what}; maxMessageBytes allows ${maxBytes}`;
      return new RpcError("too_large", text);
    }
    const path = this.#path.reverse().map(step).join("").replace(/^\./, "");
    return new RpcError(code, `${name}${path && ` at ${path}`} is ${this.#what}`);
  }
}

function copyObject(value: object, depth: number): unknown {
  if (depth > MAX_DEPTH) {
    throw new CopyError(undefined, `nested deeper than ${MAX_DEPTH} levels, or refers to itself`);
  }
  // Cheaper than asking for the prototype; who has a key of that name takes the long way.
  if (value.constructor === Object) return copyPlain(value, depth);
  if (Array.isArray(value)) return copyArray(value, depth);
  const prototype: unknown = Object.getPrototypeOf(value);
  if (prototype === Object.prototype || prototype === null) return copyProperties(value, depth);
  return copyInstance(value, depth);
}

/** A spread makes an object of the same shape in one go: three times as fast as key by key. */
function copyPlain(value: object, depth: number): Record<string, unknown> {
  const copy: Record<string, unknown> = { ...value };
  for (const key in copy) {
    const item = copy[key];
    if (item === undefined || key === "__proto__") return copyProperties(value, depth);
    if (key.charCodeAt(0) === DOLLAR) isJson = false;
    copy[key] = typeof item === "object" ? copyWithin(item, depth, key) : crossing(item, key);
    bytes += PROPERTY_BYTES;
  }
  return copy;
}

function copyProperties(value: object, depth: number): Record<string, unknown> {
  const copy: Record<string, unknown> = {};
  const source = value as Record<string, unknown>; // own enumerable string keys are all that is read
  for (const key of Object.keys(source)) {
    const item = source[key];
    if (item === undefined || key === "__proto__") continue;
    if (key.charCodeAt(0) === DOLLAR) isJson = false;
    copy[key] = typeof item === "object" ? copyWithin(item, depth, key) : crossing(item, key);
    bytes += PROPERTY_BYTES;
  }
  return copy;
}

function copyArray(value: readonly unknown[], depth: number): unknown[] {
  const copy: unknown[] = [];
  for (let index = 0; index < value.length; index++) {
    const item = value[index];
    copy.push(typeof item === "object" ? copyWithin(item, depth, index) : crossing(item, index));
  }
  bytes += 8 * value.length;
  return copy;
}

function copyWithin(item: object | null, depth: number, key: string | number): unknown {
  if (item === null) return null;
  try {
    return copyMember(item, depth);
  } catch (error) {
    throw error instanceof CopyError ? error.within(key) : error;
  }
}

function copyMember(item: object | null, depth: number): unknown {
  return item === null ? null : copyObject(item, depth + 1);
}

function crossing(item: unknown, key?: string | number): unknown {
  switch (typeof item) {
    case "string":
      bytes += item.length;
      return item;
    case "number":
      // JSON has no NaN and no infinities, and JSON.stringify writes -0 as 0.
      if (item === 0 ? 1 / item < 0 : item - item !== 0) isJson = false;
      return item;
    case "bigint":
    case "undefined":
      isJson = false;
      return item;
    case "function":
    case "symbol": {
      const error = new CopyError(undefined, describe(item));
      throw key === undefined ? error : error.within(key);
    }
    default:
      return item;
  }
}

function copyInstance(value: object, depth: number): unknown {
  isJson = false;
  if (value instanceof Date) return new Date(value.getTime());
  if (value instanceof Uint8Array) {
    bytes += value.byteLength;
    return new Uint8Array(value); // of that very class: a Buffer's own copy would be a Buffer again
  }
  if (value instanceof Traveller) return value.toOtherModule();
  if (isForeign(value)) throw new CopyError(undefined, describe(value));
  return copyProperties(value, depth);
}

/** Objects whose own properties are not what they mean. */
function isForeign(value: object): boolean {
  return (
    value instanceof Map ||
    value instanceof Set ||
    value instanceof Promise ||
    value instanceof Error ||
    value instanceof RegExp ||
    value instanceof WeakMap ||
    value instanceof WeakSet ||
    value instanceof ArrayBuffer ||
    ArrayBuffer.isView(value)
  );
}

function step(key: string | number): string {
  if (typeof key === "number") return `[${key}]`;
  return /^[\p{ID_Start}$_][\p{ID_Continue}$]*$/u.test(key)
    ? `.${key}`
    : `[${JSON.stringify(key)}]`;
}

function describe(value: unknown): string {
  if (typeof value === "function") return "a function, which can't cross to another module";
  if (typeof value === "symbol") return "a symbol, which can't cross to another module";
  const kind = Object.prototype.toString.call(value).slice(8, -1);
  const instead: Record<string, string> = {
    Map: "an object or an array of pairs",
    Set: "an array",
    Promise: "its awaited value",
    Error: "an RpcError that is thrown",
  };
  const cure = instead[kind];
  return `a ${kind}, which can't cross to another module${cure === undefined ? "" : `: use ${cure}`}`;
}
