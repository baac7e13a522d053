import type { TypeModel } from "../../../generator/model.ts";

/** Makes values of types, and types that differ a little from others; the same ones for the same seed. */
export class ValueDice {
  #state: number;

  constructor(seed: number) {
    this.#state = seed;
  }

  /** A value as a module sends it. */
  value(type: TypeModel): unknown {
    switch (type.kind) {
      case "string":
        return this.#pick(["", "a", "b c", "zz", "2020", "x".repeat(30), "k1"]);
      case "number":
        return this.#pick([0, 1, -1.5, 0.25, 99, 1e9]);
      case "boolean":
        return this.#pick([true, false]);
      case "null":
        return null;
      case "undefined":
      case "void":
        return undefined;
      case "unknown":
        return this.#pick([undefined, null, 1, "a", {}, [], { a: [1] }]);
      case "bigint":
        return this.#pick([0n, -5n, 2n ** 70n]);
      case "date":
        return new Date(this.#roll(1e9));
      case "bytes":
        return Uint8Array.from([this.#roll(256)]);
      case "literal":
        return type.value;
      case "array":
        return Array.from({ length: this.#roll(4) }, () => this.value(type.of));
      case "tuple":
        return this.#tuple(type);
      case "record": {
        const keys =
          recordKeys(type.key) ?? (type.key.kind === "number" ? ["1", "20"] : ["a", "id"]);
        const isClosed = recordKeys(type.key) !== undefined && !type.partial;
        return objectOf(
          keys.filter(() => isClosed || this.chance(2)).map((key) => [key, this.value(type.value)]),
        );
      }
      case "object":
        return objectOf([
          ...type.properties
            .filter(({ optional }) => !optional || this.chance(2))
            .map(({ name, type: property }): [string, unknown] => [name, this.value(property)]),
          ...(type.index === undefined || this.chance(2)
            ? []
            : [["more", this.value(type.index)] satisfies [string, unknown]]),
        ]);
      case "union":
        return this.value(this.#pick(type.of));
      case "branded":
        return this.value(type.base);
      default:
        throw new Error(`no value for ${type.kind}`);
    }
  }

  /** Whether one of so many times is now. */
  chance(oneIn: number): boolean {
    return this.#roll(oneIn) === 0;
  }

  /** A type that differs in one or two places, or not at all. `other` makes what stands there then. */
  changed(type: TypeModel, other: () => TypeModel): TypeModel {
    if (this.chance(12)) return other();
    switch (type.kind) {
      case "array":
        return { ...type, of: this.changed(type.of, other) };
      case "tuple":
        return this.#changedTuple(type, other);
      case "record":
        return { ...type, value: this.changed(type.value, other) };
      case "object":
        return this.#changedObject(type, other);
      case "union": {
        const of = type.of.map((member) => (this.chance(3) ? this.changed(member, other) : member));
        return this.chance(3) && of.length > 1 ? { ...type, of: of.slice(1) } : { ...type, of };
      }
      default:
        return this.chance(6) ? { kind: "union", of: [type, { kind: "null" }] } : type;
    }
  }

  #changedTuple(type: Extract<TypeModel, { kind: "tuple" }>, other: () => TypeModel): TypeModel {
    const items = type.items.map((item) => ({ ...item, type: this.changed(item.type, other) }));
    const last = items.at(-1);
    if (last !== undefined && this.chance(4)) last.optional = !last.optional;
    if (this.chance(6)) items.pop();
    // Required ones can't follow optional ones.
    const isSound = items.every(
      ({ optional }, index) => optional || items.slice(0, index).every((item) => !item.optional),
    );
    return { ...type, items: isSound ? items : type.items };
  }

  #changedObject(type: Extract<TypeModel, { kind: "object" }>, other: () => TypeModel): TypeModel {
    const properties = type.properties
      .filter(() => !this.chance(8))
      .map((property) => ({
        ...property,
        type: this.changed(property.type, other),
        optional: this.chance(6) ? !property.optional : property.optional,
      }));
    if (this.chance(6)) {
      const name = this.#pick(["new", "n2"]);
      properties.push({ name, type: other(), optional: this.chance(2), readonly: false, doc: [] });
    }
    return { ...type, properties };
  }

  #tuple({ items, rest }: Extract<TypeModel, { kind: "tuple" }>): unknown[] {
    const values: unknown[] = [];
    for (const { type, optional } of items) {
      if (optional && this.chance(2)) return values;
      values.push(this.value(type));
    }
    if (rest !== undefined && this.chance(2)) values.push(this.value(rest));
    return values;
  }

  #pick<T>(list: readonly T[]): T {
    const item = list[this.#roll(list.length)];
    // The index is below the length; an item may be undefined by itself.
    return item as T;
  }

  /** mulberry32: a whole number below `sides`. */
  #roll(sides: number): number {
    this.#state = (this.#state + 0x6d2b79f5) | 0;
    let bits = Math.imul(this.#state ^ (this.#state >>> 15), 1 | this.#state);
    bits = (bits + Math.imul(bits ^ (bits >>> 7), 61 | bits)) ^ bits;
    return ((bits ^ (bits >>> 14)) >>> 0) % sides;
  }
}

/** Without a prototype: a property named `constructor` is there or it isn't. */
function objectOf(entries: readonly (readonly [string, unknown])[]): object {
  return Object.setPrototypeOf(Object.fromEntries(entries), null) as object;
}

function recordKeys(key: TypeModel): string[] | undefined {
  const members = key.kind === "union" ? key.of : [key];
  const keys = members.flatMap((member) =>
    member.kind === "literal" ? [String(member.value)] : [],
  );
  return keys.length === members.length ? keys : undefined;
}
