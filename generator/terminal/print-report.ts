import { githubReport } from "./github-report.ts";
import { isColorful } from "./is-colorful.ts";
import { jsonReport } from "./json-report.ts";
import { prettyReport } from "./pretty-report.ts";
import type { RunReport } from "./run-report.ts";

/** How a report is told. */
export type ReportFormat = "pretty" | "json" | "github";

export interface PrintOptions {
  /** Paths are shown relative to it. */
  cwd: string;
  format: ReportFormat;
  /** Adds the times of all stages. @defaultValue false */
  profile?: boolean;
  /** Leaves out the files and the total, for people who are told of them in another way. @defaultValue false */
  onlyProblems?: boolean;
}

/** Prints what came of a run, and sets the exit code. */
export function printReport(
  report: RunReport,
  { cwd, format, profile = false, onlyProblems = false }: PrintOptions,
): void {
  if (format === "json") process.stdout.write(jsonReport(report));
  else if (format === "github") process.stdout.write(githubReport(report, cwd));
  else {
    const color = isColorful(process.stdout) && isColorful(process.stderr);
    const stacks = profile || Boolean(process.env["DEBUG"]);
    const text = prettyReport(report, { cwd, color, profile, stacks });
    process.stderr.write(text.stderr);
    if (!onlyProblems) process.stdout.write(text.stdout);
  }
  process.exitCode = report.exitCode;
}
