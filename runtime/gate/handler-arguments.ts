import { RpcError } from "../errors.ts";

// What the gate's own handlers are given comes from modules, in whatever form they send it.

/** @throws {RpcError} `invalid_argument` for what is no text. */
export function text(value: unknown, what: string): string {
  if (typeof value === "string") return value;
  throw wrong(`${what} as text`, value);
}

/**
 * The QoS of a push, or `undefined` where none is said.
 *
 * @throws {RpcError} `invalid_argument`
 */
export function qosOf(value: unknown): 0 | 1 | undefined {
  if (value === undefined || value === 0 || value === 1) return value;
  throw new RpcError("invalid_argument", "a push goes out at QoS 0 or 1");
}

export function wrong(expected: string, found: unknown): RpcError {
  return new RpcError("invalid_argument", `expected ${expected}, found ${typeof found}`);
}
