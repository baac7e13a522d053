import { ts } from "../compiler/compiler.ts";
import { bareExpression } from "./bare-expression.ts";
import type { Evaluator } from "./constant-value.ts";
import type { Scope, Value } from "./value.ts";
import { isThis } from "./own-module.ts";
import type { TypeArguments } from "./type-arguments.ts";
import { isFunctionExpression, type ModuleClass } from "../module-class.ts";
import type { OpenProject } from "../project/open-project.ts";

/** The function behind a handler expression. */
export interface HandlerFunction {
  /** Its type on the very module that registers it. */
  readonly type: ts.Type;
  /** Where it is declared: for its documentation, and for go-to-definition. */
  readonly declaration: ts.Node;
}

/**
 * Finds the function that a registration registers.
 *
 * @param types - What stands for type parameters where the function is registered.
 */
export function handlerFunction(
  project: OpenProject,
  module: ModuleClass,
  value: Value | undefined,
  evaluator: Evaluator,
  types: TypeArguments,
): HandlerFunction | undefined {
  if (value?.kind !== "code") return undefined;
  const { checker } = project;
  if (ts.isMethodDeclaration(value.node)) {
    const type = types.apply(checker, checker.getTypeAtLocation(value.node));
    return { type, declaration: value.node };
  }
  const node = bareExpression(value.node);
  const unbound = boundFunction(node);
  if (unbound !== undefined) {
    const inner = evaluator.evaluate(unbound, value.scope);
    return handlerFunction(project, module, inner, evaluator, types);
  }
  const member = moduleMember(node, value.scope, module, checker, evaluator);
  if (member !== undefined) {
    const type = checker.getTypeOfSymbol(member);
    return { type, declaration: member.valueDeclaration ?? node };
  }
  return {
    type: types.apply(checker, checker.getTypeAtLocation(node)),
    declaration: declarationOf(node, value.scope, evaluator) ?? node,
  };
}

/** The function in `function.bind(this)`: bound to nothing else it has the same parameters. */
function boundFunction(node: ts.Expression): ts.Expression | undefined {
  if (!ts.isCallExpression(node) || node.arguments.length > 1) return undefined;
  const callee = node.expression;
  if (!ts.isPropertyAccessExpression(callee) || callee.name.text !== "bind") return undefined;
  return callee.expression;
}

/** The member that `this.name`, `this["name"]`, `module.name` or a destructured name means. */
function moduleMember(
  node: ts.Expression,
  scope: Scope,
  module: ModuleClass,
  checker: ts.TypeChecker,
  evaluator: Evaluator,
): ts.Symbol | undefined {
  if (ts.isPropertyAccessExpression(node)) {
    if (!isThis(evaluator.evaluate(node.expression, scope))) return undefined;
    const own = ts.isIdentifier(node.name)
      ? checker.getPropertyOfType(module.type, node.name.text)
      : undefined;
    if (own !== undefined) return own;
    const declared = checker.getSymbolAtLocation(node.name);
    return declared && module.memberSymbol(checker, declared);
  }
  if (ts.isElementAccessExpression(node)) {
    const key = evaluator.evaluate(node.argumentExpression, scope);
    if (key.kind !== "constant" || !isThis(evaluator.evaluate(node.expression, scope))) {
      return undefined;
    }
    return checker.getPropertyOfType(module.type, String(key.value));
  }
  return undefined;
}

/** Where a function that is no member is declared; through one wrapper, as in `withAuth(this.login)`. */
function declarationOf(
  node: ts.Expression | ts.MethodDeclaration,
  scope: Scope,
  evaluator: Evaluator,
): ts.Node | undefined {
  if (isFunctionExpression(node) || ts.isMethodDeclaration(node)) return node;
  const name = ts.isPropertyAccessExpression(node) ? node.name : node;
  if (ts.isIdentifier(name) || ts.isPrivateIdentifier(name)) {
    const symbol = evaluator.symbolOf(name);
    const bound = symbol && scope.get(symbol);
    if (bound?.kind === "code") return declarationOf(bound.node, bound.scope, evaluator);
    return symbol?.valueDeclaration;
  }
  if (!ts.isCallExpression(node)) return undefined;
  for (const argument of node.arguments) {
    const declaration = declarationOf(bareExpression(argument), scope, evaluator);
    if (declaration !== undefined && isFunctionLike(declaration)) return declaration;
  }
  return undefined;
}

function isFunctionLike(node: ts.Node): boolean {
  if (ts.isFunctionLike(node)) return true;
  const holdsValue = ts.isPropertyDeclaration(node) || ts.isVariableDeclaration(node);
  return holdsValue && node.initializer !== undefined && isFunctionExpression(node.initializer);
}
