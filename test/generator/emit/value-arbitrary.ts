import * as fc from "fast-check";
import type { PropertyModel, TypeModel } from "../../../generator/model.ts";

/** Values of a type that mentions no names. */
export function valuesOf(type: TypeModel): fc.Arbitrary<unknown> {
  switch (type.kind) {
    case "string":
      return fc.string();
    case "number":
      // JSON has one zero.
      return fc.double({ noNaN: true, noDefaultInfinity: true }).map((value) => value || 0);
    case "boolean":
      return fc.boolean();
    case "bigint":
      return fc.bigInt();
    case "date":
      return fc.date({ noInvalidDate: true });
    case "bytes":
      return fc.uint8Array();
    case "null":
      return fc.constant(null);
    case "literal":
      return fc.constant(type.value);
    case "array":
      return fc.array(valuesOf(type.of), { maxLength: 3 });
    case "tuple":
      return tuples(type);
    case "record":
      return records(type);
    case "object":
      return objects(type.properties);
    case "union":
      return fc.oneof(...type.of.map((member) => valuesOf(member)));
    default:
      throw new Error(`no values for a ${type.kind}`);
  }
}

function tuples({ items, rest }: Extract<TypeModel, { kind: "tuple" }>): fc.Arbitrary<unknown> {
  const required = items.filter(({ optional }) => !optional).length;
  const all = fc.tuple(...items.map(({ type }) => valuesOf(type)));
  const more = rest === undefined ? fc.constant([]) : fc.array(valuesOf(rest), { maxLength: 2 });
  const length = fc.integer({ min: required, max: items.length });
  return fc
    .tuple(all, length, more)
    .map(([values, kept, others]) =>
      kept < items.length ? values.slice(0, kept) : [...values, ...others],
    );
}

function records({
  key,
  value,
  partial,
}: Extract<TypeModel, { kind: "record" }>): fc.Arbitrary<unknown> {
  if (key.kind !== "union") {
    const keys = key.kind === "number" ? fc.nat().map(String) : fc.string();
    return fc.dictionary(
      keys.filter((name) => name !== "__proto__"),
      valuesOf(value),
      { maxKeys: 3, noNullPrototype: true },
    );
  }
  const names = key.of.map((member) => (member.kind === "literal" ? String(member.value) : ""));
  return objects(
    names.map((name) => ({ name, type: value, optional: partial, readonly: false, doc: [] })),
  );
}

function objects(properties: readonly PropertyModel[]): fc.Arbitrary<unknown> {
  const shape = Object.fromEntries(properties.map(({ name, type }) => [name, valuesOf(type)]));
  const requiredKeys = properties.filter(({ optional }) => !optional).map(({ name }) => name);
  return fc.record(shape, { requiredKeys, noNullPrototype: true });
}
