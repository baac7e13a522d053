import type picocolors from "picocolors";
import type { FileDifference } from "../file-difference.ts";
import { loadLate } from "../load-late.ts";
import type { FileResult } from "../write-files.ts";
import { type Colors, diagnosticText, shownPath } from "./diagnostic-text.ts";
import { plural } from "./plural.ts";
import type { RunMode, RunReport, ToldResult } from "./run-report.ts";

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

/** The report for people: diagnostics with the code they are about, one line per file, and a total. */
export function prettyReport(report: RunReport, options: PrettyOptions): Streams {
  const paint = lazyColors(options.color);
  const { result, problems } = report;
  const told = problems.map(({ code, message, stack }) => {
    const colors = paint();
    const label = colors.red(code === undefined ? "error" : `error ${code}`);
    const trace = options.stacks && stack !== undefined ? `${colors.dim(stack)}\n` : "";
    return `${label}: ${message}\n${trace}`;
  });
  if (result === undefined) return { stdout: "", stderr: told.join("\n") };
  const { diagnostics, files, counts, root } = result;
  const view: View = { root, paint, ...options };
  told.push(
    ...diagnostics.map((diagnostic) => diagnosticText(diagnostic, { colors: paint(), ...view })),
  );
  if (options.profile) told.push(profileTable(result.timings, report.elapsedMs));
  const lines = files.flatMap((file) => fileLines(file, report.mode, view));
  const total = totalLine(result, report);
  return {
    stdout: [...lines, counts.errors > 0 ? paint().red(total) : total, ""].join("\n"),
    stderr: told.join("\n"),
  };
}

/** What all parts of the report are printed with. */
interface View extends PrettyOptions {
  root: string;
  paint: () => Colors;
}

/** Colours, once there is something to paint. */
function lazyColors(isWanted: boolean): () => Colors {
  let colors: Colors | undefined;
  return () => (colors ??= (loadLate("picocolors") as typeof picocolors).createColors(isWanted));
}

function fileLines(
  { path, status, difference }: FileResult,
  mode: RunMode,
  { paint, cwd }: View,
): string[] {
  // Mostly all are, and none is shown.
  if (status === "unchanged") return [];
  const colors = paint();
  const shown = shownPath(path, cwd);
  switch (status) {
    case "written":
      return [`${colors.green("written")} ${shown}`];
    case "removed":
      return [`${colors.yellow("removed")} ${shown}`];
    case "stale":
      return mode === "dry-run"
        ? [`${difference?.reason === "left over" ? "would remove" : "would write"} ${shown}`]
        : [`${colors.red("stale")} ${shown}`, ...differenceLines(difference, colors)];
  }
}

function differenceLines(difference: FileDifference | undefined, colors: Colors): string[] {
  switch (difference?.reason) {
    case undefined:
      return [];
    case "missing":
      return ["  the file is missing"];
    case "left over":
      return ["  nothing generates this file any more"];
    case "differs": {
      const { line, expected, found, hunks, more } = difference;
      if (hunks.length === 0)
        return [`  line ${line}`, `  - ${cut(found)}`, `  + ${cut(expected)}`];
      const lines = hunks.flatMap((hunk) => hunk.split("\n")).map((text) => hunkLine(text, colors));
      return more === undefined || more === 0
        ? lines
        : [...lines, `  … and ${plural(more, "more place")}`];
    }
  }
}

function hunkLine(text: string, colors: Colors): string {
  const paint = { "-": colors.red, "+": colors.green, "@": colors.cyan }[text[0] ?? ""];
  return `  ${paint === undefined ? cut(text) : paint(cut(text))}`;
}

function cut(line: string): string {
  return line.length > 100 ? `${line.slice(0, 100)}…` : line;
}

function totalLine({ counts, files }: ToldResult, { mode, elapsedMs }: RunReport): string {
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

function profileTable(timings: Readonly<Record<string, number>>, elapsedMs: number): string {
  const rows = [...Object.entries(timings), ["total", elapsedMs] as const];
  const table = rows.map(([stage, ms]) => `${stage.padEnd(12)}${ms.toFixed(1).padStart(10)} ms\n`);
  // The most that the process ever had; the system counts in kilobytes.
  const memory = process.resourceUsage().maxRSS / 1024;
  return [...table, `${"memory".padEnd(12)}${memory.toFixed(1).padStart(10)} MB\n`].join("");
}
