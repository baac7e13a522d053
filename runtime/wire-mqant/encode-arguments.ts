import { CopyError } from "../rpc/copy-value.ts";
import { isInt64, type ArgumentType } from "./argument-type.ts";
import { jsonText } from "./json-text.ts";

/** What a request has to say of its arguments. */
export interface OutgoingArguments {
  /** Made by `copyValue`: nobody else's, changed on the way. */
  readonly args: readonly unknown[];
  /** From which of them on `JSON.stringify` can write all as they are. */
  readonly plainFrom: number;
  /**
   * The types that the handler wants, for numbers that it wants otherwise than they would go: a whole
   * number as `double` or `long`, any number as `float`.
   */
  readonly argsType?: readonly (ArgumentType | undefined)[] | undefined;
}

/** The values of two fields of a request, as JSON. */
export interface EncodedArguments {
  readonly args: string;
  readonly argsType: string;
}

/**
 * Encodes arguments so that a Go handler can be called with them. Go converts none (`reflect: Call using
 * int as type float64`): unless the type is stated, each goes as the one that such a handler most probably
 * has.
 *
 * | value                              | `ArgsType` | in `Args`                         |
 * | ---------------------------------- | ---------- | --------------------------------- |
 * | boolean                            | `bool`     | true, false                       |
 * | number, whole and up to 2^53 - 1   | `int`      | number                            |
 * | any other number                   | `double`   | number                            |
 * | bigint of 64 bits                  | `long`     | number                            |
 * | string                             | `string`   | text                              |
 * | `Date`                             | `string`   | ISO 8601 text                     |
 * | `Uint8Array`                       | `bytes`    | base64url with padding            |
 * | `Session`                          | `map`      | see `SessionMap`                  |
 * | any other object                   | `map`      | object, inside as `jsonText` says |
 *
 * -0 is whole: `Math.round(-0.3)` gives one. `undefined` at the end of the list is left out, since Go wants
 * the exact number of arguments.
 *
 * Source: mqant's `RPCClient.Call`.
 *
 * @param name - Whose handler it is, for messages: `"Login@Login001/HD_Login"`.
 * @throws {RpcError} `invalid_argument` with the argument's position, the path inside of it, and what to
 *   send instead.
 */
export function encodeArguments(
  { args, plainFrom, argsType = [] }: OutgoingArguments,
  name: string,
): EncodedArguments {
  const count = args.findLastIndex((argument) => argument !== undefined) + 1;
  const encoded = args.slice(0, count).map((argument, index) => {
    try {
      return encode(argument, index >= plainFrom, argsType[index]);
    } catch (error) {
      if (!(error instanceof CopyError)) throw error;
      throw error.toRpcError(`argument ${index + 1} of ${name}`, "invalid_argument", Infinity);
    }
  });
  return {
    args: `[${encoded.map(({ json }) => json).join(",")}]`,
    // As Go sends it where there is none: a slice that nothing was added to.
    argsType: count === 0 ? "null" : `[${encoded.map(({ type }) => `"${type}"`).join(",")}]`,
  };
}

interface EncodedArgument {
  readonly type: ArgumentType;
  readonly json: string;
}

function encode(
  argument: unknown,
  isJson: boolean,
  stated: ArgumentType | undefined,
): EncodedArgument {
  const type = typeOf(argument);
  if (stated !== undefined && stated !== type && !fits(argument, stated)) {
    throw new CopyError(undefined, `a ${typeof argument} that can't go as ${stated}`);
  }
  return { type: stated ?? type, json: textOf(argument, isJson) };
}

function typeOf(argument: unknown): ArgumentType {
  switch (typeof argument) {
    case "boolean":
      return "bool";
    case "string":
      return "string";
    case "number":
      return Number.isSafeInteger(argument) ? "int" : "double";
    case "bigint":
      if (isInt64(argument)) return "long";
      throw new CopyError(undefined, "a bigint beyond Go's int64: send its decimal text");
    case "object":
      if (argument instanceof Date) return "string";
      if (argument instanceof Uint8Array) return "bytes";
      if (argument !== null && !Array.isArray(argument)) return "map";
      break;
    default:
      break;
  }
  const kind = Array.isArray(argument) ? "an array" : String(argument);
  throw new CopyError(
    undefined,
    `${kind}, which no argument of mqant's wire can be: send an object that holds it`,
  );
}

/** Whether a number can go as another type than by itself. */
function fits(argument: unknown, type: ArgumentType): boolean {
  switch (type) {
    case "int":
    case "long":
      return typeof argument === "bigint" || Number.isSafeInteger(argument);
    case "float":
      return typeof argument === "number" && Number.isFinite(Math.fround(argument));
    case "double":
      return typeof argument === "number";
    default:
      return false;
  }
}

function textOf(argument: unknown, isJson: boolean): string {
  if (typeof argument === "bigint") return argument.toString();
  if (argument instanceof Uint8Array) return `"${paddedBase64Url(argument)}"`;
  return jsonText(argument, isJson);
}

/** Go's `base64.URLEncoding`. */
function paddedBase64Url({ buffer, byteOffset, byteLength }: Uint8Array): string {
  const text = Buffer.from(buffer, byteOffset, byteLength).toString("base64url");
  return text + "=".repeat((4 - (text.length % 4)) % 4);
}
