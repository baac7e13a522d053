import { resolve } from "node:path";
import { posixRelative } from "../posix-path.ts";
import { githubCommand } from "./github-command.ts";
import type { RunReport } from "./run-report.ts";

/** The report as workflow commands, which GitHub shows as annotations of the lines in question. */
export function githubReport({ result, problems, mode }: RunReport, cwd: string): string {
  const { root = cwd, diagnostics = [], files = [] } = result ?? {};
  const path = (file: string): string => posixRelative(cwd, resolve(root, file));
  const lines = [
    ...diagnostics.map(({ severity, code, message, location, hint }) =>
      githubCommand(
        severity,
        {
          file: path(location.file),
          line: location.line,
          col: location.column,
          endLine: location.endLine,
          endColumn: location.endColumn,
          title: code,
        },
        hint === undefined ? message : `${message}\n${hint}`,
      ),
    ),
    ...problems.map(({ code, message }) =>
      githubCommand("error", code === undefined ? {} : { title: code }, message),
    ),
    ...files
      .filter(({ status }) => status === "stale" && mode === "check")
      .map((file) =>
        githubCommand(
          "error",
          { file: path(file.path) },
          "is stale; run `npx mqant-gen` and commit",
        ),
      ),
  ];
  return lines.map((line) => `${line}\n`).join("");
}
