import { ts } from "../compiler/compiler.ts";
import { calledFunction } from "./called-function.ts";
import { resultOf } from "./function-result.ts";
import { libraryCall } from "./library-call.ts";
import { objectCall } from "./object-literal.ts";
import type { Scope, Value, ValueSource } from "./value.ts";
import { type FunctionWithBody, isStatic } from "../module-class.ts";

/** What a call gives: of a method of lists, texts or `Object`, or of a function that only returns something. */
export function calledValue(
  evaluator: ValueSource,
  call: ts.CallExpression,
  scope: Scope,
): Value | undefined {
  const known = objectCall(evaluator, call, scope) ?? libraryCall(evaluator, call, scope);
  if (known !== undefined) return known;
  const called = calledFunction(call, scope, evaluator);
  // Which method an object has is known of modules only.
  if (called === undefined || (!called.isOwn && isMethod(called.declaration))) return undefined;
  const values: Value[] = [];
  for (const argument of call.arguments) {
    if (ts.isSpreadElement(argument)) return undefined;
    values.push(evaluator.evaluate(argument, scope));
  }
  const result = resultOf(evaluator, called.declaration, values, scope);
  // What a wrapper of handlers gives has the type of its call, which the function inside does not know.
  const isFunction = result?.kind === "code" && !ts.isObjectLiteralExpression(result.node);
  return isFunction ? undefined : result;
}

function isMethod(declaration: FunctionWithBody): boolean {
  return ts.isClassElement(declaration) && !isStatic(declaration);
}
