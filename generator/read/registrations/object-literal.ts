import { ts } from "ts-morph";
import type { Evaluator, Scope, Value } from "./constant-value.ts";

/** Names and values of an object literal, or `undefined` if one of the names can't be known. */
export function objectEntries(
  evaluator: Evaluator,
  node: ts.ObjectLiteralExpression,
  scope: Scope,
): [name: string, value: Value][] | undefined {
  const entries: [string, Value][] = [];
  for (const property of node.properties) {
    const name = property.name && nameOf(evaluator, property.name, scope);
    if (name === undefined) return undefined;
    if (ts.isPropertyAssignment(property)) {
      entries.push([name, evaluator.evaluate(property.initializer, scope)]);
    } else if (ts.isShorthandPropertyAssignment(property)) {
      entries.push([name, evaluator.evaluate(property.name, scope)]);
    } else return undefined;
  }
  return entries;
}

/** What `Object.keys`, `values` or `entries` of an object literal give, and `Object.freeze` of anything. */
export function objectCall(
  evaluator: Evaluator,
  { expression: callee, arguments: [argument] }: ts.CallExpression,
  scope: Scope,
): Value | undefined {
  if (argument === undefined || !ts.isPropertyAccessExpression(callee)) return undefined;
  const isObject = ts.isIdentifier(callee.expression) && callee.expression.text === "Object";
  const method = callee.name.text;
  if (!isObject || !/^(freeze|keys|values|entries)$/.test(method)) return undefined;
  const value = evaluator.evaluate(argument, scope);
  if (method === "freeze") return value;
  if (value.kind !== "code" || !ts.isObjectLiteralExpression(value.node)) return undefined;
  const entries = objectEntries(evaluator, value.node, value.scope);
  const items = entries?.map(([name, item]): Value => {
    const key: Value = { kind: "constant", value: name };
    if (method === "keys") return key;
    return method === "values" ? item : { kind: "list", items: [key, item] };
  });
  return items && { kind: "list", items };
}

function nameOf(evaluator: Evaluator, name: ts.PropertyName, scope: Scope): string | undefined {
  if (!ts.isComputedPropertyName(name)) return name.text;
  const value = evaluator.evaluate(name.expression, scope);
  return value.kind === "constant" ? String(value.value) : undefined;
}
