import { distance } from "fastest-levenshtein";

/** What was removed and what was added instead. */
export interface Renamed<T> {
  readonly pairs: readonly { old: T; now: T }[];
  readonly removed: readonly T[];
  readonly added: readonly T[];
}

/**
 * Finds what only got another name: alike otherwise, with no other candidate, and not wholly another word.
 *
 * @param isAlike - Whether two are the same but for their names.
 */
export function findRenamed<T>(
  removed: readonly T[],
  added: readonly T[],
  nameOf: (item: T) => string,
  isAlike: (old: T, now: T) => boolean,
): Renamed<T> {
  const likes = removed.flatMap((old) =>
    added
      .filter((now) => isNear(nameOf(old), nameOf(now)) && isAlike(old, now))
      .map((now) => ({ old, now })),
  );
  const pairs = likes.filter(
    ({ old, now }) => likes.filter((like) => like.old === old || like.now === now).length === 1,
  );
  return {
    pairs,
    removed: removed.filter((item) => !pairs.some(({ old }) => old === item)),
    added: added.filter((item) => !pairs.some(({ now }) => now === item)),
  };
}

/** At least half of it stayed. */
function isNear(old: string, now: string): boolean {
  return distance(old.toLowerCase(), now.toLowerCase()) <= Math.max(old.length, now.length) / 2;
}
