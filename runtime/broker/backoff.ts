const FIRST_MS = 100;
const LONGEST_MS = 2000;
/** What somebody has to mend first is not tried more often than this. */
const PERMANENT_MS = 1000;

/**
 * How long to wait before the next try, in milliseconds: full jitter, so that the processes that lost one
 * broker together don't come back together.
 *
 * @param failures - How many tries in a row have failed, from 0.
 * @param isPermanent - Whether the last one failed by something that waiting does not mend.
 */
export function backoffMs(failures: number, isPermanent: boolean): number {
  const bound = Math.min(LONGEST_MS, FIRST_MS * 2 ** Math.min(failures, 10));
  return isPermanent ? PERMANENT_MS + Math.random() * bound : Math.random() * bound;
}
