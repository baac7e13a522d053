import { ts } from "../compiler/compiler.ts";
import type { Diagnostic } from "../../diagnostic.ts";
import { GeneratorError } from "../../generator-error.ts";
import type { Location } from "../../model.ts";
import type { OpenProject } from "./open-project.ts";

/**
 * Goes on only with sources that are whole: half of them would look like all of them, and what was generated from
 * the other half would be removed.
 *
 * @throws {GeneratorError} MQ1063 for what can't be read, MQ1090 for what can't be parsed: each with its file.
 */
export function refuseUnsound(project: OpenProject): void {
  refuseUnreadable(project);
  refuse(project.sources.flatMap((source) => syntaxErrors(project, source)));
}

/** @throws {GeneratorError} MQ1063 for all files and folders that can't be read. */
export function refuseUnreadable({ locator, missing, disk }: OpenProject): void {
  const unreadable = [...disk.unreadable].map(([path, reason]) => {
    const file = locator.relative(path);
    return readProblem(
      file,
      `${file} can't be read: ${reason}`,
      "make it readable, or exclude it in the tsconfig",
    );
  });
  const gone = missing
    .filter((path) => !disk.unreadable.has(path))
    .map((path) => {
      const file = locator.relative(path);
      return readProblem(
        file,
        `${file} belongs to the project and is not there`,
        "run again if it was removed just now; is it listed under files in the tsconfig, or in a folder that this user may not enter?",
      );
    });
  refuse([...unreadable, ...gone]);
}

function refuse([first, ...others]: readonly Diagnostic[]): void {
  if (first !== undefined) throw new GeneratorError([first, ...others]);
}

function readProblem(file: string, message: string, hint: string): Diagnostic {
  const location = { file, line: 1, column: 1, endLine: 1, endColumn: 1 };
  return { code: "MQ1063", severity: "error", message, location, hint };
}

/** The first syntax error of a file: those behind it are mostly its consequences. */
function syntaxErrors(
  { program, locator }: OpenProject,
  source: ts.SourceFile,
): readonly Diagnostic[] {
  const [first] = program.getSyntacticDiagnostics(source);
  if (first === undefined) return [];
  const text = ts.flattenDiagnosticMessageText(first.messageText, " ");
  // What is no text in UTF-8 is full of these.
  const isOtherText = /[\0\uFFFD]/.test(source.text);
  return [
    {
      code: "MQ1090",
      severity: "error",
      message: `the file can't be parsed: ${text}`,
      location: placeOf(locator.fileOf(source), source, first),
      hint: isOtherText
        ? "is it text in UTF-8? UTF-16 needs a byte order mark"
        : "correct it; until then nothing is generated, since handlers behind it might be lost",
    },
  ];
}

function placeOf(
  file: string,
  source: ts.SourceFile,
  { start, length }: ts.DiagnosticWithLocation,
): Location {
  const from = source.getLineAndCharacterOfPosition(start);
  const to = source.getLineAndCharacterOfPosition(start + length);
  return {
    file,
    line: from.line + 1,
    column: from.character + 1,
    endLine: to.line + 1,
    endColumn: to.character + 1,
  };
}
