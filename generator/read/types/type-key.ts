import type { TypeModel } from "../../model.ts";
import { compareText } from "../location.ts";

/**
 * A text that is equal for equal types and different for different ones, whatever order the compiler met
 * them in. Documentation does not count.
 */
export function typeKey(type: TypeModel): string {
  switch (type.kind) {
    case "literal":
      return (
        JSON.stringify(type.value) + (type.member === undefined ? "" : ` of ${type.member.of}`)
      );
    case "template":
      return `\`${type.text}\``;
    case "array":
      return `${type.readonly ? "readonly " : ""}(${typeKey(type.of)})[]`;
    case "tuple": {
      const items = type.items.map(
        (item) => `${item.name ?? ""}${item.optional ? "?" : ""}:${typeKey(item.type)}`,
      );
      if (type.rest !== undefined) items.push(`...${typeKey(type.rest)}`);
      return `${type.readonly ? "readonly " : ""}[${items.join(",")}]`;
    }
    case "record":
      return `Record${type.partial ? "?" : ""}<${typeKey(type.key)},${typeKey(type.value)}>`;
    case "object": {
      const properties = type.properties.map(
        ({ name, optional, readonly, type: value, constraints }) =>
          `${readonly ? "readonly " : ""}${JSON.stringify(name)}${optional ? "?" : ""}:${typeKey(value)}` +
          (constraints === undefined ? "" : JSON.stringify(constraints)),
      );
      if (type.index !== undefined) properties.push(`[]:${typeKey(type.index)}`);
      return `{${properties.sort(compareText).join(",")}}`;
    }
    case "union":
      return type.of.map(typeKey).sort(compareText).join("|");
    case "branded":
      return `brand ${typeKey(type.base)} ${type.text}`;
    case "ref":
      return type.id;
    case "bad":
      return `bad ${type.code} ${type.path}`;
    default:
      return type.kind;
  }
}

/** The canonical order of a union's members. */
export function compareTypes(a: TypeModel, b: TypeModel): number {
  return rank(a) - rank(b) || compareValues(a, b) || compareText(typeKey(a), typeKey(b));
}

/** The union of some types: flat, each member once, in canonical order. One member stands for itself. */
export function unionOf(types: readonly TypeModel[]): TypeModel {
  const members = new Map<string, TypeModel>();
  for (const type of types.flatMap((each) => (each.kind === "union" ? each.of : [each]))) {
    members.set(typeKey(type), type);
  }
  const [only, ...others] = [...members.values()].sort(compareTypes);
  if (only === undefined) throw new RangeError("a union has at least one member");
  return others.length === 0 ? only : { kind: "union", of: [only, ...others] };
}

// prettier-ignore -- one line reads as one order
const order: readonly TypeModel["kind"][] = [
  "literal",
  "template",
  "string",
  "number",
  "boolean",
  "bigint",
  "branded",
  "bytes",
  "date",
  "array",
  "tuple",
  "ref",
  "object",
  "record",
  "unknown",
  "null",
  "undefined",
  "void",
  "bad",
];

function rank(type: TypeModel): number {
  return order.indexOf(type.kind);
}

/** Literals by value: texts, then numbers, then booleans. */
function compareValues(a: TypeModel, b: TypeModel): number {
  if (a.kind !== "literal" || b.kind !== "literal") return 0;
  if (typeof a.value === "number" && typeof b.value === "number") return a.value - b.value;
  if (typeof a.value === "string" && typeof b.value === "string") {
    return compareText(a.value, b.value);
  }
  // "string" > "number" > "boolean"
  return compareText(typeof b.value, typeof a.value);
}
