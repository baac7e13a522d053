import { readFileSync, statSync } from "node:fs";
import { hashOfEntries, kindOf, readEntries, realPath } from "./disk.ts";
import { isInState, provingState } from "./file-state.ts";
import { hashOf } from "./hash.ts";
import type { Sight } from "./sight.ts";

/** What became of sights. */
export interface SecondLook {
  isSame: boolean;
  /** Whether files had to be read, which now have a state that saves reading them the next time. */
  hasLearnt: boolean;
}

/**
 * Tells whether the disk still looks as it did. Ends at the first difference. States of files are added
 * to the sights where they have become proof.
 *
 * @param ignored - As for the `Disk` that had the sights.
 */
export function lookAgain(
  sights: readonly (readonly [path: string, sight: Sight])[],
  ignored: readonly string[],
): SecondLook {
  let hasLearnt = false;
  for (const [path, sight] of sights) {
    try {
      if (!isUnchanged(path, sight, ignored)) return { isSame: false, hasLearnt };
      if (sight.hash !== undefined && sight.state === undefined) hasLearnt = true;
    } catch {
      return { isSame: false, hasLearnt }; // What can't be looked at is not what it was.
    }
  }
  if (hasLearnt) for (const [path, sight] of sights) learn(path, sight);
  return { isSame: true, hasLearnt };
}

/** Whether one path still looks as it did; takes the state from a sight if it proves nothing any more. */
export function isUnchanged(path: string, sight: Sight, ignored: readonly string[]): boolean {
  if (sight.hash !== undefined) {
    const stats = statSync(path, { throwIfNoEntry: false });
    if (stats?.isFile() !== true) return false;
    const isProven = sight.state !== undefined && isInState(stats, sight.state);
    if (!isProven && hashOf(readFileSync(path)) !== sight.hash) return false;
    if (!isProven) delete sight.state;
  } else if (sight.is !== undefined && kindOf(path) !== sight.is) {
    return false;
  }
  if (sight.entries !== undefined && hashOfEntries(readEntries(path, ignored)) !== sight.entries) {
    return false;
  }
  return sight.real === undefined || realPath(path) === sight.real;
}

/** Looks at a file once more, between two looks at its times: then these may count. */
function learn(path: string, sight: Sight): void {
  if (sight.hash === undefined || sight.state !== undefined) return;
  const stats = statSync(path, { throwIfNoEntry: false });
  const state = stats && provingState(stats, Date.now());
  if (state !== undefined && hashOf(readFileSync(path)) === sight.hash) sight.state = state;
}
