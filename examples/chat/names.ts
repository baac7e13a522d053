import { RpcError } from "mqant";

/** What stands for all members of a room where a name could stand. */
export const EVERYONE = "*";

/** A name as it is kept: without blanks around it, and in the one Unicode form that makes equal names equal. */
export function keptName(name: string): string {
  return name.normalize("NFC").trim();
}

/**
 * Checks a name that people see, and returns its {@link keptName}.
 *
 * @param what - How the message calls it, such as `"a room's name"`.
 * @throws {RpcError} `invalid_argument`, worded for the person who typed it.
 */
export function checkName(name: string, what: string, maxLength: number): string {
  const kept = keptName(name);
  if (kept === "") throw new RpcError("invalid_argument", `${what} can't be empty`);
  if (kept.length > maxLength) {
    throw new RpcError("invalid_argument", `${what} has at most ${maxLength} characters`);
  }
  // Control characters and marks that turn the direction of writing could pass for another name.
  if (kept === EVERYONE || /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/u.test(kept)) {
    throw new RpcError("invalid_argument", `${what} can't have invisible characters or be "*"`);
  }
  return kept;
}
