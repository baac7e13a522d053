import { ts } from "../compiler/compiler.ts";
import type { Contract } from "../../model.ts";
import { bareExpression } from "../registrations/bare-expression.ts";

/** mqant's methods that call a handler, and whether they wait for its result. */
export const invokeNames: ReadonlyMap<string, { oneWay: boolean }> = new Map([
  ["rpcInvoke", { oneWay: false }],
  ["rpcInvokeNR", { oneWay: true }],
  ["invoke", { oneWay: false }],
  ["invokeNR", { oneWay: true }],
]);

/** The names of methods that may call a handler of this contract. */
export function callNames({ modules }: Contract): ReadonlySet<string> {
  const handlers = modules.flatMap((module) => module.handlers.map(({ name }) => name));
  return new Set([...invokeNames.keys(), ...handlers]);
}

/** A call of a method, with the expression that the method is read from. */
export interface MethodCall {
  readonly call: ts.CallExpression;
  readonly receiver: ts.Expression;
  /** What names the method: an identifier, or the key in `client["odd name"]`. */
  readonly name: ts.MemberName | ts.StringLiteralLike;
}

/** Calls of methods with one of these names; the checker decides about each later. */
export function findCalls(
  sources: readonly ts.SourceFile[],
  names: ReadonlySet<string>,
): MethodCall[] {
  const found: MethodCall[] = [];
  const visit = (node: ts.Node): void => {
    if (ts.isCallExpression(node)) {
      const callee = bareExpression(node.expression);
      if (ts.isPropertyAccessExpression(callee) && names.has(callee.name.text)) {
        found.push({ call: node, receiver: callee.expression, name: callee.name });
      } else if (ts.isElementAccessExpression(callee)) {
        const key = callee.argumentExpression;
        if (ts.isStringLiteralLike(key) && names.has(key.text)) {
          found.push({ call: node, receiver: callee.expression, name: key });
        }
      }
    }
    ts.forEachChild(node, visit);
  };
  for (const source of sources) if (!source.isDeclarationFile) visit(source);
  return found;
}
