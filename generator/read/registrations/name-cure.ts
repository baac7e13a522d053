import { ts } from "../compiler/compiler.ts";
import type { Value, ValueSource } from "./value.ts";

const DEFAULT = "use a literal or a constant, or write /** @rpc name */ above the method";
const LOOP =
  "loop over a constant list, or over Object.entries of an object, with for...of or forEach";

/** What to do about a handler's name that is not known: what it comes from decides. */
export function nameCure(value: Value | undefined, evaluator: ValueSource): string {
  if (value?.kind !== "code") return DEFAULT;
  const { node, scope } = value;
  if (ts.isIdentifier(node)) return cureOfVariable(evaluator.symbolOf(node)?.valueDeclaration);
  if (!ts.isPropertyAccessExpression(node) && !ts.isElementAccessExpression(node)) return DEFAULT;
  const whole = evaluator.evaluate(node.expression, scope);
  if (whole.kind === "list") return LOOP;
  const isObject = whole.kind === "code" && ts.isObjectLiteralExpression(whole.node);
  return isObject ? "write as const behind the object, so that its values can't change" : DEFAULT;
}

function cureOfVariable(declaration: ts.Declaration | undefined): string {
  let at: ts.Node | undefined = declaration;
  while (at !== undefined && ts.isBindingElement(at)) at = at.parent.parent;
  if (at === undefined) return DEFAULT;
  if (ts.isParameter(at)) {
    return ts.isCallExpression(at.parent.parent)
      ? LOOP
      : "call the function from onInit, with a literal or a constant for the name";
  }
  if (!ts.isVariableDeclaration(at)) return DEFAULT;
  if (ts.isForInStatement(at.parent.parent) || ts.isForOfStatement(at.parent.parent)) return LOOP;
  const isConst = (ts.getCombinedNodeFlags(at) & ts.NodeFlags.Const) !== 0;
  return isConst ? DEFAULT : "declare it with const, and give it a literal";
}
