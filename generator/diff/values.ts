import type { Constraints, Contract, NamedType, TypeId, TypeModel } from "../model.ts";
import { both } from "../constraints.ts";

/** A type with what is demanded of its values beyond it, as parameters and properties have it. */
export interface Typed {
  readonly type: TypeModel;
  readonly constraints?: Constraints | undefined;
}

/** The kinds of types that are no union, no name and no plain text, number or boolean. */
type Whole =
  | { kind: "bigint" | "date" | "bytes" }
  | Extract<TypeModel, { kind: "array" | "tuple" | "record" | "object" }>;

/** A member of a union that is more than a literal. */
export interface Member {
  readonly type: Whole;
  /** The name that it goes by, if it has one. */
  readonly name: TypeId | undefined;
  readonly constraints: Constraints;
}

/** The form of texts that a template literal type has. */
export type Template = Extract<TypeModel, { kind: "template" }>;

/**
 * The values of a type, with names, unions, brands and enums taken apart. Names of types don't matter to
 * what travels, so this is what is compared.
 */
export interface Values {
  readonly unknown: boolean;
  readonly null: boolean;
  /** `undefined` or `void`. */
  readonly undefined: boolean;
  /** All texts that satisfy the constraints. */
  readonly anyText: Constraints | undefined;
  readonly texts: ReadonlySet<string>;
  readonly templates: readonly Template[];
  readonly anyNumber: Constraints | undefined;
  readonly numbers: ReadonlySet<number>;
  readonly booleans: ReadonlySet<boolean>;
  readonly members: readonly Member[];
  /** The texts of all brands, sorted. */
  readonly brands: readonly string[];
}

/** What can be told apart by looking at a value. */
export type Group = "text" | "number" | "boolean" | "bigint" | "date" | "bytes" | "list" | "object";

/** The groups that values of a type belong to. */
export function groupsOf(values: Values): Set<Group> {
  const groups = new Set<Group>();
  if (values.anyText || values.texts.size > 0 || values.templates.length > 0) groups.add("text");
  if (values.anyNumber || values.numbers.size > 0) groups.add("number");
  if (values.booleans.size > 0) groups.add("boolean");
  for (const { type } of values.members) groups.add(groupOf(type));
  return groups;
}

/** The values that belong to one group alone. */
export function onlyGroup(values: Values, group: Group): Values {
  const { anyText, texts, templates, anyNumber, numbers, booleans, members } = values;
  return {
    unknown: false,
    null: false,
    undefined: false,
    ...(group === "text"
      ? { anyText, texts, templates }
      : { anyText: undefined, texts: new Set(), templates: [] }),
    ...(group === "number" ? { anyNumber, numbers } : { anyNumber: undefined, numbers: new Set() }),
    booleans: group === "boolean" ? booleans : new Set(),
    members: members.filter(({ type }) => groupOf(type) === group),
    brands: [],
  };
}

export function groupOf({ kind }: Whole): Exclude<Group, "text" | "number" | "boolean"> {
  switch (kind) {
    case "array":
    case "tuple":
      return "list";
    case "record":
    case "object":
      return "object";
    default:
      return kind;
  }
}

/** The named types of a contract, and the values of its types. */
export class TypeTable {
  readonly #types: ReadonlyMap<TypeId, NamedType>;
  readonly #known = new WeakMap<TypeModel, Values>();

  constructor(types: Contract["types"]) {
    this.#types = new Map(Object.entries(types));
  }

  /** @throws {Error} for a type that the contract doesn't define. */
  get(id: TypeId): NamedType {
    const named = this.#types.get(id);
    if (named === undefined) throw new Error(`the contract mentions "${id}" and doesn't define it`);
    return named;
  }

  valuesOf({ type, constraints }: Typed): Values {
    if (constraints !== undefined) return this.#collect(type, constraints);
    let values = this.#known.get(type);
    if (values === undefined) {
      values = this.#collect(type, {});
      this.#known.set(type, values);
    }
    return values;
  }

  #collect(whole: TypeModel, demanded: Constraints): Values {
    const values = {
      unknown: false,
      null: false,
      undefined: false,
      anyText: undefined as Constraints | undefined,
      texts: new Set<string>(),
      templates: [] as Template[],
      anyNumber: undefined as Constraints | undefined,
      numbers: new Set<number>(),
      booleans: new Set<boolean>(),
      members: [] as Member[],
      brands: [] as string[],
    };
    const add = (type: TypeModel, constraints: Constraints, name: TypeId | undefined): void => {
      switch (type.kind) {
        case "ref": {
          const named = this.get(type.id);
          add(named.type, both(named.constraints ?? {}, constraints), type.id);
          break;
        }
        case "union":
          for (const member of type.of) add(member, constraints, undefined);
          break;
        case "branded":
          values.brands.push(type.text);
          add(type.base, constraints, name);
          break;
        case "string":
          values.anyText = constraints;
          break;
        case "number":
          values.anyNumber = constraints;
          break;
        case "boolean":
          values.booleans.add(false).add(true);
          break;
        case "literal":
          if (typeof type.value === "string") values.texts.add(type.value);
          else if (typeof type.value === "number") values.numbers.add(type.value);
          else values.booleans.add(type.value);
          break;
        case "template":
          values.templates.push(type);
          break;
        case "null":
          values.null = true;
          break;
        case "undefined":
        case "void":
          values.undefined = true;
          break;
        case "unknown":
          values.unknown = true;
          break;
        case "bad":
          throw new Error(`${type.path} can't be compared: ${type.reason}`);
        case "bigint":
        case "date":
        case "bytes":
          values.members.push({ type: { kind: type.kind }, name, constraints });
          break;
        default:
          values.members.push({ type, name, constraints });
      }
    };
    add(whole, demanded, undefined);
    values.brands.sort();
    return values;
  }
}
