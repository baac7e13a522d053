import type { ImportDeclaration, SourceFile } from "ts-morph";
import type { FileStyle } from "./file-style.ts";
import type { Insertion } from "./insertion.ts";

/** Types and values that a file is to import from one place. */
export interface WantedImport {
  from: string;
  names: readonly string[];
  /** Only types, which are imported as such where nothing is imported from there yet. */
  typeOnly: boolean;
}

/** What has to be put into a file so that it imports these names; nothing if it does. */
export function addImport(
  source: SourceFile,
  { from, names, typeOnly }: WantedImport,
  style: FileStyle,
): Insertion[] {
  const declarations = source.getImportDeclarations();
  const same = declarations.filter((each) => each.getModuleSpecifierValue() === from);
  const known = new Set(same.flatMap((each) => each.getNamedImports().map((one) => one.getName())));
  const missing = names.filter((name) => !known.has(name));
  if (missing.length === 0) return [];
  const fitting = same.find(
    (each) => each.getNamedImports().length > 0 && (typeOnly || !each.isTypeOnly()),
  );
  if (fitting !== undefined) return [extend(fitting, missing, typeOnly)];

  const { quote, end, newline } = style;
  const keyword = typeOnly ? "import type" : "import";
  const line = `${keyword} { ${missing.join(", ")} } from ${quote}${from}${quote}${end}`;
  const last = declarations.at(-1);
  return last === undefined
    ? [
        {
          at: source.getStatements()[0]?.getStart(true) ?? source.getEnd(),
          text: `${line}${newline}${newline}`,
        },
      ]
    : [{ at: last.getEnd(), text: `${newline}${line}` }];
}

function extend(
  declaration: ImportDeclaration,
  names: readonly string[],
  typeOnly: boolean,
): Insertion {
  const imports = declaration.getNamedImports();
  const last = imports.at(-1);
  if (last === undefined) throw new Error("an import without names can't be extended");
  const mark = typeOnly && !declaration.isTypeOnly() ? "type " : "";
  const before = imports.length > 1 ? imports.at(-2) : undefined;
  const gap =
    before === undefined ? " " : textBetween(declaration, before.getEnd(), last.getStart());
  return { at: last.getEnd(), text: names.map((name) => `,${gap}${mark}${name}`).join("") };
}

/** What separates two names: a space, or a line break with the indentation. */
function textBetween(declaration: ImportDeclaration, from: number, to: number): string {
  return declaration.getSourceFile().getFullText().slice(from, to).replace(",", "");
}
