import { distance } from "fastest-levenshtein";

/** Longer words are not compared: the cost grows with the square of the length. */
const MAX_WORD_LENGTH = 64;

/**
 * The candidate that somebody who wrote `word` most likely meant, or `undefined` if none is near: at most
 * a third of the letters may differ. Case does not count.
 */
export function suggestion(word: string, candidates: Iterable<string>): string | undefined {
  if (word.length > MAX_WORD_LENGTH) return undefined;
  let best: string | undefined;
  let least = Math.floor(word.length / 3) + 1;
  for (const candidate of candidates) {
    const steps = distance(word.toLowerCase(), candidate.toLowerCase());
    if (steps < least) [best, least] = [candidate, steps];
  }
  return best;
}
