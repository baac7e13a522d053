import type { ts } from "../compiler/compiler.ts";
import type { ModuleClass } from "../module-class.ts";

/** What an expression comes to, as far as that can be known without running it. */
export type Value =
  | { kind: "constant"; value: Constant }
  | { kind: "list"; items: readonly Value[] }
  /** Anything else: the expression at the end of the trail, with what its names stand for. */
  | { kind: "code"; node: ts.Expression | ts.MethodDeclaration; scope: Scope };

export type Constant = string | number | boolean | undefined;

/** What a parameter stands for if its argument is left out. */
export const NOTHING: Value = { kind: "constant", value: undefined };

/** What parameters and loop variables stand for in the activation at hand. */
export type Scope = ReadonlyMap<ts.Symbol, Value>;

export const EMPTY_SCOPE: Scope = new Map();

/** Who knows what expressions come to. */
export interface ValueSource {
  /** The module whose code is being read: what `this.name` means there. */
  readonly module: ModuleClass | undefined;
  evaluate(expression: ts.Expression, scope: Scope): Value;
  /** The element or property of a value, if the value is known that well. */
  pick(value: Value, key: string | number): Value | undefined;
  /** Names and values of an object literal or an enum, if all names are known. */
  entriesOf(value: Value): [name: string, value: Value][] | undefined;
  /** The symbol that a name means, through imports. */
  symbolOf(name: ts.Node): ts.Symbol | undefined;
}

/** The text of a constant, or `undefined` for everything else. */
export function textOf(value: Value | undefined): string | undefined {
  return value?.kind === "constant" && typeof value.value === "string" ? value.value : undefined;
}

export function constant(value: Constant): Value {
  return { kind: "constant", value };
}
