import type { TypeModel } from "../../../../generator/model.ts";
import { literalValues } from "../../../../generator/emit/discriminant.ts";
import type { TypeGraph } from "../../../../generator/emit/type-graph.ts";

/** Makes JSON by the dice, the same for the same seed: values of types, and values with a fault. */
export class ValueDice {
  readonly #graph: TypeGraph;
  #state: number;

  constructor(graph: TypeGraph, seed: number) {
    this.#graph = graph;
    this.#state = seed;
  }

  /** The JSON of a value of the type, not deeper than it must be after `depth` levels. */
  value(type: TypeModel, depth = 4): unknown {
    switch (type.kind) {
      case "string":
        return this.#pick(["", "ann", "ключ", "*/", "__proto__"]);
      case "number":
        return this.#pick([0, -1, 0.5, 1e9]);
      case "boolean":
        return this.chance(2);
      case "date":
        return this.#pick(["1970-01-01T00:00:00.000Z", "2024-02-29T23:59:59+01:00"]);
      case "bytes":
        return this.#pick(["", "AQI=", "AQID"]);
      case "bigint":
        return this.#pick(["0", "-12", "123456789012345678901234567890"]);
      case "unknown":
        return this.#pick([1, "a", [true], { a: null }]);
      case "literal":
        return type.value;
      case "template":
        throw new Error("no text is made by the dice for a pattern");
      case "array":
        return this.#list(type.of, depth);
      case "tuple": {
        const given = type.items.filter(({ optional }) => !optional || this.chance(2));
        const values = given.map((item) => this.value(item.type, depth - 1));
        const isFull = given.length === type.items.length;
        return type.rest && isFull ? [...values, ...this.#list(type.rest, depth)] : values;
      }
      case "record": {
        const keys = literalValues(type.key, this.#graph);
        const isNumber = this.#graph.resolve(type.key).kind === "number";
        const names =
          keys?.filter(() => !type.partial || this.chance(2)) ?? (isNumber ? ["7"] : ["a", "b c"]);
        return Object.fromEntries(names.map((name) => [name, this.value(type.value, depth - 1)]));
      }
      case "object": {
        const given = type.properties.filter(
          ({ optional }) => !optional || (depth > 0 && this.chance(2)),
        );
        return Object.fromEntries(
          given
            .map(({ name, type: property }) => [name, this.value(property, depth - 1)])
            .filter(([, value]) => value !== undefined),
        );
      }
      case "union": {
        // What ends comes first in the order of kinds more often than not.
        const members = depth > 0 ? type.of : [...type.of].sort((a, b) => weight(a) - weight(b));
        return this.value(depth > 0 ? this.#pick(members) : (members[0] ?? type), depth - 1);
      }
      case "branded":
        return this.value(type.base, depth);
      case "ref":
        return this.value(this.#graph.get(type.id).type, depth);
      case "undefined":
        return undefined;
      default:
        return null;
    }
  }

  /** The value with one place in it replaced or left out; it may still be right. */
  spoilt(value: unknown): unknown {
    if (typeof value !== "object" || value === null || this.chance(4)) {
      // Nothing that only the validators take for the sake of Go: no whole numbers, no base64.
      return this.#pick([null, true, 1.5, "?", [], {}, ["?"], { "?": 1.5 }]);
    }
    if (Array.isArray(value)) {
      const items: unknown[] = [...(value as unknown[])]; // an array of JSON
      if (items.length === 0 || this.chance(4)) return [...items, 1.5];
      const index = this.roll(items.length);
      items[index] = this.spoilt(items[index]);
      return items;
    }
    const entries = Object.entries(value);
    if (entries.length === 0) return [];
    if (this.chance(4)) return { ...value, "?": 1.5 };
    const index = this.roll(entries.length);
    if (this.chance(3)) return Object.fromEntries(entries.filter((_, at) => at !== index));
    return Object.fromEntries(
      entries.map(([name, item], at) => [
        name,
        at === index ? this.spoilt(item) : (item as unknown),
      ]),
    );
  }

  chance(oneIn: number): boolean {
    return this.roll(oneIn) === 0;
  }

  /** mulberry32: a whole number below `sides`. */
  roll(sides: number): number {
    this.#state = (this.#state + 0x6d2b79f5) | 0;
    let bits = Math.imul(this.#state ^ (this.#state >>> 15), 1 | this.#state);
    bits = (bits + Math.imul(bits ^ (bits >>> 7), 61 | bits)) ^ bits;
    return ((bits ^ (bits >>> 14)) >>> 0) % sides;
  }

  #list(type: TypeModel, depth: number): unknown[] {
    const length = depth > 0 ? this.roll(3) : 0;
    return Array.from({ length }, () => this.value(type, depth - 1));
  }

  #pick<T>(items: readonly T[]): T {
    return items[this.roll(items.length)] as T; // there is one: the list is not empty
  }
}

/** How much there is inside. */
function weight(type: TypeModel): number {
  return type.kind === "object" || type.kind === "tuple" || type.kind === "ref" ? 1 : 0;
}
