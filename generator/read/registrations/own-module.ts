import { ts } from "../compiler/compiler.ts";
import type { ModuleClass } from "../module-class.ts";
import type { ValueSource, Scope, Value } from "./value.ts";

/**
 * The module whose member is read: by `this.name` in its own code, or by `module.name` where `module`
 * stands for it.
 */
export function ownModule(
  evaluator: ValueSource,
  { expression }: ts.PropertyAccessExpression,
  scope: Scope,
): ModuleClass | undefined {
  const { module } = evaluator;
  if (module === undefined) return undefined;
  const value: Value =
    expression.kind === ts.SyntaxKind.ThisKeyword
      ? { kind: "code", node: expression, scope }
      : evaluator.evaluate(expression, scope);
  return isThis(value) && isCodeOf(value.node, module) ? module : undefined;
}

/** Whether a value is a `this`: in the code of modules that is the module. */
export function isThis(value: Value | undefined): value is Extract<Value, { kind: "code" }> {
  return value?.kind === "code" && value.node.kind === ts.SyntaxKind.ThisKeyword;
}

/** Whether `this` is the module there: not in an object's method, nor in another class. */
function isCodeOf(node: ts.Node, module: ModuleClass): boolean {
  const owner = classOfThis(node);
  return owner !== undefined && module.chain.includes(owner);
}

/** The class that `this` is of; `undefined` in a function or an object's method, which have one of their own. */
export function classOfThis(node: ts.Node): ts.ClassLikeDeclaration | undefined {
  for (let at = node.parent; !ts.isSourceFile(at); at = at.parent) {
    if (ts.isClassLike(at)) return at;
    const isMember = ts.isClassLike(at.parent);
    if (ts.isFunctionLike(at) && !ts.isArrowFunction(at) && !isMember) return undefined;
  }
  return undefined;
}
