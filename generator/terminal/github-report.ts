import { relative, resolve, sep } from "node:path";
import type { RunReport } from "./run-report.ts";

/**
 * The report as workflow commands, which GitHub shows as annotations of the lines in question.
 *
 * Source: GitHub Docs, "Workflow commands for GitHub Actions", Setting an error message.
 */
export function githubReport({ result, problems, mode }: RunReport, cwd: string): string {
  const { root = cwd, diagnostics = [], files = [] } = result ?? {};
  const path = (file: string): string => relative(cwd, resolve(root, file)).split(sep).join("/");
  const lines = [
    ...diagnostics.map(({ severity, code, message, location, hint }) =>
      command(
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
      command("error", code === undefined ? {} : { title: code }, message),
    ),
    ...files
      .filter(({ status }) => status === "stale" && mode === "check")
      .map((file) =>
        command("error", { file: path(file.path) }, "is stale; run `npx mqant-gen` and commit"),
      ),
  ];
  return lines.map((line) => `${line}\n`).join("");
}

/** Sets off one command; line breaks, and in properties also colons and commas, are written as codes. */
function command(
  name: string,
  properties: Readonly<Record<string, string | number>>,
  message: string,
): string {
  const list = Object.entries(properties).map(
    ([key, value]) =>
      `${key}=${escape(String(value)).replaceAll(":", "%3A").replaceAll(",", "%2C")}`,
  );
  return `::${name}${list.length === 0 ? "" : ` ${list.join(",")}`}::${escape(message)}`;
}

function escape(text: string): string {
  return text.replaceAll("%", "%25").replaceAll("\r", "%0D").replaceAll("\n", "%0A");
}
