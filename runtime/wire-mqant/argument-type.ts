/** What a request says of an argument in `ArgsType`: the Go types that mqant calls handlers with. */
export type ArgumentType =
  /** Go's `bool`. */
  | "bool"
  /** Go's `int`. */
  | "int"
  /** Go's `int64`. */
  | "long"
  /** Go's `float32`. */
  | "float"
  /** Go's `float64`. */
  | "double"
  /** Go's `[]byte`. */
  | "bytes"
  /** Go's `string`. */
  | "string"
  /** Go's `map[string]interface{}`. */
  | "map";

// A record, so that the compiler notices when a type is added.
const TYPES: Readonly<Record<ArgumentType, true>> = {
  bool: true,
  int: true,
  long: true,
  float: true,
  double: true,
  bytes: true,
  string: true,
  map: true,
};

/** All of them, for messages. */
export const ARGUMENT_TYPES: string = Object.keys(TYPES).join(", ");

export function isArgumentType(text: string): text is ArgumentType {
  return Object.hasOwn(TYPES, text);
}

const INT64_LIMIT = 2n ** 63n;

/** Whether Go's `int` and `int64` have this number. */
export function isInt64(value: bigint): boolean {
  return value >= -INT64_LIMIT && value < INT64_LIMIT;
}
