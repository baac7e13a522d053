import { ts } from "../compiler/compiler.ts";
import { type ValueSource, NOTHING, type Scope, type Value } from "./value.ts";

/** A scope in which a name or pattern stands for (the parts of) a value. */
export function bindName(
  name: ts.BindingName,
  value: Value | undefined,
  scope: Scope,
  evaluator: ValueSource,
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
      const given = part && key !== undefined ? evaluator.pick(part, key) : undefined;
      bind(element.name, orDefault(given, element.initializer, bound, evaluator));
    });
  }
}

/**
 * The scope inside a function that is called with these arguments.
 *
 * @param values - `undefined` where the arguments can't be known.
 */
export function bindParameters(
  parameters: readonly ts.ParameterDeclaration[],
  values: readonly Value[] | undefined,
  scope: Scope,
  evaluator: ValueSource,
): Scope {
  let inner = scope;
  parameters.forEach((parameter, index) => {
    const value =
      values &&
      orDefault(argument(parameter, index, values), parameter.initializer, inner, evaluator);
    inner = bindName(parameter.name, value, inner, evaluator);
  });
  return inner;
}

function argument(
  { dotDotDotToken }: ts.ParameterDeclaration,
  index: number,
  values: readonly Value[],
): Value {
  if (dotDotDotToken !== undefined) return { kind: "list", items: values.slice(index) };
  return values[index] ?? NOTHING;
}

/** A value, or the default that stands in where it is known to be left out. */
function orDefault(
  value: Value | undefined,
  initializer: ts.Expression | undefined,
  scope: Scope,
  evaluator: ValueSource,
): Value | undefined {
  const isLeftOut = value?.kind === "constant" && value.value === undefined;
  return isLeftOut && initializer !== undefined ? evaluator.evaluate(initializer, scope) : value;
}

function keyOf(element: ts.BindingElement): string | undefined {
  const name = element.propertyName ?? element.name;
  return ts.isIdentifier(name) || ts.isStringLiteralLike(name) ? name.text : undefined;
}
