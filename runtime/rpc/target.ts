import { RpcError } from "../errors.ts";

/** One configured instance of a module type: an entry of the configuration's `Module`. */
export interface ModuleInstance {
  /** Unique over the whole configuration, such as `"Chat001"`. */
  readonly id: string;
  readonly type: string;
  /** The process that runs it. */
  readonly processId: string;
}

/** `Type` or `Type@Id`, taken apart. */
export interface ParsedTarget {
  readonly type: string;
  /** `undefined`: the type's route picks an instance. */
  readonly id: string | undefined;
}

/**
 * Takes `"Chat"` or `"Chat@Chat001"` apart.
 *
 * @throws {RpcError} `invalid_argument` for anything else.
 */
export function parseTarget(target: string): ParsedTarget {
  const at = target.indexOf("@");
  if (at === -1 && target !== "") return { type: target, id: undefined };
  const id = target.slice(at + 1);
  if (at <= 0 || id === "" || id.includes("@")) {
    throw new RpcError(
      "invalid_argument",
      `${JSON.stringify(target)} is no target: "Type" or "Type@Id" is expected`,
    );
  }
  return { type: target.slice(0, at), id };
}
