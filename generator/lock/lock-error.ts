/** Where a fault in a lock file is. Lines and columns count from 1. */
export interface LockPlace {
  line: number;
  column: number;
}

/** A lock file that can't be used. The message names the file, the place, and what to do. */
export class LockError extends Error {
  override readonly name = "LockError";
  /** As it was given: a path, or `git:main:mqant.lock.json`. */
  readonly file: string;
  readonly place: LockPlace;
  /** What is wrong, without the place. */
  readonly problem: string;
  readonly hint: string;

  constructor(
    file: string,
    place: LockPlace,
    { problem, hint }: { problem: string; hint: string },
  ) {
    super(`${file}:${place.line}:${place.column}: ${problem}; ${hint}`);
    this.file = file;
    this.place = place;
    this.problem = problem;
    this.hint = hint;
  }
}
