import { ts } from "../compiler/compiler.ts";

/** A class, function or variable at the top of a file. */
export type NamedDeclaration = (
  ts.ClassDeclaration | ts.FunctionDeclaration | ts.VariableDeclaration
) & { readonly name: ts.Identifier };

/** The class, function or variable at the top of the file that a node stands in. */
export function topDeclaration(node: ts.Node): NamedDeclaration | undefined {
  let found: ts.Node | undefined;
  for (let at = node; !ts.isSourceFile(at); at = at.parent) {
    const isKept =
      ts.isClassDeclaration(at) || ts.isFunctionDeclaration(at) || ts.isVariableDeclaration(at);
    if (isKept) found = at;
    // What runs when the file is loaded is nobody's.
    else if (ts.isSourceFile(at.parent) && !ts.isVariableStatement(at)) return undefined;
  }
  return found !== undefined && isNamed(found) ? found : undefined;
}

/** Where a declaration is used: all places that name it, but for imports and exports. */
export function mentionsOf(
  declaration: NamedDeclaration,
  checker: ts.TypeChecker,
  sources: readonly ts.SourceFile[],
): ts.Identifier[] {
  const { name } = declaration;
  const found: ts.Identifier[] = [];
  const visit = (node: ts.Node): void => {
    if (ts.isImportDeclaration(node) || ts.isExportDeclaration(node)) return;
    if (ts.isIdentifier(node) && node.text === name.text && node !== name) {
      if (declarationOf(checker, node) === declaration) found.push(node);
    }
    ts.forEachChild(node, visit);
  };
  for (const source of sources) {
    if (!source.isDeclarationFile && source.text.includes(name.text)) visit(source);
  }
  return found;
}

function declarationOf(checker: ts.TypeChecker, name: ts.Identifier): ts.Declaration | undefined {
  const symbol = ts.isShorthandPropertyAssignment(name.parent)
    ? checker.getShorthandAssignmentValueSymbol(name.parent)
    : checker.getSymbolAtLocation(name);
  if (symbol === undefined) return undefined;
  const isAlias = (symbol.flags & ts.SymbolFlags.Alias) !== 0;
  return (isAlias ? checker.getAliasedSymbol(symbol) : symbol).valueDeclaration;
}

function isNamed(node: ts.Node): node is NamedDeclaration {
  const isKept =
    ts.isClassDeclaration(node) || ts.isFunctionDeclaration(node) || ts.isVariableDeclaration(node);
  return isKept && node.name !== undefined && ts.isIdentifier(node.name);
}
