import { CopyError } from "../rpc/copy-value.ts";
import { Session } from "../session/session.ts";
import { toSessionMap } from "./session-map.ts";

/** Whether the walk has met the number -0, which `JSON.stringify` writes as 0. */
let negativeZero = false;

/**
 * The JSON of what `copyValue` made: `Date` as ISO 8601 text, bytes as standard base64 (as Go writes a
 * `[]byte` inside of a value), `bigint` as decimal text (as clients of the gate get it), a session as
 * mqant's map, `undefined` as null, -0 as itself. What is inside of `copy` is changed on the way: it is
 * nobody else's.
 *
 * @param isJson - Whether there is nothing of that in it.
 * @throws {CopyError} for numbers and dates that JSON has no text for.
 */
export function jsonText(copy: unknown, isJson: boolean): string {
  if (isJson) return stringify(copy);
  negativeZero = false;
  const form = jsonForm(copy);
  // JSON.stringify takes a fraction of the time that writing by hand does.
  return negativeZero ? spell(form) : stringify(form);
}

/**
 * The same JSON as Go's `encoding/json` spells it, whose default escapes what HTML and old JavaScript
 * would trip over. All of these characters can only stand in texts.
 */
export function spellAsGo(json: string): string {
  return json.replace(/[<>&\u2028\u2029]/g, (character) => {
    return `\\u${character.charCodeAt(0).toString(16).padStart(4, "0")}`;
  });
}

function jsonForm(value: unknown): unknown {
  switch (typeof value) {
    case "number":
      if (!Number.isFinite(value)) {
        throw new CopyError(undefined, `${value}, which JSON has no number for`);
      }
      if (Object.is(value, -0)) negativeZero = true;
      return value;
    case "bigint":
      return value.toString();
    case "object":
      return value === null ? null : objectForm(value);
    default:
      return value;
  }
}

function objectForm(value: object): unknown {
  if (value instanceof Date) {
    if (!Number.isNaN(value.getTime())) return value.toISOString();
    throw new CopyError(undefined, "a Date without a valid time");
  }
  if (value instanceof Uint8Array) {
    return Buffer.from(value.buffer, value.byteOffset, value.byteLength).toString("base64");
  }
  if (value instanceof Session) return toSessionMap(value.snapshot());
  if (Array.isArray(value)) {
    const items: unknown[] = value;
    for (const [index, item] of items.entries()) items[index] = memberForm(item, index);
    return items;
  }
  const record = value as Record<string, unknown>; // own enumerable string keys are all that is read
  for (const key of Object.keys(record)) {
    const item = record[key];
    const form = memberForm(item, key);
    // Most members stay what they are, and their object keeps its shape.
    if (form !== item) record[key] = form;
  }
  return record;
}

function memberForm(item: unknown, key: string | number): unknown {
  try {
    return jsonForm(item);
  } catch (error) {
    throw error instanceof CopyError ? error.within(key) : error;
  }
}

function spell(form: unknown): string {
  if (Object.is(form, -0)) return "-0";
  if (Array.isArray(form)) return `[${form.map(spell).join(",")}]`;
  if (typeof form !== "object" || form === null) return stringify(form);
  const members = Object.entries(form).map(
    ([key, item]) => `${JSON.stringify(key)}:${spell(item)}`,
  );
  return `{${members.join(",")}}`;
}

function stringify(form: unknown): string {
  // The declared type leaves out that there is no text for `undefined`.
  return (JSON.stringify(form) as string | undefined) ?? "null";
}
