import path from "node:path";
import { ts } from "../compiler/compiler.ts";
import { returned } from "../module-class.ts";
import { type FunctionWithBody, hasBody, isFunctionExpression } from "../module-class.ts";
import type { OpenProject } from "../project/open-project.ts";

/** Functions that call functions are followed this far. */
const MAX_DEPTH = 6;

/**
 * Finds what ties a result that nobody annotated to generated code: a typed call of a module, whose
 * result type is what the generator writes, or an import from the output folder. The type that the
 * compiler shows without them would be wrong without a trace: `cond ? 1 : await this.rpcInvoke(…)` is
 * `number`.
 */
export function generatedSource(project: OpenProject, root: ts.Node): ts.Node | undefined {
  const seen = new Set<ts.Node>();
  return inFunction(functionIn(root), 0);

  function inFunction(
    declaration: FunctionWithBody | undefined,
    depth: number,
  ): ts.Node | undefined {
    if (declaration === undefined || depth > MAX_DEPTH || seen.has(declaration)) return undefined;
    seen.add(declaration);
    // What is written down does not depend on the code.
    if (declaration.type !== undefined) return undefined;
    for (const value of returned(declaration.body)) {
      const found = inExpression(value, depth);
      if (found !== undefined) return found;
    }
    return undefined;
  }

  function inExpression(node: ts.Node, depth: number): ts.Node | undefined {
    if (ts.isTypeNode(node)) return undefined;
    if (ts.isAsExpression(node) || ts.isTypeAssertionExpression(node)) {
      return ts.isConstTypeReference(node.type) ? inExpression(node.expression, depth) : undefined;
    }
    if (ts.isIdentifier(node)) return inName(node, depth);
    if (ts.isCallExpression(node) && isModuleCall(project, node)) return node;
    if (ts.isPropertyAccessExpression(node)) {
      return inName(node.name, depth) ?? inExpression(node.expression, depth);
    }
    return ts.forEachChild(node, (child) => inExpression(child, depth));
  }

  function inName(name: ts.MemberName, depth: number): ts.Node | undefined {
    // In `{ name }` the symbol at the name is the property's.
    const symbol = ts.isShorthandPropertyAssignment(name.parent)
      ? project.checker.getShorthandAssignmentValueSymbol(name.parent)
      : project.checker.getSymbolAtLocation(name);
    const declaration = symbol?.declarations?.[0];
    if (declaration === undefined || !project.isSource(declaration.getSourceFile()))
      return undefined;
    if (isFromOutput(project, declaration)) return name;
    return inDeclaration(aliased(project.checker, symbol)?.valueDeclaration ?? declaration, depth);
  }

  function inDeclaration(declaration: ts.Declaration, depth: number): ts.Node | undefined {
    if (!project.isSource(declaration.getSourceFile())) return undefined;
    if (ts.isBindingElement(declaration)) {
      const owner = declaration.parent.parent;
      return ts.isVariableDeclaration(owner) ? inVariable(owner, depth) : undefined;
    }
    if (ts.isVariableDeclaration(declaration)) return inVariable(declaration, depth);
    return inFunction(functionIn(declaration), depth + 1);
  }

  function inVariable(declaration: ts.VariableDeclaration, depth: number): ts.Node | undefined {
    if (declaration.type !== undefined || seen.has(declaration)) return undefined;
    seen.add(declaration);
    for (const value of valuesOf(declaration)) {
      const held = functionIn(value);
      const found = held === undefined ? inExpression(value, depth) : inFunction(held, depth + 1);
      if (found !== undefined) return found;
    }
    return undefined;
  }
}

/** All that a variable is set to: where it is declared, and by assignments around. */
function valuesOf(declaration: ts.VariableDeclaration): ts.Expression[] {
  const { name, initializer } = declaration;
  const values = initializer === undefined ? [] : [initializer];
  const isConstant = (ts.getCombinedNodeFlags(declaration) & ts.NodeFlags.Const) !== 0;
  const scope = ts.findAncestor(declaration, ts.isFunctionLike);
  if (isConstant || scope === undefined || !ts.isIdentifier(name)) return values;
  const visit = (node: ts.Node): void => {
    if (ts.isBinaryExpression(node) && isAssignment(node.operatorToken.kind)) {
      if (ts.isIdentifier(node.left) && node.left.text === name.text) values.push(node.right);
    }
    ts.forEachChild(node, visit);
  };
  visit(scope);
  return values;
}

function isAssignment(operator: ts.SyntaxKind): boolean {
  return operator >= ts.SyntaxKind.FirstAssignment && operator <= ts.SyntaxKind.LastAssignment;
}

/** What an import stands for. */
function aliased(checker: ts.TypeChecker, symbol: ts.Symbol | undefined): ts.Symbol | undefined {
  const isImport = symbol !== undefined && (symbol.flags & ts.SymbolFlags.Alias) !== 0;
  return isImport ? checker.getAliasedSymbol(symbol) : undefined;
}

/** The function that a node is or holds. */
function functionIn(node: ts.Node): FunctionWithBody | undefined {
  if (hasBody(node)) return node;
  if (!ts.isPropertyDeclaration(node) && !ts.isVariableDeclaration(node)) return undefined;
  const { initializer } = node;
  const isFunction = initializer !== undefined && isFunctionExpression(initializer);
  return isFunction && node.type === undefined ? (initializer as FunctionWithBody) : undefined; // they have bodies
}

/** `rpcInvoke`: its result type is looked up in the registry that the generator fills. */
function isModuleCall({ checker, mqant }: OpenProject, call: ts.CallExpression): boolean {
  const callee = call.expression;
  if (!ts.isPropertyAccessExpression(callee) || callee.name.text !== "rpcInvoke") return false;
  const declaration = checker.getSymbolAtLocation(callee.name)?.valueDeclaration;
  return declaration !== undefined && mqant.owns(declaration);
}

function isFromOutput(project: OpenProject, declaration: ts.Declaration): boolean {
  const statement = ts.findAncestor(declaration, ts.isImportDeclaration);
  const specifier = statement?.moduleSpecifier;
  if (specifier === undefined || !ts.isStringLiteral(specifier)) return false;
  const folder = path.dirname(declaration.getSourceFile().fileName);
  return specifier.text.startsWith(".") && project.isOutput(path.resolve(folder, specifier.text));
}
