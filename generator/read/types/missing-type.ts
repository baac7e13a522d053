import path from "node:path";
import { ts } from "../compiler/compiler.ts";
import { compilerSays } from "./compiler-says.ts";
import type { OpenProject } from "../project/open-project.ts";
import type { TypeProblem } from "./type-problem.ts";

/** Whether the checker gave up on a type. Its text still reads like the name that was not found. */
export function isErrorType(type: ts.Type): boolean {
  if ((type.flags & ts.TypeFlags.Any) === 0) return false;
  // Not in the public type: the name that tells the two kinds of `any` apart.
  return (type as { intrinsicName?: string }).intrinsicName === "error";
}

/**
 * The first name in a written type that means nothing. Looked for in the text, because `Pick<Order,
 * Missing>` comes out as a type like any other. Parts that are read by themselves are left to that.
 */
export function missingType({ checker }: OpenProject, node: ts.TypeNode): ts.TypeNode | undefined {
  const visit = (at: ts.Node): ts.TypeNode | undefined => {
    if (isReadByParts(at)) return undefined;
    // What stands inside is to blame for what is around it.
    const inner = ts.forEachChild(at, visit);
    if (inner !== undefined) return inner;
    if (ts.isTypeReferenceNode(at) || ts.isImportTypeNode(at) || ts.isTypeQueryNode(at)) {
      if (isErrorType(checker.getTypeFromTypeNode(at))) return at;
    }
    return undefined;
  };
  return visit(node);
}

function isReadByParts(node: ts.Node): boolean {
  return (
    ts.isTypeLiteralNode(node) ||
    ts.isArrayTypeNode(node) ||
    ts.isTupleTypeNode(node) ||
    ts.isFunctionTypeNode(node)
  );
}

/** What to say about a type that was not found: generated ones are hidden on purpose. */
export function missingImport(project: OpenProject, node: ts.TypeNode): TypeProblem {
  const name = nameOf(node);
  const specifier = importOf(name);
  if (specifier !== undefined && ts.isStringLiteral(specifier) && specifier.text.startsWith(".")) {
    const folder = path.dirname(node.getSourceFile().fileName);
    if (project.isOutput(path.resolve(folder, specifier.text))) {
      return {
        code: "MQ1026",
        reason: `mentions ${name.getText()}, which comes from the output folder`,
        hint: "declare the type in a source file: what is generated can't depend on itself",
      };
    }
  }
  const text = name.getText();
  const refused = whyRefused(project, node, name);
  if (refused !== undefined) {
    return {
      code: "MQ1051",
      reason: `mentions ${text}, which the compiler refuses: ${refused}`,
      hint: "correct it until tsc has nothing against it",
    };
  }
  return {
    code: "MQ1051",
    reason: `mentions ${text}, which can't be resolved`,
    hint:
      text === "Buffer"
        ? "install @types/node and list it in the tsconfig's types, or use Uint8Array"
        : "is its import right, and its package or @types installed?",
  };
}

/** What to say about a type that the checker gave up on without a name being to blame. */
export function unresolved(project: OpenProject, place: ts.Node): TypeProblem {
  const refused = compilerSays(project, place);
  return {
    code: "MQ1051",
    reason: `has a type that can't be resolved${refused === undefined ? "" : `: ${refused}`}`,
    hint: "correct it until tsc has nothing against it",
  };
}

/** Why a name that is declared means nothing: because of how it is used here, or of how it is declared. */
function whyRefused(project: OpenProject, node: ts.Node, name: ts.Node): string | undefined {
  const declarations = declarationsOf(project, name);
  if (declarations.length === 0) return undefined;
  return [node, ...declarations].map((each) => compilerSays(project, each)).find(Boolean);
}

function declarationsOf({ checker }: OpenProject, name: ts.Node): readonly ts.Declaration[] {
  const symbol = checker.getSymbolAtLocation(name);
  if (symbol === undefined) return [];
  const isAlias = (symbol.flags & ts.SymbolFlags.Alias) !== 0;
  return (isAlias ? checker.getAliasedSymbol(symbol) : symbol).declarations ?? [];
}

function nameOf(node: ts.TypeNode): ts.Node {
  if (ts.isTypeReferenceNode(node)) return node.typeName;
  if (ts.isExpressionWithTypeArguments(node)) return node.expression;
  return ts.isTypeQueryNode(node) ? node.exprName : node;
}

/** The module specifier of the import that a name comes from. */
function importOf(name: ts.Node): ts.Expression | undefined {
  let first = name;
  while (ts.isQualifiedName(first)) first = first.left;
  if (!ts.isIdentifier(first)) return undefined;
  const { text } = first;
  for (const statement of name.getSourceFile().statements) {
    if (!ts.isImportDeclaration(statement) || statement.importClause === undefined) continue;
    const { name: whole, namedBindings } = statement.importClause;
    const names = [whole, ...bindings(namedBindings)];
    if (names.some((imported) => imported?.text === text)) return statement.moduleSpecifier;
  }
  return undefined;
}

function bindings(named: ts.NamedImportBindings | undefined): ts.Identifier[] {
  if (named === undefined) return [];
  return ts.isNamespaceImport(named) ? [named.name] : named.elements.map(({ name }) => name);
}
