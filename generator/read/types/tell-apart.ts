import type { TypeId, TypeModel } from "../../model.ts";
import { compareText } from "../location.ts";
import { partsOf } from "../../type-parts.ts";

/** Finds the structure of a named type. */
export type Lookup = (id: TypeId) => TypeModel | undefined;

/** Recursive types are compared this deep. */
const MAX_DEPTH = 6;

/**
 * Whether a receiver knows which of two union members it got. Values that travel as they are need no
 * telling; a `Date` that travels as text does, if the other member is a text as well.
 */
export function canTellApart(a: TypeModel, b: TypeModel, lookup: Lookup): boolean {
  if (!needsDecoding(a, lookup) && !needsDecoding(b, lookup)) return true;
  return areDisjoint(a, b, lookup, MAX_DEPTH);
}

/**
 * The property whose values tell all members apart, the first in order of names: each member has it, as
 * literals that no other member has. `null` and `undefined` beside the members don't count.
 */
export function discriminantOf(members: readonly TypeModel[], lookup: Lookup): string | undefined {
  const objects = members.filter(({ kind }) => kind !== "null" && kind !== "undefined");
  const tags = objects.map((member) => tagsOf(member, lookup, MAX_DEPTH));
  const [first, ...others] = tags;
  if (first === undefined || others.length === 0) return undefined;
  return [...first.keys()].sort(compareText).find((name) => {
    const values = tags.map((tag) => tag.get(name));
    const all = values.flatMap((own) => own ?? []);
    return !values.includes(undefined) && new Set(all).size === all.length;
  });
}

/** Whether a type travels in another form than it has in a program. */
export function needsDecoding(
  type: TypeModel,
  lookup: Lookup,
  seen: Set<TypeId> = new Set(),
): boolean {
  if (type.kind === "date" || type.kind === "bigint" || type.kind === "bytes") return true;
  if (type.kind !== "ref") return partsOf(type).some((part) => needsDecoding(part, lookup, seen));
  if (seen.has(type.id)) return false;
  seen.add(type.id);
  const target = lookup(type.id);
  return target !== undefined && needsDecoding(target, lookup, seen);
}

/** The properties that have finitely many values, with these, in an object or in all members of a union. */
function tagsOf(type: TypeModel, lookup: Lookup, depth: number): Map<string, string[]> {
  const resolved = resolve(type, lookup);
  if (resolved?.kind !== "union" || depth === 0) return literalProperties(resolved, lookup);
  const [first = new Map<string, string[]>(), ...others] = resolved.of.map((member) =>
    tagsOf(member, lookup, depth - 1),
  );
  const shared = [...first].filter(([name]) => others.every((other) => other.has(name)));
  return new Map(
    shared.map(([name, values]) => [
      name,
      [...values, ...others.flatMap((other) => other.get(name) ?? [])],
    ]),
  );
}

/** The properties of an object that have finitely many values, with these. */
function literalProperties(type: TypeModel | undefined, lookup: Lookup): Map<string, string[]> {
  const literals = new Map<string, string[]>();
  if (type?.kind !== "object") return literals;
  for (const { name, type: value, optional } of type.properties) {
    const values = optional ? undefined : literalValues(value, lookup);
    if (values !== undefined) literals.set(name, values);
  }
  return literals;
}

function literalValues(type: TypeModel, lookup: Lookup): string[] | undefined {
  const resolved = resolve(type, lookup);
  if (resolved?.kind === "literal") return [JSON.stringify(resolved.value)];
  if (resolved?.kind === "boolean") return ["true", "false"];
  if (resolved?.kind !== "union") return undefined;
  const values = resolved.of.map((member) => literalValues(member, lookup));
  return values.every((own) => own !== undefined) ? values.flat() : undefined;
}

/** Whether no JSON value could be one as well as the other. */
function areDisjoint(one: TypeModel, other: TypeModel, lookup: Lookup, depth: number): boolean {
  const a = resolve(one, lookup);
  const b = resolve(other, lookup);
  if (a === undefined || b === undefined || depth === 0) return false;
  if (a.kind === "union") return a.of.every((each) => areDisjoint(each, b, lookup, depth - 1));
  if (b.kind === "union") return b.of.every((each) => areDisjoint(a, each, lookup, depth - 1));
  const shape = shapeOf(a);
  if (shape === "any" || shapeOf(b) === "any") return false;
  if (shape !== shapeOf(b)) return true;
  if (shape === "string") return areDisjointTexts(a, b);
  if (a.kind === "literal" && b.kind === "literal") return a.value !== b.value;
  const disjoint = (x: TypeModel, y: TypeModel): boolean => areDisjoint(x, y, lookup, depth - 1);
  if (shape === "array") return areDisjointLists(a, b, disjoint);
  return shape === "object" && areDisjointObjects(a, b, disjoint);
}

function resolve(type: TypeModel, lookup: Lookup): TypeModel | undefined {
  if (type.kind === "branded") return resolve(type.base, lookup);
  if (type.kind !== "ref") return type;
  const target = lookup(type.id);
  // A name for a name is never kept, so this ends.
  return target && resolve(target, lookup);
}

type Shape = "string" | "number" | "boolean" | "null" | "absent" | "array" | "object" | "any";

function shapeOf(type: TypeModel): Shape {
  switch (type.kind) {
    case "string":
    case "template":
    case "date":
    case "bigint":
    case "bytes":
      return "string";
    case "literal":
      return typeof type.value as "string" | "number" | "boolean"; // all that a literal may be
    case "number":
    case "boolean":
    case "null":
      return type.kind;
    case "undefined":
    case "void":
      return "absent";
    case "array":
    case "tuple":
      return "array";
    case "object":
    case "record":
      return "object";
    default:
      return "any";
  }
}

function areDisjointTexts(a: TypeModel, b: TypeModel): boolean {
  if (a.kind === "literal" && b.kind === "literal") return a.value !== b.value;
  if (a.kind === "literal") return !readsAs(String(a.value), b);
  if (b.kind === "literal") return !readsAs(String(b.value), a);
  const kinds = new Set([a.kind, b.kind]);
  return kinds.has("date") && kinds.has("bigint");
}

/** Whether a text could be what a value of this type travels as. */
function readsAs(text: string, type: TypeModel): boolean {
  if (type.kind === "date") return /^\d{4}-\d{2}/.test(text);
  if (type.kind === "bigint") return /^-?\d+$/.test(text);
  return true;
}

type AreDisjoint = (a: TypeModel, b: TypeModel) => boolean;

function areDisjointLists(a: TypeModel, b: TypeModel, disjoint: AreDisjoint): boolean {
  if (a.kind === "array" && b.kind === "array") return disjoint(a.of, b.of);
  if (a.kind === "array" && b.kind === "tuple") return areDisjointLists(b, a, disjoint);
  if (a.kind !== "tuple") return false;
  const required = a.items.filter(({ optional }) => !optional);
  if (b.kind === "array") return required.some(({ type }) => disjoint(type, b.of));
  if (b.kind !== "tuple") return false;
  const others = b.items.filter(({ optional }) => !optional);
  if (a.rest === undefined && others.length > a.items.length) return true;
  if (b.rest === undefined && required.length > b.items.length) return true;
  return required.some(({ type }, index) => {
    const other = others[index];
    return other !== undefined && disjoint(type, other.type);
  });
}

function areDisjointObjects(a: TypeModel, b: TypeModel, disjoint: AreDisjoint): boolean {
  if (a.kind === "record" && b.kind === "record") return disjoint(a.value, b.value);
  if (a.kind === "record") return areDisjointObjects(b, a, disjoint);
  if (a.kind !== "object") return false;
  const required = a.properties.filter(({ optional }) => !optional);
  if (b.kind === "record") return required.some(({ type }) => disjoint(type, b.value));
  if (b.kind !== "object") return false;
  const others = new Map(b.properties.map((property) => [property.name, property]));
  const differs = required.some(({ name, type }) => {
    const other = others.get(name);
    return other !== undefined && !other.optional && disjoint(type, other.type);
  });
  return differs || (hasOwnPart(a, b) && hasOwnPart(b, a));
}

type ObjectModel = Extract<TypeModel, { kind: "object" }>;

/** Whether each `a` has a property that no `b` has. */
function hasOwnPart(a: ObjectModel, b: ObjectModel): boolean {
  if (b.index !== undefined) return false;
  const names = new Set(b.properties.map(({ name }) => name));
  return a.properties.some(({ name, optional }) => !optional && !names.has(name));
}
