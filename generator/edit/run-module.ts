import { type CallExpression, Node, type SourceFile, SyntaxKind } from "ts-morph";
import { addImport } from "./add-import.ts";
import { styleOf } from "./file-style.ts";
import { type Insertion, insertAll, nextItem } from "./insertion.ts";
import { parseFile } from "./parse-file.ts";

/** A module that a program is to run. */
export interface RunModule {
  className: string;
  /** The file of its class without extension, as the program's file imports it: `"./login"`. */
  path: string;
  /** How imports end where the file has no relative import to go by. */
  extension: string;
}

/** Whether a file runs modules: it calls `run` with a new instance of one of these classes. */
export function runsModules(name: string, text: string, classes: ReadonlySet<string>): boolean {
  return text.includes(".run(") && runCalls(parseFile(name, text), classes).length > 0;
}

/**
 * The text of a program with one more module in its call of `app.run`, and imported. All else stays as it is.
 *
 * @param classes - Names of the module classes that are known: they tell the call.
 * @returns `undefined` if there is not exactly one such call.
 */
export function runModule(
  name: string,
  text: string,
  classes: ReadonlySet<string>,
  { className, path, extension }: RunModule,
): string | undefined {
  const source = parseFile(name, text);
  const [call, ...others] = runCalls(source, classes);
  if (call === undefined || others.length > 0) return undefined;
  const from = path + usualExtension(source, extension);
  return insertAll(text, [
    ...argumentIn(call, `new ${className}()`),
    ...addImport(source, { from, names: [className], typeOnly: false }, styleOf(text)),
  ]);
}

function runCalls(source: SourceFile, classes: ReadonlySet<string>): CallExpression[] {
  return source.getDescendantsOfKind(SyntaxKind.CallExpression).filter((call) => {
    const callee = call.getExpression();
    if (!Node.isPropertyAccessExpression(callee) || callee.getName() !== "run") return false;
    return call
      .getArguments()
      .some(
        (argument) =>
          Node.isNewExpression(argument) && classes.has(argument.getExpression().getText()),
      );
  });
}

function argumentIn(call: CallExpression, argument: string): Insertion[] {
  const last = call.getArguments().at(-1);
  if (last === undefined) throw new Error("a call that runs modules has arguments");
  const text = call.getSourceFile().getFullText();
  // Each on a line of its own, or all on one.
  const gap = /\s+$/.exec(text.slice(0, last.getStart()))?.[0] ?? " ";
  return nextItem(text, last.getEnd(), gap, argument);
}

/** How the file's relative imports end, if it has any. */
function usualExtension(source: SourceFile, otherwise: string): string {
  const relative = source
    .getImportDeclarations()
    .map((each) => each.getModuleSpecifierValue())
    .filter((specifier) => /^\.\.?\//.test(specifier));
  const [first] = relative;
  if (first === undefined) return otherwise;
  return /\.[cm]?[jt]sx?$/.exec(first)?.[0] ?? "";
}
