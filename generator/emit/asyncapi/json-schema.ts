import { both, constrainedKinds } from "../../constraints.ts";
import type { Constraints, NamedType, PropertyModel, TypeId, TypeModel } from "../../model.ts";
import { admits, withoutUndefined } from "../absence.ts";
import { knownProperties, type RecordModel } from "../known-keys.ts";
import { discriminate, literalValues } from "../discriminant.ts";
import type { TypeGraph } from "../type-graph.ts";

/** A schema of JSON Schema draft 7, which AsyncAPI's own schemas extend; `{}` takes any value. */
export interface JsonSchema {
  readonly [keyword: string]: unknown;
}

/** How `Number.prototype.toString` writes what may be the key of a `Record<number, …>`. */
const NUMERIC_KEY = "^-?\\d+(?:\\.\\d+)?$";

/**
 * Names that every object in JavaScript has. Tools that look a name up among a schema's `properties`, the
 * official parser among them, stumble over these; a pattern says the same.
 */
const inherited: ReadonlySet<string> = new Set(Object.getOwnPropertyNames(Object.prototype));

/** Base64 with padding, as bytes are sent; `contentEncoding` alone binds nobody. */
const BASE64 = "^(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?$";

/** The decimal text of a bigint, as long as the validators take it. */
const DECIMAL = "^-?\\d{1,1234}$";

/**
 * Describes types by their JSON, as it travels between a gate and its clients: `Date` as ISO date-time
 * text, bytes as base64, bigint as decimal text, `undefined` as null where JSON can't leave it out. What the
 * validators take beyond that for the sake of Go (a whole number for a bigint) is not promised.
 */
export class JsonSchemas {
  readonly #graph: TypeGraph;
  readonly #reference: (id: TypeId) => string;
  readonly #isClosed: boolean;

  /**
   * @param reference - Leads to the schema of a named type.
   * @param isClosed - Whether objects have no other keys than those of their types.
   */
  constructor(
    graph: TypeGraph,
    reference: (id: TypeId) => string,
    { isClosed }: { isClosed: boolean },
  ) {
    this.#graph = graph;
    this.#reference = reference;
    this.#isClosed = isClosed;
  }

  /** The schema of a value of this type that fulfils constraints. */
  of(type: TypeModel, constraints?: Constraints): JsonSchema {
    switch (type.kind) {
      case "string":
        return { type: "string", ...textKeywords(constraints) };
      case "number":
        return { type: "number", ...numberKeywords(constraints) };
      case "date":
        return { type: "string", format: "date-time" };
      case "bytes":
        return { type: "string", contentEncoding: "base64", pattern: BASE64 };
      case "bigint":
        return { type: "string", pattern: DECIMAL };
      case "undefined":
      case "void":
        return { type: "null" };
      case "unknown":
        return {};
      case "literal":
        return { const: type.value };
      case "template":
        return this.#template(type.pattern, constraints);
      case "array":
        return { type: "array", items: this.of(type.of), ...listKeywords(constraints) };
      case "tuple":
        return this.#tuple(type);
      case "record":
        return this.#record(type);
      case "object":
        return this.#object(type.properties, type.index);
      case "union":
        return this.#union(type.of, type.discriminant, constraints);
      case "branded":
        return this.of(type.base, constraints);
      case "ref":
        return this.#named(type.id, constraints);
      case "bad":
        throw new Error(`${type.path} can't be described: ${type.reason}`);
      default:
        return { type: type.kind };
    }
  }

  /** The schema of a named type itself. */
  definition({ type, origin, doc, constraints }: NamedType): JsonSchema {
    const schema = this.of(type, constraints);
    const described = withDescription(schema, doc);
    const { members } = origin;
    if (origin.kind !== "enum" || members === undefined) return described;
    // Generators of other languages look for the names of the values here.
    const names = (literalValues(type, this.#graph) ?? []).map(
      (value) => members.find((member) => member.value === value)?.name ?? String(value),
    );
    return { ...described, "x-enum-varnames": names };
  }

  /** The schema of what a rest parameter of this type takes each time. */
  itemsOf(type: TypeModel): JsonSchema {
    const list = this.#graph.resolve(type);
    if (list.kind === "array") return this.of(list.of);
    if (list.kind !== "tuple") throw new Error(`a rest parameter is a ${list.kind}`);
    const items = [...list.items.map((item) => item.type), ...(list.rest ? [list.rest] : [])];
    return { anyOf: uniqueSchemas(items.map((item) => this.of(item))) };
  }

  #tuple({ items, rest }: Extract<TypeModel, { kind: "tuple" }>): JsonSchema {
    return {
      type: "array",
      ...(items.length === 0 ? {} : { items: items.map((item) => this.of(item.type)) }),
      minItems: items.filter(({ optional }) => !optional).length,
      ...(rest === undefined ? { maxItems: items.length } : {}),
      ...(rest === undefined ? {} : { additionalItems: this.of(rest) }),
    };
  }

  #record(record: RecordModel): JsonSchema {
    const properties = knownProperties(record, this.#graph);
    if (properties !== undefined) return this.#object(properties);
    const names = this.#key(record.key);
    return {
      type: "object",
      ...(names === undefined ? {} : { propertyNames: names }),
      additionalProperties: this.of(record.value),
    };
  }

  /** What the names of a record's properties are: texts, whatever the type of the key. */
  #key(type: TypeModel): JsonSchema | undefined {
    const key = this.#graph.resolve(type);
    if (key.kind === "number") return { pattern: NUMERIC_KEY };
    if (key.kind === "string") return undefined;
    if (key.kind === "branded") return this.#key(key.base);
    if (key.kind === "literal") return { const: String(key.value) };
    if (key.kind !== "union") return this.of(key);
    const members = key.of.map((member) => this.#key(member));
    return members.includes(undefined) ? undefined : { anyOf: members };
  }

  #object(properties: readonly PropertyModel[], index?: TypeModel): JsonSchema {
    const required = properties.filter(
      ({ type, optional }) => !optional && !admits(type, "undefined", this.#graph),
    );
    const entries = properties.map(({ name, type, doc, constraints }): [string, JsonSchema] => [
      name,
      // A property that is `undefined` is left out.
      withDescription(this.of(withoutUndefined(type), constraints), doc),
    ]);
    const plain = entries.filter(([name]) => !inherited.has(name));
    const others = entries.filter(([name]) => inherited.has(name));
    return {
      type: "object",
      ...(plain.length === 0 ? {} : { properties: Object.fromEntries(plain) }),
      ...(others.length === 0
        ? {}
        : {
            patternProperties: Object.fromEntries(others.map(([n, schema]) => [`^${n}$`, schema])),
          }),
      ...(required.length === 0 ? {} : { required: required.map(({ name }) => name) }),
      ...(index === undefined
        ? this.#isClosed
          ? { additionalProperties: false }
          : {}
        : { additionalProperties: this.of(index) }),
    };
  }

  #template(pattern: string, constraints: Constraints = {}): JsonSchema {
    const { pattern: another, ...others } = constraints;
    const schema = { type: "string", pattern, ...textKeywords(others) };
    return another === undefined ? schema : { ...schema, allOf: [{ pattern: another }] };
  }

  #named(id: TypeId, constraints?: Constraints): JsonSchema {
    const reference = { $ref: this.#reference(id) };
    if (constraints === undefined) return reference;
    const resolved = this.#graph.resolve({ kind: "ref", id });
    const kinds = constrainedKinds(resolved, (other) => this.#graph.get(other).type);
    if (kinds.size === 0) return reference;
    // A union's members differ in what applies to them.
    if (resolved.kind === "union") {
      const { type, constraints: own = {} } = this.#graph.get(id);
      return this.of(type, both(own, constraints));
    }
    const keywords = {
      ...(kinds.has("text") ? textKeywords(constraints) : {}),
      ...(kinds.has("number") ? numberKeywords(constraints) : {}),
      ...(kinds.has("list") ? listKeywords(constraints) : {}),
    };
    return { allOf: [reference, keywords] };
  }

  #union(
    members: readonly TypeModel[],
    discriminant?: string,
    constraints?: Constraints,
  ): JsonSchema {
    const values = members.map((member) => literalValuesOf(member));
    if (values.every((list) => list !== undefined)) return { enum: values.flat() };
    const described = members.filter((member) => literalValuesOf(member) === undefined);
    const literals = values.flatMap((list) => list ?? []);
    const schemas = [
      ...(literals.length === 0 ? [] : [{ enum: literals }]),
      ...described.map((member) => this.of(member, constraints)),
    ];
    const distinct = uniqueSchemas(schemas);
    const [only] = distinct;
    if (only !== undefined && distinct.length === 1) return only;
    const objects = members.filter(({ kind }) => kind !== "null");
    const isOneOf =
      discriminant !== undefined && discriminate(objects, discriminant, this.#graph) !== undefined;
    return isOneOf ? { oneOf: distinct } : { anyOf: distinct };
  }
}

function textKeywords({ minLength, maxLength, pattern, format }: Constraints = {}): JsonSchema {
  return given({ minLength, maxLength, pattern, format });
}

function numberKeywords({ min, max, int }: Constraints = {}): JsonSchema {
  return given({ type: int && "integer", minimum: min, maximum: max });
}

function listKeywords({ minItems, maxItems }: Constraints = {}): JsonSchema {
  return given({ minItems, maxItems });
}

function given(keywords: Readonly<Record<string, unknown>>): JsonSchema {
  return Object.fromEntries(Object.entries(keywords).filter(([, value]) => value !== undefined));
}

/** The same schema with a text for people. */
function withDescription(schema: JsonSchema, doc: readonly string[]): JsonSchema {
  const description = doc.join("\n").trim();
  if (description === "") return schema;
  // What stands beside a reference is not looked at.
  return "$ref" in schema ? { allOf: [schema], description } : { ...schema, description };
}

function literalValuesOf(type: TypeModel): (string | number | boolean | null)[] | undefined {
  if (type.kind === "literal") return [type.value];
  return type.kind === "null" ? [null] : undefined;
}

function uniqueSchemas(schemas: readonly JsonSchema[]): JsonSchema[] {
  const texts = new Map(schemas.map((schema) => [JSON.stringify(schema), schema]));
  return [...texts.values()];
}
