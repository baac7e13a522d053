import type { PropertyModel, TypeModel } from "../model.ts";
import type { Tables } from "./tables.ts";
import type { Typed, TypeTable } from "./values.ts";

/** One element of a list, or one parameter. */
export interface Element extends Typed {
  readonly optional: boolean;
}

/** Arrays and tuples alike: elements with a place of their own, and what may follow. */
export interface ListForm {
  readonly items: readonly Element[];
  readonly rest: Typed | undefined;
}

export function listForm(type: TypeModel): ListForm {
  if (type.kind === "array") return { items: [], rest: { type: type.of } };
  if (type.kind !== "tuple") throw new Error(`${type.kind} is no list`);
  return { items: type.items, rest: type.rest === undefined ? undefined : { type: type.rest } };
}

/** Objects and records alike: properties with a name of their own, and what other keys may hold. */
export interface ObjectForm {
  readonly properties: ReadonlyMap<string, PropertyModel>;
  readonly index: { readonly key: Typed; readonly value: Typed } | undefined;
}

export function objectForm(type: TypeModel, table: TypeTable): ObjectForm {
  if (type.kind === "object") {
    const { properties, index } = type;
    return {
      properties: new Map(properties.map((property) => [property.name, property])),
      index: index === undefined ? undefined : { key: anyKey, value: { type: index } },
    };
  }
  if (type.kind !== "record") throw new Error(`${type.kind} is no object`);
  const keys = table.valuesOf({ type: type.key });
  if (keys.anyText !== undefined || keys.anyNumber !== undefined || keys.templates.length > 0) {
    const index = { key: { type: type.key }, value: { type: type.value } };
    return { properties: new Map(), index };
  }
  const names = [...keys.texts, ...[...keys.numbers].map(String)];
  const property = (name: string): PropertyModel => ({
    name,
    type: type.value,
    optional: type.partial,
    readonly: false,
    doc: [],
  });
  return { properties: new Map(names.map((name) => [name, property(name)])), index: undefined };
}

const anyKey: Typed = { type: { kind: "string" } };

/** Whether an object or list is right without it, whatever its type is written as. */
export function mayLack({ type, optional }: Element | PropertyModel, table: TypeTable): boolean {
  const values = table.valuesOf({ type });
  return optional || values.undefined || values.unknown;
}

/**
 * Whether something may be left out now that could not before (`true`), or the other way round (`false`).
 * What has no place of its own is one of those that may follow, or of those with any other key.
 */
export function becameOptional(
  was: Element | PropertyModel | undefined,
  is: Element | PropertyModel | undefined,
  tables: Tables,
): boolean | undefined {
  const before = was === undefined || mayLack(was, tables.old);
  const after = is === undefined || mayLack(is, tables.now);
  if (before === after) return undefined;
  // Anything may also be nothing: that it is anything says enough, and is told elsewhere.
  const isAnything = (part: typeof was, table: TypeTable): boolean =>
    part !== undefined && table.valuesOf(part).unknown;
  return isAnything(was, tables.old) || isAnything(is, tables.now) ? undefined : after;
}
