import type * as Diff from "diff";
import { loadLate } from "./load-late.ts";

/** How a stale file differs from what would be emitted now. */
export type FileDifference =
  | { reason: "missing" }
  | { reason: "left over" }
  | {
      reason: "differs";
      /** The first line that differs; counted from 1. */
      line: number;
      found: string;
      expected: string;
      /** The first places that differ, as `diff -u` shows them: from what is there to what would be. */
      hunks: string[];
      /** How many more places there are; `undefined` if it would take long to know. */
      more: number | undefined;
    };

/** How many places are shown of a file. */
const MAX_HUNKS = 3;

/** How many lines of a place are shown. */
const MAX_LINES = 12;

/** Files that differ in more lines are not worth the time it takes to compare them. */
const MAX_EDITS = 1000;

/** Compares a file with what would be emitted. */
export function differenceOf(found: string | undefined, expected: string): FileDifference {
  if (found === undefined) return { reason: "missing" };
  const old = found.split("\n");
  const fresh = expected.split("\n");
  const index = fresh.findIndex((line, at) => line !== old[at]);
  // Equal as far as the new text goes: the old one is longer.
  const at = index === -1 ? fresh.length : index;
  return {
    reason: "differs",
    line: at + 1,
    found: old[at] ?? "",
    expected: fresh[at] ?? "",
    ...places(found, expected),
  };
}

function places(found: string, expected: string): { hunks: string[]; more: number | undefined } {
  const { structuredPatch } = loadLate("diff") as typeof Diff; // by its name
  const options = { context: 1, maxEditLength: MAX_EDITS };
  const patch = structuredPatch("", "", found, expected, undefined, undefined, options);
  if (patch === undefined) return { hunks: [], more: undefined };
  const hunks = patch.hunks
    .slice(0, MAX_HUNKS)
    .map(({ oldStart, oldLines, newStart, newLines, lines }) => {
      const cut = lines.length > MAX_LINES ? [` … ${lines.length - MAX_LINES} more lines`] : [];
      const head = `@@ -${oldStart},${oldLines} +${newStart},${newLines} @@`;
      return [head, ...lines.slice(0, MAX_LINES), ...cut].join("\n");
    });
  return { hunks, more: patch.hunks.length - hunks.length };
}
