import type { TypeId, TypeModel } from "../model.ts";
import { findPart } from "../type-parts.ts";
import { discriminate } from "./discriminant.ts";
import { literal } from "./escape-text.ts";
import { valueKey } from "./identifiers.ts";
import { layOut } from "./layout.ts";
import type { TypeGraph } from "./type-graph.ts";
import type { GateUses } from "./views.ts";

/** `read`: from parsed JSON to values. `write`: from values to what JSON can hold. */
export type Direction = "read" | "write";

/** What differs between the two directions, per kind of leaf. */
const leaves = {
  read: { date: "toDate", bigint: "toBigint", bytes: "toBytes" },
  // A Date writes itself.
  write: { date: undefined, bigint: "String", bytes: "fromBytes" },
} as const;

/** The kinds that JSON lacks. */
const converted = ["date", "bigint", "bytes"] as const;

type Leaf = "toDate" | "toBigint" | "toBytes" | "fromBytes" | "String";

/** Names the functions that convert named types. */
export type ConverterName = (id: TypeId) => string;

/**
 * Prints the conversions between JSON and the three types that JSON lacks. Only types that contain one
 * of them are converted; everything else passes as it is.
 */
export class GateCodec {
  /** Named types that a printed conversion mentions, and with them need a function of their own. */
  readonly mentioned: Set<TypeId> = new Set<TypeId>();
  readonly #direction: Direction;
  readonly #graph: TypeGraph;
  readonly #nameOf: ConverterName;
  readonly #uses: GateUses;

  constructor(direction: Direction, graph: TypeGraph, nameOf: ConverterName, uses: GateUses) {
    this.#direction = direction;
    this.#graph = graph;
    this.#nameOf = nameOf;
    this.#uses = uses;
  }

  /** Whether values of the type differ from their JSON. */
  converts(type: TypeModel): boolean {
    const isConverted = (part: TypeModel): part is TypeModel =>
      part.kind === "ref"
        ? converted.some((kind) => this.#leafOf(kind) && this.#graph.kindsIn(part.id).has(kind))
        : this.#leafOf(part.kind) !== undefined;
    return findPart(type, isConverted) !== undefined;
  }

  /**
   * An expression for the function that converts a type; `undefined` where nothing is to be done.
   *
   * @param parameter - How a function written for it begins.
   */
  converter(type: TypeModel, parameter = "(value)"): string | undefined {
    if (!this.converts(type)) return undefined;
    const leaf = this.#leafOf(type.kind);
    if (leaf !== undefined) {
      if (leaf !== "String") this.#uses[leaf] = true;
      return leaf;
    }
    switch (type.kind) {
      case "ref":
        this.mentioned.add(type.id);
        return this.#nameOf(type.id);
      case "branded":
        return this.converter(type.base);
      default:
        return `${parameter} => ${this.converted(type, "value")}`;
    }
  }

  /** An expression for the converted value of `value`, which is an expression too. */
  apply(type: TypeModel, value: string): string {
    return this.converts(type) ? this.#guarded(type, value) : value;
  }

  /** The same for the structure of a type that {@link converts}. */
  converted(type: TypeModel, value: string): string {
    switch (type.kind) {
      case "array":
        this.#uses.list = true;
        return `list(${value}, ${this.#converterOrSame(type.of)})`;
      case "tuple": {
        this.#uses.tuple = true;
        const items = type.items.map((item) => this.#converterOrSame(item.type));
        const rest = type.rest === undefined ? "" : `, ${this.#converterOrSame(type.rest)}`;
        return `tuple(${value}, [${items.join(", ")}]${rest})`;
      }
      case "record":
        this.#uses.fields = true;
        return `fields(${value}, {}, ${this.#converterOrSame(type.value)})`;
      case "object":
        return this.#object(type, value);
      case "union":
        return this.#union(type, value);
      default:
        return `${this.#converterOrSame(type)}(${value})`;
    }
  }

  #object(type: Extract<TypeModel, { kind: "object" }>, value: string): string {
    this.#uses.fields = true;
    const rest = type.index === undefined ? undefined : this.converter(type.index);
    const items = type.properties.flatMap(({ name, type: property }) => {
      const converter = this.converter(property);
      // A known property must not be taken for one of the others.
      if (converter === undefined && rest === undefined) return [];
      // TypeScript would take the parameter's type from what every object has under that name.
      const parameter = name in Object.prototype ? "(value: unknown)" : "(value)";
      return `${valueKey(name)}: ${this.#converterOrSame(property, parameter)}`;
    });
    const known = layOut({ open: "{", items, close: "}", separator: ",", padded: true });
    return `fields(${value}, ${known}${rest === undefined ? "" : `, ${rest}`})`;
  }

  #union({ of, discriminant }: Extract<TypeModel, { kind: "union" }>, value: string): string {
    const members = of.filter(({ kind }) => kind !== "null" && kind !== "undefined");
    const converted = this.#choice(members, discriminant, value);
    return members.length === of.length ? converted : `${value} == null ? ${value} : ${converted}`;
  }

  #choice(members: readonly TypeModel[], discriminant: string | undefined, value: string): string {
    const [only] = members;
    if (only !== undefined && members.length === 1) return this.#guarded(only, value);
    const values =
      discriminant === undefined ? undefined : discriminate(members, discriminant, this.#graph);
    if (discriminant !== undefined && values !== undefined) {
      this.#uses.variant = true;
      const cases = members.flatMap((member, index) => {
        const converter = this.converter(member);
        if (converter === undefined) return [];
        return (values[index] ?? []).map((key) => `[${literal(key)}, ${converter}]`);
      });
      const list = layOut({ open: "[", items: cases, close: "]", separator: "," });
      return `variant(${value}, ${literal(discriminant)}, ${list})`;
    }
    const choices = members.filter((member) => this.converts(member));
    return choices.reduceRight(
      (otherwise, member) =>
        `${this.#test(member, members, value)} ? ${this.#guarded(member, value)} : ${otherwise}`,
      value,
    );
  }

  #guarded(type: TypeModel, value: string): string {
    const converter = this.converter(type);
    if (converter === undefined) return value;
    return type.kind === "ref" || this.#leafOf(type.kind) !== undefined
      ? `${converter}(${value})`
      : this.converted(type, value);
  }

  /** A condition that holds for the JSON of `member` and of no other member. */
  #test(member: TypeModel, members: readonly TypeModel[], value: string): string {
    const type = this.#graph.resolve(member);
    switch (type.kind) {
      case "date":
        return `typeof ${value} === "string"`;
      case "bigint":
        return `typeof ${value} === "${this.#direction === "read" ? "string" : "bigint"}"`;
      case "bytes":
        return this.#direction === "read"
          ? `typeof ${value} === "string"`
          : `${value} instanceof Uint8Array`;
      case "array":
      case "tuple":
        return `Array.isArray(${value})`;
      case "union":
        return type.of
          .filter((part) => this.converts(part))
          .map((part) => this.#test(part, members, value))
          .join(" || ");
      default:
        return this.#objectTest(type, members, value);
    }
  }

  #objectTest(type: TypeModel, members: readonly TypeModel[], value: string): string {
    const isObject = `typeof ${value} === "object" && !Array.isArray(${value})`;
    const others = members
      .map((other) => this.#graph.resolve(other))
      .filter((other) => other !== type && other.kind === "object");
    if (type.kind !== "object" || others.length === 0) return isObject;
    const required = type.properties.filter(({ optional }) => !optional).map(({ name }) => name);
    const own = required.filter((name) =>
      others.every(
        (other) =>
          other.kind === "object" && !other.properties.some((known) => known.name === name),
      ),
    );
    // One property that only this member has, or all that it must have.
    const names = own.length > 0 ? own.slice(0, 1) : required;
    return [isObject, ...names.map((name) => `${literal(name)} in (${value} as object)`)].join(
      " && ",
    );
  }

  #leafOf(kind: TypeModel["kind"]): Leaf | undefined {
    if (kind !== "date" && kind !== "bigint" && kind !== "bytes") return undefined;
    return leaves[this.#direction][kind];
  }

  #converterOrSame(type: TypeModel, parameter?: string): string {
    const converter = this.converter(type, parameter);
    if (converter === undefined) this.#uses.same = true;
    return converter ?? "same";
  }
}
