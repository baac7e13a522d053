import { RpcError } from "../errors.ts";
import { CopyError } from "../rpc/copy-value.ts";
import { ARGUMENT_TYPES, isArgumentType, isInt64, type ArgumentType } from "./argument-type.ts";
import { spellingsOfArgs } from "./argument-spelling.ts";
import { cleanJson, nameKind, type ReceivedObject } from "./received-json.ts";

/**
 * Decodes the arguments of a request by its `ArgsType`, as mqant's `RPCServer.runFunc` does: bytes from
 * base64url with padding, `int` and `long` without their fraction. What Go's reflection would then refuse
 * (null, another type than promised) is refused.
 *
 * Where Go changes whole numbers beyond 2^53, they come out as a `bigint`; smaller ones are numbers,
 * whatever their type.
 *
 * Go sends no `ArgsType` with a call without reply, and no Go handler ever runs for one that has
 * arguments. Here they are taken as JSON has them; a generated schema makes dates and bytes of their texts.
 *
 * @param handler - For messages.
 * @param replyTo - `undefined` for a call without reply.
 * @throws {RpcError} `invalid_argument`.
 */
export function decodeArguments(
  request: ReceivedObject,
  handler: string,
  replyTo: string | undefined,
): unknown[] {
  const args = request.arrayField("Args") ?? [];
  const types = request.arrayField("ArgsType");
  if (types === undefined && replyTo === undefined) {
    return args.map((argument, index) => named(index, handler, () => cleanJson(argument)));
  }
  const stated = types?.length ?? 0;
  if (stated !== args.length) {
    const text = `${handler} got Args of length ${args.length}, ArgsType of length ${stated}`;
    throw new RpcError("invalid_argument", text);
  }
  let spellings: readonly string[] | undefined;
  return args.map((argument, index) => {
    return named(index, handler, () => {
      const spelling = () => (spellings ??= spellingsOfArgs(request.text))[index] ?? "";
      return decode(argument, checkType(types?.[index]), spelling);
    });
  });
}

function named<T>(index: number, handler: string, decodeOne: () => T): T {
  try {
    return decodeOne();
  } catch (error) {
    if (!(error instanceof CopyError)) throw error;
    throw error.toRpcError(`argument ${index + 1} of ${handler}`, "invalid_argument", Infinity);
  }
}

function checkType(type: unknown): ArgumentType {
  if (typeof type === "string" && isArgumentType(type)) return type;
  const found =
    typeof type === "string"
      ? `the type ${JSON.stringify(type.slice(0, 40))}`
      : `a type that is ${nameKind(type)}`;
  throw new CopyError(undefined, `of ${found}; the types are ${ARGUMENT_TYPES}`);
}

function decode(value: unknown, type: ArgumentType, spelling: () => string): unknown {
  switch (type) {
    case "bool":
      if (typeof value === "boolean") return value;
      break;
    case "string":
      if (typeof value === "string") return value;
      break;
    case "bytes":
      if (typeof value === "string") return decodeBytes(value);
      break;
    case "int":
    case "long":
      if (typeof value === "number") return decodeInteger(value, spelling);
      break;
    case "float":
    case "double":
      if (typeof value === "number") return cleanJson(value);
      break;
    case "map":
      if (typeof value === "object" && value !== null && !Array.isArray(value)) {
        return cleanJson(value);
      }
      break;
  }
  throw new CopyError(undefined, `${nameKind(value)}, but its type says ${type}`);
}

/** `base64.URLEncoding` of Go, which wants the padding. */
const PADDED_BASE64_URL = /^[\w-]*={0,2}$/;

function decodeBytes(text: string): Uint8Array {
  if (text.length % 4 !== 0 || !PADDED_BASE64_URL.test(text)) {
    throw new CopyError(undefined, "no base64url text with padding, but its type says bytes");
  }
  // A copy: what `Buffer.from` makes is a window of memory that others use too.
  return new Uint8Array(Buffer.from(text, "base64url"));
}

/** The longest int64, with its sign. */
const MAX_INT64_CHARACTERS = 20;

function decodeInteger(value: number, spelling: () => string): number | bigint {
  const whole = Math.trunc(value);
  if (Number.isSafeInteger(whole)) return whole;
  const text = spelling();
  if (Number.isFinite(value) && text.length <= MAX_INT64_CHARACTERS) {
    // With a fraction or an exponent the double is as near as it gets.
    const exact = /^-?\d+$/.test(text) ? BigInt(text) : BigInt(whole);
    if (isInt64(exact)) return exact;
  }
  throw new CopyError(undefined, "a number beyond Go's int64");
}
