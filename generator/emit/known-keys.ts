import type { PropertyModel, TypeId, TypeModel } from "../model.ts";
import { literalValues } from "./discriminant.ts";
import type { TypeGraph } from "./type-graph.ts";

export type RecordModel = Extract<TypeModel, { kind: "record" }>;

/** A record of known keys is an object with these properties; `undefined` for any other. */
export function knownProperties(
  { key, value, partial }: RecordModel,
  graph: TypeGraph,
): PropertyModel[] | undefined {
  return literalValues(key, graph)?.map((name) => ({
    name: String(name),
    type: value,
    optional: partial,
    readonly: false,
    doc: [],
  }));
}

/** Whether values of a type have keys that could be told from unknown ones. */
export function hasKnownKeys(id: TypeId, graph: TypeGraph): boolean {
  return graph.contains({ kind: "ref", id }, (part) =>
    part.kind === "object"
      ? part.index === undefined
      : part.kind === "record" && knownProperties(part, graph) !== undefined,
  );
}
