import { both, constrainedKinds } from "../constraints.ts";
import type { Constraints, NamedType, PropertyModel, TypeId, TypeModel } from "../model.ts";
import { checkText } from "./check-text.ts";
import { discriminate, literalValues } from "./discriminant.ts";
import { literal } from "./escape-text.ts";
import { valueKey } from "./identifiers.ts";
import { knownProperties, type RecordModel } from "./known-keys.ts";
import { layOut } from "./layout.ts";
import type { TypeGraph } from "./type-graph.ts";

/** What the text refers to in its file. */
export interface ZodNames {
  graph: TypeGraph;
  /** Whether objects refuse keys that their types don't know, instead of dropping them. */
  closed?: boolean;
  /** Imports a helper of "mqant/schema" and returns its name. */
  helper: (name: string) => string;
  /** A type as TypeScript. */
  type: (type: TypeModel) => string;
  /** The constant that holds the schema of a named type. */
  schema: (id: TypeId) => string;
}

/** A property, or the element of a tuple. */
interface Element {
  readonly type: TypeModel;
  readonly optional: boolean;
  readonly constraints?: Constraints;
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

  /** The expression that makes the schema of a type, whose values fulfil constraints. */
  of(type: TypeModel, constraints?: Constraints): string {
    switch (type.kind) {
      case "string":
        return `z.string()${checkText("text", constraints)}`;
      case "number":
        return `z.number()${checkText("number", constraints)}`;
      case "date":
      case "bytes":
      case "bigint":
        return this.#names.helper(type.kind);
      case "literal":
        return this.#literals([type]);
      case "template":
        return this.#template(type, type, constraints);
      case "array":
        return `z.array(${this.of(type.of)})${checkText("list", constraints)}`;
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
        return this.#union(type.of, type.discriminant, constraints);
      case "branded":
        return this.#branded(type, type.base, constraints);
      case "ref":
        return this.#reference(type.id, constraints);
      case "bad":
        throw new Error(`${type.path} can't be checked: ${type.reason}`);
      default:
        return `z.${type.kind}()`;
    }
  }

  /** The expression that makes the schema of a named type itself. */
  definition(id: TypeId, { type, origin, constraints }: NamedType): string {
    const name: TypeModel = { kind: "ref", id };
    if (origin.kind === "enum") {
      const values = literalValues(type, this.#names.graph) ?? [];
      const list = layOut({ open: "[", items: values.map(literal), close: "]", separator: "," });
      return `${this.#names.helper("literal")}<${this.#names.type(name)}>(${list})`;
    }
    // The name says what the text of the brand or pattern would, and can always be written.
    if (type.kind === "branded") return this.#branded(name, type.base, constraints);
    if (type.kind === "template") return this.#template(name, type, constraints);
    return this.of(type, constraints);
  }

  /** A tuple of elements that are printed already. */
  tuple(items: readonly string[], rest?: TypeModel): string {
    if (items.length === 0 && rest !== undefined) return `z.array(${this.of(rest)})`;
    const list = layOut({ open: "[", items, close: "]", separator: "," });
    return `z.tuple(${list}${rest === undefined ? "" : `, ${this.of(rest)}`})`;
  }

  #branded(name: TypeModel, base: TypeModel, constraints?: Constraints): string {
    const type = this.#names.type(name);
    return `${this.#names.helper("branded")}<${type}>(${this.of(base, constraints)})`;
  }

  #template(
    name: TypeModel,
    { pattern }: Extract<TypeModel, { kind: "template" }>,
    constraints?: Constraints,
  ): string {
    const schema = `${this.#names.helper("template")}<${this.#names.type(name)}>(${literal(pattern)})`;
    return schema + checkText("text", constraints);
  }

  #element({ type, optional, constraints }: Element): string {
    return optional ? this.#optional(type, constraints) : this.of(type, constraints);
  }

  /** Whether the type itself admits `undefined` decides what the key's type says. */
  #optional(type: TypeModel, constraints?: Constraints): string {
    const members = type.kind === "union" ? type.of : [type];
    if (!members.some(({ kind }) => kind === "undefined")) {
      return `${this.#names.helper("optional")}(${this.of(type, constraints)})`;
    }
    const others = members.filter(({ kind }) => kind !== "undefined");
    if (others.length === 0) return "z.undefined().optional()";
    return `${this.#union(others, undefined, constraints)}.optional()`;
  }

  #object(properties: readonly PropertyModel[], index?: TypeModel): string {
    const items = properties.map(
      (property) => `${valueKey(property.name)}: ${this.#element(property)}`,
    );
    const object = layOut({ open: "{", items, close: "}", separator: ",", padded: true });
    const make = this.#names.closed && index === undefined ? "z.strictObject" : "z.object";
    const rest = index === undefined ? "" : `.catchall(${this.of(index)})`;
    const schema = `${make}(${object})${rest}`;
    // Reading what is absent, zod would find what all objects inherit.
    const isInherited = properties.some(({ name }) => name in Object.prototype);
    return isInherited ? `${this.#names.helper("ownProperties")}(${schema})` : schema;
  }

  #record(record: RecordModel): string {
    const properties = knownProperties(record, this.#names.graph);
    if (properties !== undefined) return this.#object(properties);
    return `z.record(${this.of(record.key)}, ${this.of(record.value)})`;
  }

  #union(all: readonly TypeModel[], discriminant?: string, constraints?: Constraints): string {
    const members = all.filter(({ kind }) => kind !== "null");
    const schema = this.#members(members, discriminant, constraints);
    if (members.length === all.length) return schema;
    return members.length === 0 ? "z.null()" : `${schema}.nullable()`;
  }

  #members(
    members: readonly TypeModel[],
    discriminant: string | undefined,
    constraints: Constraints | undefined,
  ): string {
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
      ...members
        .filter(({ kind }) => kind !== "literal")
        .map((member) => this.of(member, constraints)),
    ];
    const [only] = items;
    if (only !== undefined && items.length === 1) return only;
    return `z.union(${layOut({ open: "[", items, close: "]", separator: "," })})`;
  }

  #variant(member: TypeModel): string {
    // A recursive type's schema is annotated, and the annotation says nothing of discriminating values.
    if (member.kind !== "ref" || !this.#names.graph.get(member.id).recursive)
      return this.of(member);
    return `${this.#names.helper("variant")}(${this.#names.schema(member.id)})`;
  }

  #reference(id: TypeId, constraints?: Constraints): string {
    const resolved = this.#names.graph.resolve({ kind: "ref", id });
    const kinds = constrainedKinds(resolved, (other) => this.#names.graph.get(other).type);
    // A union's members differ in what applies to them.
    if (constraints !== undefined && resolved.kind === "union" && kinds.size > 0) {
      const { type, constraints: own = {} } = this.#names.graph.get(id);
      return this.of(type, both(own, constraints));
    }
    const schema = this.#names.schema(id);
    const checks = [...kinds].map((kind) => checkText(kind, constraints)).join("");
    return (this.#waits(id) ? `z.lazy(${schema})` : `${schema}()`) + checks;
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
