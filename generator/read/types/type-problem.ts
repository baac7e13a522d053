/** What is wrong with a type. */
export interface TypeProblem {
  code: string;
  /** Goes after the path: `is a Map, …`. */
  reason: string;
  /** What to use instead. */
  hint?: string;
}
