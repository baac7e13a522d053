import type { Contract, NamedType, TypeId } from "./model.ts";

/** The named types of a contract by id, in the contract's order. */
export type TypeTable = ReadonlyMap<TypeId, NamedType>;

const tables = new WeakMap<Contract["types"], TypeTable>();

/** The named types of a contract as a table, made once: a walk through an object of thousands takes milliseconds. */
export function typeTable({ types }: Pick<Contract, "types">): TypeTable {
  return tables.get(types) ?? remember(types, new Map(Object.entries(types)));
}

/** The types of a contract that has this table. */
export function typesInTable(table: TypeTable): Contract["types"] {
  const types = Object.fromEntries(table);
  remember(types, table);
  return types;
}

function remember(types: Contract["types"], table: TypeTable): TypeTable {
  tables.set(types, table);
  return table;
}
