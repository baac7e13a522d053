import type { TypeModel } from "../model.ts";
import type { TypeGraph } from "./type-graph.ts";

/** Whether a value of the type may be `null` or `undefined`. */
export function admits(type: TypeModel, kind: "null" | "undefined", graph: TypeGraph): boolean {
  const resolved = graph.resolve(type);
  if (resolved.kind === "union") return resolved.of.some((member) => admits(member, kind, graph));
  return resolved.kind === kind || resolved.kind === "unknown";
}

/** A type without `undefined` among its members, if it has others. */
export function withoutUndefined(type: TypeModel): TypeModel {
  if (type.kind !== "union") return type;
  const others = type.of.filter(({ kind }) => kind !== "undefined");
  return others.length === 0 ? type : { ...type, of: others };
}
