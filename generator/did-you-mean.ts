import { distance } from "fastest-levenshtein";

/** `"; did you mean "clients"?"` if a known word is near, else an empty text. */
export function didYouMean(word: string, known: readonly string[]): string {
  const near = known
    .map((candidate) => ({
      candidate,
      steps: distance(word.toLowerCase(), candidate.toLowerCase()),
    }))
    .toSorted((a, b) => a.steps - b.steps)[0];
  // A third of a word may be wrong before it is another word.
  const isNear = near !== undefined && near.steps <= Math.max(2, Math.floor(word.length / 3));
  return isNear && near.steps < near.candidate.length ? `; did you mean "${near.candidate}"?` : "";
}
