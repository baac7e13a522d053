import type { TypeModel } from "../model.ts";
import type { TypeGraph } from "./type-graph.ts";

/** A value by which members of a union are told apart. */
export type LiteralValue = string | number | boolean;

/**
 * All values of a type that has finitely many, or `undefined` for any other type: what
 * discriminating properties and the keys of closed records are made of.
 */
export function literalValues(type: TypeModel, graph: TypeGraph): LiteralValue[] | undefined {
  const resolved = graph.resolve(type);
  if (resolved.kind === "literal") return [resolved.value];
  if (resolved.kind === "boolean") return [false, true];
  if (resolved.kind !== "union") return undefined;
  const values = resolved.of.map((member) => literalValues(member, graph));
  return values.every((list) => list !== undefined) ? values.flat() : undefined;
}

/**
 * The values of `property` for each member of a union, or `undefined` if it doesn't tell them apart: a
 * member is no object, lacks it, or shares a value with another.
 */
export function discriminate(
  members: readonly TypeModel[],
  property: string,
  graph: TypeGraph,
): LiteralValue[][] | undefined {
  const seen = new Set<LiteralValue>();
  const all: LiteralValue[][] = [];
  for (const member of members) {
    const values = valuesOf(member, property, graph);
    if (values === undefined || values.some((value) => seen.has(value))) return undefined;
    for (const value of values) seen.add(value);
    all.push(values);
  }
  return all;
}

/** The values of a property of an object, or of all members of a union that has a name. */
function valuesOf(
  member: TypeModel,
  property: string,
  graph: TypeGraph,
): LiteralValue[] | undefined {
  const resolved = graph.resolve(member);
  if (resolved.kind === "union") return discriminate(resolved.of, property, graph)?.flat();
  if (resolved.kind !== "object") return undefined;
  const found = resolved.properties.find(({ name, optional }) => name === property && !optional);
  return found && literalValues(found.type, graph);
}
