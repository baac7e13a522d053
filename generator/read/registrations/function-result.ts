import { ts } from "../compiler/compiler.ts";
import { bindParameters } from "./bind-names.ts";
import type { Scope, Value, ValueSource } from "./value.ts";
import type { FunctionWithBody } from "../module-class.ts";

/** What a function returns for these arguments, if it does nothing else. */
export function resultOf(
  evaluator: ValueSource,
  declaration: FunctionWithBody,
  values: readonly Value[],
  scope: Scope,
): Value | undefined {
  const { body, parameters } = declaration;
  const isPlain =
    (ts.getCombinedModifierFlags(declaration) & ts.ModifierFlags.Async) === 0 &&
    !("asteriskToken" in declaration && declaration.asteriskToken !== undefined);
  if (!isPlain) return undefined;
  const inner = bindParameters(parameters, values, scope, evaluator);
  if (!ts.isBlock(body)) return evaluator.evaluate(body, inner);
  const result = returnedBy(evaluator, body.statements, inner);
  return result && evaluator.evaluate(result, inner);
}

/** The expression that statements return; constants and known conditions may come before it. */
function returnedBy(
  evaluator: ValueSource,
  statements: readonly ts.Statement[],
  scope: Scope,
): ts.Expression | undefined {
  for (const statement of statements) {
    if (ts.isReturnStatement(statement)) return statement.expression;
    if (ts.isVariableStatement(statement) || ts.isFunctionDeclaration(statement)) continue;
    if (!ts.isIfStatement(statement)) return undefined;
    const condition = evaluator.evaluate(statement.expression, scope);
    if (condition.kind !== "constant") return undefined;
    const taken = condition.value ? statement.thenStatement : statement.elseStatement;
    if (taken === undefined) continue;
    const inside = ts.isBlock(taken) ? taken.statements : [taken];
    const result = returnedBy(evaluator, inside, scope);
    if (result !== undefined || inside.length > 0) return result;
  }
  return undefined;
}
