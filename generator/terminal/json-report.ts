import { posixRelative } from "../posix-path.ts";
import type { RunReport, ToldResult } from "./run-report.ts";

/** The report as one JSON document, for tools. Paths of files are relative to the project's folder. */
export function jsonReport({ mode, exitCode, result, problems, elapsedMs }: RunReport): string {
  const document = {
    format: 1,
    mode,
    exitCode,
    problems: problems.map(({ code, message }) => ({ code, message })),
    ...(result === undefined ? {} : described(result)),
    elapsedMs,
  };
  return `${JSON.stringify(document, null, 2)}\n`;
}

function described({ root, counts, diagnostics, files, timings }: ToldResult): object {
  return {
    counts,
    diagnostics,
    files: files.map(({ path, ...file }) => ({
      path: posixRelative(root, path),
      ...file,
    })),
    timingsMs: timings,
  };
}
