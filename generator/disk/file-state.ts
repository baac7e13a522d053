import { fstatSync, futimesSync, type Stats } from "node:fs";
import type { FileState } from "./sight.ts";

/** A file system that keeps fractions of seconds ticks at least this often, in milliseconds. */
const FINE_TICK_MS = 50;

/** One that does not may tick as rarely as FAT does. */
const COARSE_TICK_MS = 2000;

/**
 * The state of a file if it proves that the bytes are what was read, should it be met again: `undefined`
 * for a file that has changed so lately that another change might leave the same times behind.
 *
 * Source: Git's technical documentation, "Use of index and Racy Git problem".
 *
 * @param now - When the bytes had been read, as `Date.now()` tells it.
 */
export function provingState(stats: Stats, now: number): FileState | undefined {
  const latest = Math.max(stats.mtimeMs, stats.ctimeMs);
  const tick = stats.ctimeMs % 1000 === 0 ? COARSE_TICK_MS : FINE_TICK_MS;
  return latest < now - tick ? stateOf(stats) : undefined;
}

/**
 * Dates a file that has just been written a millisecond back: whoever writes to it from now on leaves another
 * time behind, however soon that is.
 *
 * @param file - Its descriptor.
 * @returns What {@link datedState} needs.
 */
export function dateBack(file: number): number {
  const { atime, mtimeMs } = fstatSync(file);
  futimesSync(file, atime, (mtimeMs - 1) / 1000);
  return mtimeMs;
}

/**
 * The state of a file that was dated back, if it proves that nobody has written to it since.
 *
 * @param written - What {@link dateBack} gave.
 */
export function datedState(stats: Stats, written: number): FileState | undefined {
  return stats.mtimeMs < written ? stateOf(stats) : undefined;
}

/** Whether a file is still in a state. */
export function isInState(stats: Stats, [size, modified, changed, number]: FileState): boolean {
  return (
    stats.size === size &&
    stats.mtimeMs === modified &&
    stats.ctimeMs === changed &&
    stats.ino === number
  );
}

/** Of how many numbers a state is made. */
export const STATE_SIZE: FileState["length"] = 4;

/** Puts a state in its place among others: thousands of small objects would cost more than the looks. */
export function putState(stats: Stats, states: Float64Array, at: number): void {
  states[at] = stats.size;
  states[at + 1] = stats.mtimeMs;
  states[at + 2] = stats.ctimeMs;
  states[at + 3] = stats.ino;
}

function stateOf({ size, mtimeMs, ctimeMs, ino }: Stats): FileState {
  return [size, mtimeMs, ctimeMs, ino];
}
