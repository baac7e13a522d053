import type { TypeId } from "../model.ts";
import { literalValues } from "./discriminant.ts";
import type { TypeGraph } from "./type-graph.ts";

/** Whether values of a type have keys that could be told from unknown ones. */
export function hasKnownKeys(id: TypeId, graph: TypeGraph): boolean {
  return graph.contains({ kind: "ref", id }, (part) =>
    part.kind === "object"
      ? part.index === undefined
      : part.kind === "record" && literalValues(part.key, graph) !== undefined,
  );
}
