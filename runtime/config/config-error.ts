/** One thing that is wrong with the configuration, and where. */
export interface ConfigProblem {
  /** The file as it was named, or `"command line"`. */
  readonly file: string;
  /** From 1; 0 where the file as a whole is meant. */
  readonly line: number;
  /** From 1, in UTF-16 code units; 0 where the file as a whole is meant. */
  readonly column: number;
  /** The keys that lead there, such as `Module.Chat[0].ProcessID`; empty for the file as a whole. */
  readonly path: string;
  readonly expected: string;
  /** What stands there instead. Never a password. */
  readonly found: string;
  /** The sentence for people, without the place. */
  readonly message: string;
}

/** Problems beyond this number are counted in the message, not listed. */
const LISTED_PROBLEMS = 20;

/**
 * The configuration can't be used. Carries every problem of the file, in the order of their places.
 * Its stack is its message: a wrong file is no fault of the program.
 */
export class ConfigError extends Error {
  override readonly name = "ConfigError";
  readonly problems: readonly ConfigProblem[];

  constructor(problems: readonly ConfigProblem[]) {
    const sorted = problems.toSorted(byPlace);
    super(textOf(sorted));
    this.problems = sorted;
    this.stack = `${this.name}: ${this.message}`;
  }
}

/** A problem with the file as a whole. */
export function wholeFileProblem(file: string, expected: string, found: string): ConfigProblem {
  const message = `expected ${expected}, found ${found}`;
  return { file, line: 0, column: 0, path: "", expected, found, message };
}

function byPlace(a: ConfigProblem, b: ConfigProblem): number {
  return a.line - b.line || a.column - b.column || a.path.localeCompare(b.path);
}

function textOf(problems: readonly ConfigProblem[]): string {
  const [first] = problems;
  if (first !== undefined && problems.length === 1) return lineOf(first);
  const lines = problems.slice(0, LISTED_PROBLEMS).map((problem) => `\n  ${lineOf(problem)}`);
  const more = problems.length - lines.length;
  if (more > 0) lines.push(`\n  … and ${more} more`);
  return `${problems.length} problems in ${first?.file ?? "the configuration"}:${lines.join("")}`;
}

function lineOf({ file, line, column, path, message }: ConfigProblem): string {
  const place = line === 0 ? file : `${file}:${line}:${column}`;
  return path === "" ? `${place}: ${message}` : `${place}: ${path}: ${message}`;
}
