import { readFileSync } from "node:fs";
import { relative, resolve } from "node:path";
import { codeFrameColumns } from "@babel/code-frame";
import picocolors from "picocolors";
import type { Diagnostic } from "../diagnostic.ts";
import type { GenerateResult } from "../generate.ts";
import type { FileDifference, FileResult } from "../write-files.ts";
import type { RunMode, RunReport } from "./run-report.ts";

/** What goes to which stream. */
export interface Streams {
  stdout: string;
  stderr: string;
}

export interface PrettyOptions {
  /** Paths are shown relative to it. */
  cwd: string;
  color: boolean;
  /** Adds the times of all stages. */
  profile: boolean;
  /** Adds the stacks of internal errors. */
  stacks: boolean;
}

type Colors = ReturnType<typeof picocolors.createColors>;

/** The report for people: diagnostics with the code they are about, one line per file, and a total. */
export function prettyReport(report: RunReport, options: PrettyOptions): Streams {
  const colors = picocolors.createColors(options.color);
  const { result, problems } = report;
  const told = problems.map(({ code, message, stack }) => {
    const label = colors.red(code === undefined ? "error" : `error ${code}`);
    const trace = options.stacks && stack !== undefined ? `${colors.dim(stack)}\n` : "";
    return `${label}: ${message}\n${trace}`;
  });
  if (result === undefined) return { stdout: "", stderr: told.join("\n") };
  const { diagnostics, files, counts, root } = result;
  const view: View = { root, colors, ...options };
  told.push(...diagnostics.map((diagnostic) => diagnosticText(diagnostic, view)));
  if (options.profile) told.push(profileTable(result.timings, report.elapsedMs));
  const lines = files.flatMap((file) => fileLines(file, report.mode, view));
  const total = totalLine(result, report);
  return {
    stdout: [...lines, counts.errors > 0 ? colors.red(total) : total, ""].join("\n"),
    stderr: told.join("\n"),
  };
}

/** What all parts of the report are printed with. */
interface View extends PrettyOptions {
  root: string;
  colors: Colors;
}

function diagnosticText(
  { code, severity, message, location, hint, related = [] }: Diagnostic,
  view: View,
): string {
  const { colors } = view;
  const paint = severity === "error" ? colors.red : colors.yellow;
  const place = placeText(location, view);
  const lines = [
    `${colors.cyan(place)} - ${paint(severity)} ${colors.dim(`${code}:`)} ${message}`,
    ...frame(location, view),
  ];
  if (hint !== undefined) lines.push(`  ${colors.bold("hint:")} ${hint}`);
  for (const other of related) {
    lines.push(`  ${colors.cyan(placeText(other.location, view))} ${other.message}`);
  }
  return `${lines.join("\n")}\n`;
}

function placeText({ file, line, column }: Diagnostic["location"], { root, cwd }: View): string {
  return `${shownPath(resolve(root, file), cwd)}:${line}:${column}`;
}

/** The lines around a place, or nothing if the file can't be read any more. */
function frame(location: Diagnostic["location"], { root, color }: View): string[] {
  const { line, column, endLine, endColumn } = location;
  let source: string;
  try {
    source = readFileSync(resolve(root, location.file), "utf8");
  } catch {
    return [];
  }
  // Over several lines the frame would mark everything; the first line says where to look.
  const end = endLine === line && endColumn > column ? { line, column: endColumn } : undefined;
  const text = codeFrameColumns(
    source,
    { start: { line, column }, end },
    { highlightCode: color, forceColor: color, linesAbove: 1, linesBelow: 1 },
  );
  return ["", text, ""];
}

function fileLines(
  { path, status, difference }: FileResult,
  mode: RunMode,
  { colors, cwd }: View,
): string[] {
  const shown = shownPath(path, cwd);
  switch (status) {
    case "unchanged":
      return [];
    case "written":
      return [`${colors.green("written")} ${shown}`];
    case "removed":
      return [`${colors.yellow("removed")} ${shown}`];
    case "stale":
      return mode === "dry-run"
        ? [`${difference?.reason === "left over" ? "would remove" : "would write"} ${shown}`]
        : [`${colors.red("stale")} ${shown}`, ...differenceLines(difference)];
  }
}

function differenceLines(difference: FileDifference | undefined): string[] {
  switch (difference?.reason) {
    case undefined:
      return [];
    case "missing":
      return ["  the file is missing"];
    case "left over":
      return ["  nothing generates this file any more"];
    case "differs": {
      const { line, expected, found } = difference;
      return [`  line ${line}`, `  - ${excerpt(found)}`, `  + ${excerpt(expected)}`];
    }
  }
}

function excerpt(line: string): string {
  return line.length > 100 ? `${line.slice(0, 100)}…` : line;
}

function totalLine({ counts, files }: GenerateResult, { mode, elapsedMs }: RunReport): string {
  const count = (status: FileResult["status"]): number =>
    files.filter((file) => file.status === status).length;
  const stale = count("stale");
  const parts = [
    plural(counts.modules, "module"),
    plural(counts.handlers, "handler"),
    mode === "write" ? `${plural(count("written"), "file")} written` : "",
    mode === "check" ? `${plural(stale, "file")} stale` : "",
    mode === "dry-run" ? `${plural(stale, "file")} would change` : "",
    `${count("unchanged")} unchanged`,
    count("removed") > 0 ? `${count("removed")} removed` : "",
    counts.warnings > 0 ? plural(counts.warnings, "warning") : "",
    plural(counts.errors, "error"),
  ];
  return `${parts.filter((part) => part !== "").join(", ")} (${Math.round(elapsedMs)} ms)`;
}

function plural(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? "" : "s"}`;
}

function profileTable(timings: Readonly<Record<string, number>>, elapsedMs: number): string {
  const rows = [...Object.entries(timings), ["total", elapsedMs] as const];
  return rows
    .map(([stage, ms]) => `${stage.padEnd(12)}${ms.toFixed(1).padStart(10)} ms\n`)
    .join("");
}

function shownPath(path: string, cwd: string): string {
  return relative(cwd, path) || ".";
}
