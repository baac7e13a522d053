import type { ChangeCode } from "./rules/all-rules.ts";
import type { Typed, TypeTable } from "./values.ts";

/** The types of the two contracts that are compared. */
export interface Tables {
  readonly old: TypeTable;
  readonly now: TypeTable;
  /** Names that stand for the same in both, with all that they mention. */
  readonly same: ReadonlySet<string>;
}

/**
 * Takes note of a change: its kind, where it is, what differs, and where that is in the innermost type with a
 * name: `Profile.nick`.
 */
export type Report = (code: ChangeCode, path: string, detail?: string, type?: string) => void;

/** Compares what two types hold; `optional`: that the whole may be left out is somebody else's to tell. */
export type Compare = (
  old: Typed,
  now: Typed,
  path: string,
  options?: { readonly optional: boolean },
) => void;
