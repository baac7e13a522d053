import type { Contract, NamedType, TypeId } from "./model.ts";

/** The named types of a contract by id, in the contract's order. */
export type TypeTable = ReadonlyMap<TypeId, NamedType>;

const tables = new WeakMap<Pick<Contract, "types">, TypeTable>();

/** The named types of a contract as a table, made once: a walk through an object of thousands takes milliseconds. */
export function typeTable(contract: Pick<Contract, "types">): TypeTable {
  let table = tables.get(contract);
  if (table === undefined) {
    table = new Map(Object.entries(contract.types));
    tables.set(contract, table);
  }
  return table;
}

/** A contract that has this table. The object of its types takes as long to make, and is made for who asks for it. */
export function contractWith(rest: Omit<Contract, "types">, table: TypeTable): Contract {
  let types: Contract["types"] | undefined;
  const contract: Contract = {
    ...rest,
    get types() {
      return (types ??= Object.fromEntries(table));
    },
  };
  tables.set(contract, table);
  return contract;
}
