import type { NamedType, PropertyModel, TypeId, TypeModel } from "../model.ts";
import { discriminate, literalValues } from "./discriminant.ts";
import { literal } from "./escape-text.ts";
import { valueKey } from "./identifiers.ts";
import { layOut } from "./layout.ts";
import type { TypeGraph } from "./type-graph.ts";

/** What the text refers to in its file. */
export interface ZodNames {
  graph: TypeGraph;
  /** Imports a helper of "mqant/schema" and returns its name. */
  helper: (name: string) => string;
  /** A type as TypeScript. */
  type: (type: TypeModel) => string;
  /** The constant that holds the schema of a named type. */
  schema: (id: TypeId) => string;
}

/** Prints types as zod schemas, in the plain forms that zod compiles to straight code. */
export class ZodText {
  readonly #names: ZodNames;
  /** The named type that is being defined: mentions of it, direct or not, must wait until it is. */
  readonly #within: TypeId | undefined;

  constructor(names: ZodNames, within?: TypeId) {
    this.#names = names;
    this.#within = within;
  }

  /** The expression that makes the schema of a type. */
  of(type: TypeModel): string {
    switch (type.kind) {
      case "date":
      case "bytes":
      case "bigint":
        return this.#names.helper(type.kind);
      case "literal":
        return this.#literals([type]);
      case "template":
        return `${this.#names.helper("template")}<${this.#names.type(type)}>(${literal(type.pattern)})`;
      case "array":
        return `z.array(${this.of(type.of)})`;
      case "tuple":
        return this.tuple(
          type.items.map((item) => this.#element(item)),
          type.rest,
        );
      case "record":
        return this.#record(type);
      case "object":
        return this.#object(type.properties, type.index);
      case "union":
        return this.#union(type.of, type.discriminant);
      case "branded":
        return `${this.#names.helper("branded")}<${this.#names.type(type)}>(${this.of(type.base)})`;
      case "ref":
        return this.#reference(type.id);
      case "bad":
        throw new Error(`${type.path} can't be checked: ${type.reason}`);
      default:
        return `z.${type.kind}()`;
    }
  }

  /** The expression that makes the schema of a named type itself. */
  definition(id: TypeId, { type, origin }: NamedType): string {
    const name: TypeModel = { kind: "ref", id };
    if (origin.kind === "enum") {
      const values = literalValues(type, this.#names.graph) ?? [];
      const list = layOut({ open: "[", items: values.map(literal), close: "]", separator: "," });
      return `${this.#names.helper("literal")}<${this.#names.type(name)}>(${list})`;
    }
    // The name says what the text of the brand or pattern would, and can always be written.
    if (type.kind === "branded") {
      return `${this.#names.helper("branded")}<${this.#names.type(name)}>(${this.of(type.base)})`;
    }
    if (type.kind === "template") {
      return `${this.#names.helper("template")}<${this.#names.type(name)}>(${literal(type.pattern)})`;
    }
    return this.of(type);
  }

  /** A tuple of elements that are printed already. */
  tuple(items: readonly string[], rest?: TypeModel): string {
    if (items.length === 0 && rest !== undefined) return `z.array(${this.of(rest)})`;
    const list = layOut({ open: "[", items, close: "]", separator: "," });
    return `z.tuple(${list}${rest === undefined ? "" : `, ${this.of(rest)}`})`;
  }

  #element({ type, optional }: { type: TypeModel; optional: boolean }): string {
    return optional ? this.#optional(type) : this.of(type);
  }

  /** Whether the type itself admits `undefined` decides what the key's type says. */
  #optional(type: TypeModel): string {
    const members = type.kind === "union" ? type.of : [type];
    if (!members.some(({ kind }) => kind === "undefined")) {
      return `${this.#names.helper("optional")}(${this.of(type)})`;
    }
    const others = members.filter(({ kind }) => kind !== "undefined");
    return others.length === 0 ? "z.undefined().optional()" : `${this.#union(others)}.optional()`;
  }

  #object(properties: readonly PropertyModel[], index?: TypeModel): string {
    const items = properties.map(
      ({ name, type, optional }) => `${valueKey(name)}: ${this.#element({ type, optional })}`,
    );
    const object = layOut({ open: "{", items, close: "}", separator: ",", padded: true });
    return `z.object(${object})${index === undefined ? "" : `.catchall(${this.of(index)})`}`;
  }

  #record({ key, value, partial }: Extract<TypeModel, { kind: "record" }>): string {
    const keys = literalValues(key, this.#names.graph);
    if (keys === undefined) return `z.record(${this.of(key)}, ${this.of(value)})`;
    // A record of known keys is an object: unknown ones are stripped instead of refused.
    return this.#object(
      keys.map((name) => ({
        name: String(name),
        type: value,
        optional: partial,
        readonly: false,
        doc: [],
      })),
    );
  }

  #union(all: readonly TypeModel[], discriminant?: string): string {
    const members = all.filter(({ kind }) => kind !== "null");
    const schema = this.#members(members, discriminant);
    if (members.length === all.length) return schema;
    return members.length === 0 ? "z.null()" : `${schema}.nullable()`;
  }

  #members(members: readonly TypeModel[], discriminant: string | undefined): string {
    if (
      discriminant !== undefined &&
      members.length > 1 &&
      discriminate(members, discriminant, this.#names.graph) !== undefined
    ) {
      const items = members.map((member) => this.#variant(member));
      const list = layOut({ open: "[", items, close: "]", separator: "," });
      return `z.discriminatedUnion(${literal(discriminant)}, ${list})`;
    }
    const literals = members.filter((member) => member.kind === "literal");
    const items = [
      ...(literals.length === 0 ? [] : [this.#literals(literals)]),
      ...members.filter(({ kind }) => kind !== "literal").map((member) => this.of(member)),
    ];
    const [only] = items;
    if (only !== undefined && items.length === 1) return only;
    return `z.union(${layOut({ open: "[", items, close: "]", separator: "," })})`;
  }

  #variant(member: TypeModel): string {
    if (member.kind !== "ref" || !this.#waits(member.id)) return this.of(member);
    return `${this.#names.helper("variant")}(${this.#names.schema(member.id)})`;
  }

  #reference(id: TypeId): string {
    const schema = this.#names.schema(id);
    return this.#waits(id) ? `z.lazy(${schema})` : `${schema}()`;
  }

  #waits(id: TypeId): boolean {
    return this.#within !== undefined && this.#names.graph.inCycle(this.#within, id);
  }

  #literals(literals: readonly Extract<TypeModel, { kind: "literal" }>[]): string {
    const items = literals.map(({ value }) => literal(value));
    const list = layOut({ open: "[", items, close: "]", separator: "," });
    if (literals.some(({ member }) => member !== undefined)) {
      const type = this.#names.type({ kind: "union", of: [...literals] });
      return `${this.#names.helper("literal")}<${type}>(${list})`;
    }
    return `z.literal(${items.length === 1 ? items[0] : list})`;
  }
}
