import { readFileSync } from "node:fs";
import { relative, resolve } from "node:path";
import type * as CodeFrame from "@babel/code-frame";
import type picocolors from "picocolors";
import type { Diagnostic } from "../diagnostic.ts";
import { loadLate } from "../load-late.ts";

export type Colors = ReturnType<typeof picocolors.createColors>;

/** What problems are printed with. */
export interface DiagnosticView {
  /** What places in diagnostics are relative to: absolute. */
  root: string;
  /** What they are shown relative to. */
  cwd: string;
  color: boolean;
  colors: Colors;
}

/** A problem with its place, the lines around it and the cure. */
export function diagnosticText(
  { code, severity, message, location, hint, related = [] }: Diagnostic,
  view: DiagnosticView,
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

function placeText(
  { file, line, column }: Diagnostic["location"],
  { root, cwd }: DiagnosticView,
): string {
  return `${shownPath(resolve(root, file), cwd)}:${line}:${column}`;
}

/** The lines around a place, or nothing if the file can't be read any more. */
function frame(location: Diagnostic["location"], { root, color }: DiagnosticView): string[] {
  const { line, column, endLine, endColumn } = location;
  let source: string;
  try {
    source = readFileSync(resolve(root, location.file), "utf8");
  } catch {
    return [];
  }
  // Over several lines the frame would mark everything; the first line says where to look.
  const end = endLine === line && endColumn > column ? { line, column: endColumn } : undefined;
  // Most runs have nothing to show.
  const { codeFrameColumns } = loadLate("@babel/code-frame") as typeof CodeFrame; // by its name
  const text = codeFrameColumns(
    source,
    { start: { line, column }, end },
    { highlightCode: color, forceColor: color, linesAbove: 1, linesBelow: 1 },
  );
  return ["", text, ""];
}

/** A path as people type it: from where they are. */
export function shownPath(path: string, cwd: string): string {
  return relative(cwd, path) || ".";
}
