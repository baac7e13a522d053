import { ts } from "../compiler/compiler.ts";
import type { ValueSource, Scope, Value } from "./value.ts";

/** Names and values of an object literal, or `undefined` if one of the names can't be known. */
export function objectEntries(
  evaluator: ValueSource,
  node: ts.ObjectLiteralExpression,
  scope: Scope,
): [name: string, value: Value][] | undefined {
  const entries = new Map<string, Value>();
  for (const property of node.properties) {
    if (ts.isSpreadAssignment(property)) {
      const spread = evaluator.entriesOf(evaluator.evaluate(property.expression, scope));
      if (spread === undefined) return undefined;
      for (const [name, value] of spread) entries.set(name, value);
      continue;
    }
    const name = nameOf(evaluator, property.name, scope);
    if (name === undefined) return undefined;
    if (ts.isPropertyAssignment(property)) {
      entries.set(name, evaluator.evaluate(property.initializer, scope));
    } else if (ts.isShorthandPropertyAssignment(property)) {
      entries.set(name, evaluator.evaluate(property.name, scope));
    } else if (ts.isMethodDeclaration(property)) {
      entries.set(name, { kind: "code", node: property, scope });
    } else return undefined;
  }
  return [...entries];
}

/** Names and values of an enum. With a number among them there are names for values too: not known. */
export function enumEntries(
  checker: ts.TypeChecker,
  symbol: ts.Symbol | undefined,
): [name: string, value: Value][] | undefined {
  if (symbol === undefined || (symbol.flags & ts.SymbolFlags.Enum) === 0) return undefined;
  const members = (symbol.declarations ?? []).flatMap((declaration) =>
    ts.isEnumDeclaration(declaration) ? [...declaration.members] : [],
  );
  const entries: [string, Value][] = [];
  for (const member of members) {
    const value = checker.getConstantValue(member);
    if (typeof value !== "string" || ts.isComputedPropertyName(member.name)) return undefined;
    entries.push([member.name.text, { kind: "constant", value }]);
  }
  return entries;
}

/** What `Object.keys`, `values` or `entries` of an object literal or enum give, and `Object.freeze` of anything. */
export function objectCall(
  evaluator: ValueSource,
  { expression: callee, arguments: [argument] }: ts.CallExpression,
  scope: Scope,
): Value | undefined {
  if (argument === undefined || !ts.isPropertyAccessExpression(callee)) return undefined;
  const isObject = ts.isIdentifier(callee.expression) && callee.expression.text === "Object";
  const method = callee.name.text;
  if (!isObject || !/^(freeze|keys|values|entries)$/.test(method)) return undefined;
  const value = evaluator.evaluate(argument, scope);
  if (method === "freeze") return value;
  const items = evaluator.entriesOf(value)?.map(([name, item]): Value => {
    const key: Value = { kind: "constant", value: name };
    if (method === "keys") return key;
    return method === "values" ? item : { kind: "list", items: [key, item] };
  });
  return items && { kind: "list", items };
}

/** Whether an object literal is meant not to change: `as const`, `satisfies`, frozen, or inside one that is. */
export function isConstObject(node: ts.ObjectLiteralExpression): boolean {
  for (
    let at: ts.Node = node.parent;
    ts.isExpression(at) || ts.isPropertyAssignment(at);
    at = at.parent
  ) {
    if (ts.isSatisfiesExpression(at) || isFreeze(at)) return true;
    if (ts.isAsExpression(at) || ts.isTypeAssertionExpression(at)) {
      if (ts.isConstTypeReference(at.type)) return true;
    }
  }
  return false;
}

function isFreeze(node: ts.Node): boolean {
  return ts.isCallExpression(node) && node.expression.getText() === "Object.freeze";
}

function nameOf(evaluator: ValueSource, name: ts.PropertyName, scope: Scope): string | undefined {
  if (!ts.isComputedPropertyName(name)) return name.text;
  const value = evaluator.evaluate(name.expression, scope);
  return value.kind === "constant" ? String(value.value) : undefined;
}
