import type { TypeModel } from "../../model.ts";
import { literalValues } from "../discriminant.ts";
import type { TypeGraph } from "../type-graph.ts";

/** How deep lists, optional properties and what may be null are filled. */
const MAX_DEPTH = 5;

/** How deep anything is entered: a type can contain itself with no way out that is seen here. */
const HARD_DEPTH = 12;

/**
 * The JSON of some value of a type, always the same one: an example where nobody has written one. It knows
 * no constraints, so it has to be checked.
 */
export function sampleValue(type: TypeModel, graph: TypeGraph, depth = 0): unknown {
  if (depth > HARD_DEPTH) return null;
  switch (type.kind) {
    case "string":
      return "text";
    case "number":
      return 1;
    case "boolean":
      return true;
    case "date":
      return "2030-01-31T12:00:00.000Z";
    case "bytes":
      return "AQID";
    case "bigint":
      return "9007199254740993";
    case "unknown":
      return {};
    case "literal":
      return type.value;
    case "template":
      return "";
    case "array":
      return depth > MAX_DEPTH ? [] : [sampleValue(type.of, graph, depth + 1)];
    case "tuple":
      return type.items.map((item) => sampleValue(item.type, graph, depth + 1));
    case "record": {
      if (depth > MAX_DEPTH) return {};
      const names = literalValues(type.key, graph) ?? [
        graph.resolve(type.key).kind === "number" ? "1" : "key",
      ];
      return Object.fromEntries(
        names.map((name) => [name, sampleValue(type.value, graph, depth + 1)]),
      );
    }
    case "object":
      return Object.fromEntries(
        type.properties
          .filter(({ optional }) => !optional || depth < MAX_DEPTH)
          .map(({ name, type: property }) => [name, sampleValue(property, graph, depth + 1)])
          .filter(([, value]) => value !== undefined),
      );
    case "union": {
      const members = type.of.filter(({ kind }) => kind !== "undefined" && kind !== "null");
      const nullable = type.of.some(({ kind }) => kind === "null");
      if (depth > MAX_DEPTH && nullable) return null;
      return sampleValue(members[0] ?? { kind: "null" }, graph, depth);
    }
    case "branded":
      return sampleValue(type.base, graph, depth);
    case "ref":
      return sampleValue(graph.get(type.id).type, graph, depth + 1);
    case "undefined":
      return undefined;
    default:
      return null;
  }
}
