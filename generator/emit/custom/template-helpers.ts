import type { Contract, NamedType, TypeId, TypeModel } from "../../model.ts";
import { literal } from "../escape-text.ts";
import { html } from "../docs/html-text.ts";
import { isIdentifier, kebabCase, lowerFirst, pascalCase } from "../identifiers.ts";
import { TypeGraph } from "../type-graph.ts";
import { typeText } from "../type-text.ts";

/** What templates of users' may call. No name is that of a property in a contract: the helper would win. */
export type TemplateHelpers = Readonly<Record<string, (...args: never[]) => unknown>>;

/** The helpers of templates about a contract. Nothing is escaped that no helper escapes. */
export function templateHelpers(contract: Contract): TemplateHelpers {
  const graph = new TypeGraph(contract);
  const named = (id: TypeId): NamedType => graph.get(id);
  const naming = {
    name: (id: TypeId): string => named(id).name,
    member: (id: TypeId, member: string): string => `${named(id).name}.${member}`,
  };
  return {
    /** A value as JSON on one line. */
    json: (value: unknown) => JSON.stringify(value) ?? "null",
    /** A text, number or boolean as a literal of JavaScript and its like. */
    literal: (value: string | number | boolean) => literal(value),
    /** Text with nothing in it that is markup. */
    html: (text: string) => html(text),
    /** Text on one line. */
    oneLine: (text: string | readonly string[]) =>
      (typeof text === "string" ? text : text.join(" ")).replace(/\s+/g, " ").trim(),
    /** A text as a name for a variable: letters of words that begin small, then large. */
    identifier: (text: string) => {
      const name = lowerFirst(pascalCase(text)) || "_";
      return isIdentifier(name) ? name : `${name}_`;
    },
    pascal: (text: string) => pascalCase(text),
    kebab: (text: string) => kebabCase(text),
    /** A type as TypeScript, with the names of named types. */
    typescript: (type: TypeModel) => typeText(type, naming),
    /** The name of the type that a `ref` refers to. */
    typeName: (id: TypeId) => named(id).name,
    /** The structure of a type: what its name stands for, if it has one. */
    resolve: (type: TypeModel) => graph.resolve(type),
    eq: (a: unknown, b: unknown) => a === b,
    not: (value: unknown) => !value,
    or: (a: unknown, b: unknown) => Boolean(a) || Boolean(b),
    /** Whether something optional is there: templates may not name what isn't. */
    has: (value: unknown, key: string) =>
      typeof value === "object" && value !== null && Object.hasOwn(value, key),
  };
}
