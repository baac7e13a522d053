import { ts } from "ts-morph";
import type { Evaluator, Scope, Value } from "./constant-value.ts";

/** A scope in which a name or pattern stands for (the parts of) a value. */
export function bindName(
  name: ts.BindingName,
  value: Value | undefined,
  scope: Scope,
  evaluator: Evaluator,
): Scope {
  const bound = new Map(scope);
  bind(name, value);
  return bound;

  function bind(target: ts.BindingName, part: Value | undefined): void {
    if (ts.isIdentifier(target)) {
      const symbol = evaluator.symbolOf(target);
      if (symbol === undefined) return;
      if (part === undefined) bound.delete(symbol);
      else bound.set(symbol, part);
      return;
    }
    target.elements.forEach((element, index) => {
      if (!ts.isBindingElement(element)) return;
      const key = ts.isArrayBindingPattern(target) ? index : keyOf(element);
      bind(element.name, part && key !== undefined ? evaluator.pick(part, key) : undefined);
    });
  }
}

/** The scope inside a function that is called with these arguments. */
export function bindParameters(
  parameters: readonly ts.ParameterDeclaration[],
  values: readonly Value[],
  scope: Scope,
  evaluator: Evaluator,
): Scope {
  let inner = scope;
  parameters.forEach((parameter, index) => {
    const given: Value | undefined =
      parameter.dotDotDotToken === undefined
        ? values[index]
        : { kind: "list", items: values.slice(index) };
    const value =
      given ?? (parameter.initializer && evaluator.evaluate(parameter.initializer, inner));
    inner = bindName(parameter.name, value, inner, evaluator);
  });
  return inner;
}

function keyOf(element: ts.BindingElement): string | undefined {
  const name = element.propertyName ?? element.name;
  return ts.isIdentifier(name) || ts.isStringLiteralLike(name) ? name.text : undefined;
}
