/** One thing that is wrong with the settings. */
export interface ConfigProblem {
  /** Where: `rules.MQ2001`, `--only`; empty for the file as a whole. */
  path: string;
  /** What was expected, what was found, and what may have been meant. */
  message: string;
}

/** The generator's settings can't be used. Carries all problems that were found, not only the first. */
export class ConfigError extends Error {
  override readonly name = "ConfigError";
  /** The configuration file, or `"command line"`. */
  readonly source: string;
  /** At least one. */
  readonly problems: readonly ConfigProblem[];

  constructor(source: string, problems: readonly ConfigProblem[], options?: ErrorOptions) {
    const lines = problems.map(({ path, message }) =>
      path === "" ? message : `${path}: ${message}`,
    );
    super(lines.map((line) => `${source}: ${line}`).join("\n"), options);
    this.source = source;
    this.problems = problems;
  }
}
