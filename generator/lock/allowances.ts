import { type FileText, PiecedText } from "../pieced-text.ts";
import { headOf, headText, wholeText } from "./lock-text.ts";

/** A breaking change that is meant, and why: `mqant-gen diff` lets it pass. Kept in the lock file. */
export interface Allowance {
  /** Code and place of the change as `mqant-gen diff` tells it: `MQ3012 Login.HD_Login(msg.device.os)`. */
  change: string;
  reason: string;
}

/**
 * The text of a new lock file with the allowances of the one that it replaces, so that they stay when the
 * contract is locked again.
 *
 * @returns `undefined` if the old text is damaged and they can't be told.
 */
export function keepAllowances(fresh: PiecedText, replaced: FileText): PiecedText | undefined {
  let old: unknown;
  try {
    old = replaced instanceof PiecedText ? headOf(replaced) : parsed(replaced);
  } catch {
    return undefined;
  }
  if (typeof old !== "object" || old === null || !("allow" in old)) return fresh;
  const { allow } = old;
  if (!Array.isArray(allow) || !allow.every(isAllowance)) return undefined;
  const [, ...rest] = fresh.pieces;
  return new PiecedText([headText(allowing(headOf(fresh), allow)), ...rest]);
}

/** Whether this is one, as the schema of the whole file says, which takes longer to load than a run may take. */
function isAllowance(value: unknown): value is Allowance {
  if (typeof value !== "object" || value === null) return false;
  const { change, reason, ...others } = value as Partial<Record<string, unknown>>;
  return (
    typeof change === "string" &&
    typeof reason === "string" &&
    reason !== "" &&
    Object.keys(others).length === 0
  );
}

/** The text of a lock file with these allowances in place of its own, sorted. */
export function withAllowances(text: string, allow: readonly Allowance[]): string {
  // Only called with texts of ours, which are objects that begin with these two keys.
  const lock = JSON.parse(text) as Record<string, unknown>;
  return wholeText(allowing(lock, allow));
}

/** Most files have no allowances, and then it doesn't matter what else is in them, such as a merge conflict. */
function parsed(text: string): unknown {
  return text.includes('"allow"') ? JSON.parse(text) : undefined;
}

function allowing(lock: Record<string, unknown>, allow: readonly Allowance[]): object {
  const { generator, format, allow: _, ...rest } = lock;
  const sorted = allow.toSorted((a, b) => (a.change < b.change ? -1 : 1));
  return { generator, format, ...(sorted.length === 0 ? {} : { allow: sorted }), ...rest };
}
