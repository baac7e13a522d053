import { ts } from "../compiler/compiler.ts";

/** Where files import modules by names that are no paths: by name, in the order of the files. */
export function outwardImports(
  sources: readonly ts.SourceFile[],
): ReadonlyMap<string, readonly ts.StringLiteral[]> {
  const byName = new Map<string, ts.StringLiteral[]>();
  for (const source of sources) {
    for (const specifier of outwardSpecifiers(source)) {
      const known = byName.get(specifier.text);
      if (known === undefined) byName.set(specifier.text, [specifier]);
      else known.push(specifier);
    }
  }
  return byName;
}

const specifiers = new WeakMap<ts.SourceFile, readonly ts.StringLiteral[]>();

function outwardSpecifiers(source: ts.SourceFile): readonly ts.StringLiteral[] {
  let found = specifiers.get(source);
  if (found === undefined) {
    found = source.statements.flatMap((statement) => {
      if (!ts.isImportDeclaration(statement) && !ts.isExportDeclaration(statement)) return [];
      const specifier = statement.moduleSpecifier;
      if (specifier === undefined || !ts.isStringLiteral(specifier)) return [];
      return /^[./#]/.test(specifier.text) ? [] : [specifier];
    });
    specifiers.set(source, found);
  }
  return found;
}
