import { ts } from "../compiler/compiler.ts";
import { bareExpression } from "./bare-expression.ts";
import { resultOf } from "./function-result.ts";
import { type Constant, constant, type ValueSource, type Scope, type Value } from "./value.ts";
import { type FunctionWithBody, isFunctionExpression } from "../module-class.ts";

/** Methods of texts that depend on nothing but the text and their arguments. */
const textMethods: ReadonlySet<string> = new Set([
  "concat",
  "endsWith",
  "includes",
  "replaceAll",
  "slice",
  "startsWith",
  "toLowerCase",
  "toUpperCase",
  "trim",
]);

/** What a method of a known list or text gives. */
export function libraryCall(
  evaluator: ValueSource,
  call: ts.CallExpression,
  scope: Scope,
): Value | undefined {
  const callee = bareExpression(call.expression);
  if (!ts.isPropertyAccessExpression(callee)) return undefined;
  const method = callee.name.text;
  if (!textMethods.has(method) && !isListMethod(method)) return undefined;
  const whole = evaluator.evaluate(callee.expression, scope);
  if (whole.kind === "constant" && typeof whole.value === "string") {
    const args = constants(evaluator, call.arguments, scope);
    return args && textMethods.has(method) ? textCall(whole.value, method, args) : undefined;
  }
  if (whole.kind !== "list" || !isListMethod(method)) return undefined;
  return listMethods[method]({ items: whole.items, args: call.arguments, evaluator, scope });
}

function textCall(text: string, method: string, args: readonly Constant[]): Value | undefined {
  const run = Object.getOwnPropertyDescriptor(String.prototype, method)?.value as
    ((...args: Constant[]) => Constant) | undefined; // one of the methods above
  return run && constant(run.apply(text, [...args]));
}

interface ListCall {
  readonly items: readonly Value[];
  readonly args: readonly ts.Expression[];
  readonly evaluator: ValueSource;
  readonly scope: Scope;
}

const listMethods = {
  map: (call: ListCall) => {
    const mapped = eachResult(call);
    return mapped && list(mapped);
  },
  flatMap: (call: ListCall) => {
    const mapped = eachResult(call);
    return mapped && list(mapped.flatMap((one) => (one.kind === "list" ? one.items : [one])));
  },
  filter: (call: ListCall) => {
    const kept = eachResult(call);
    if (kept === undefined) return undefined;
    const verdicts = kept.map((one) => (one.kind === "constant" ? Boolean(one.value) : undefined));
    if (verdicts.includes(undefined)) return undefined;
    return list(call.items.filter((_, index) => verdicts[index]));
  },
  concat: ({ items, args, evaluator, scope }: ListCall) => {
    const others = args.map((argument) => evaluator.evaluate(argument, scope));
    if (!others.every((other) => other.kind === "list")) return undefined;
    return list([...items, ...others.flatMap((other) => other.items)]);
  },
  entries: ({ items }: ListCall) => list(items.map((item, at) => list([constant(at), item]))),
  includes: ({ items, args, evaluator, scope }: ListCall) => {
    const wanted = constants(evaluator, args, scope);
    const known = items.map((item) => (item.kind === "constant" ? item : undefined));
    if (wanted?.length !== 1 || known.includes(undefined)) return undefined;
    return constant(known.some((item) => item?.value === wanted[0]));
  },
  join: ({ items, args, evaluator, scope }: ListCall) => {
    const [separator = ","] = constants(evaluator, args, scope) ?? [];
    const texts = items.map((item) => (item.kind === "constant" ? item.value : undefined));
    return texts.includes(undefined) ? undefined : constant(texts.join(String(separator)));
  },
} satisfies Record<string, (call: ListCall) => Value | undefined>;

function isListMethod(name: string): name is keyof typeof listMethods {
  return Object.hasOwn(listMethods, name);
}

/** What a callback gives for each item. */
function eachResult({ items, args, evaluator, scope }: ListCall): Value[] | undefined {
  const callback = args[0] && bareExpression(args[0]);
  if (callback === undefined || !isFunctionExpression(callback)) return undefined;
  const results = items.map((item, index) =>
    // Function expressions have bodies.
    resultOf(evaluator, callback as FunctionWithBody, [item, constant(index)], scope),
  );
  return results.every((one) => one !== undefined) ? results : undefined;
}

function constants(
  evaluator: ValueSource,
  args: readonly ts.Expression[],
  scope: Scope,
): Constant[] | undefined {
  const values = args.map((argument) => evaluator.evaluate(argument, scope));
  return values.every((value) => value.kind === "constant")
    ? values.map(({ value }) => value)
    : undefined;
}

function list(items: readonly Value[]): Value {
  return { kind: "list", items };
}
