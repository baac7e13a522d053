import type { Contract, NamedType, TypeId } from "../model.ts";
import { isSameList } from "../same-list.ts";
import { typeTable } from "../type-table.ts";
import { gateModules } from "./callable-modules.ts";
import { nameGateTypes } from "./gate-types.ts";
import { unlike } from "./identifiers.ts";
import { type ModuleName, nameModules } from "./module-names.ts";
import { nameServerTypes } from "./server-types.ts";

/** What everything in a contract is called in emitted code, so that all files agree. */
export interface ContractNames {
  readonly modules: ReadonlyMap<string, ModuleName>;
  /** User types in server files, without type arguments. */
  readonly server: ReadonlyMap<TypeId, string>;
  /** The constant that holds the schema of each named type. */
  readonly schemas: ReadonlyMap<TypeId, string>;
  /** User types as the gate client declares them. */
  readonly gate: ReadonlyMap<TypeId, string>;
}

/** What emitted server code uses by name; user types of the same name are renamed where imported. */
const usedNames = (
  "Array Buffer Date Parameters Partial Promise Record Uint8Array " +
  "CallOptions PushRegistry RpcCaller RpcRegistry Session Target " +
  "Assert ModuleSchemas Output Same schemas z " +
  "bigint branded bytes date lazy literal optional optionalArgument " +
  "session sessionAndBody template undefinable variant undefined NaN Infinity globalThis"
).split(" ");

/** Names everything in a contract. */
export function nameContract(contract: Contract): ContractNames {
  const types = [...typeTable(contract)];
  const modules = nameModules(contract);
  const reserved = new Set(usedNames);
  for (const { identifier, constant } of modules.values()) {
    for (const suffix of ["Rpc", "Client", "SchemasProof"]) reserved.add(identifier + suffix);
    reserved.add(`${constant}Schemas`);
  }
  const server = nameServerTypes(types, reserved);
  const schemas = nameSchemas(types, [...reserved, ...server.values()]);
  const classes = gateModules(contract).map(({ type }) => gateClass({ modules }, type));
  return { modules, server, schemas, gate: nameGateTypes(types, classes) };
}

/** Whether everything in two contracts is called the same. */
export function isNamedAlike(one: Contract, other: Contract): boolean {
  const [types, others] = [typeTable(one), typeTable(other)];
  if (types.size !== others.size || !isSameList(moduleNaming(one), moduleNaming(other)))
    return false;
  // Names go by order: ids are sorted, so the same ids are in the same order.
  for (const [id, named] of types) {
    const before = others.get(id);
    if (before === undefined) return false;
    if (before !== named && namingOf(before) !== namingOf(named)) return false;
  }
  return true;
}

/** What names of modules depend on. */
function moduleNaming(contract: Contract): string[] {
  const gate = gateModules(contract).map(({ type }) => type);
  return [...contract.modules.map(({ type }) => type), ...gate];
}

/** What names of a type depend on. */
function namingOf({ name, origin }: NamedType): string {
  const { from, exportName = null, arguments: given } = origin;
  return JSON.stringify([name, from, exportName, given.length > 0]);
}

/** Names of types are unique, and so are those of their schemas, unless something else is called so. */
function nameSchemas(
  types: readonly [TypeId, NamedType][],
  reserved: Iterable<string>,
): Map<TypeId, string> {
  const taken = new Set<string>();
  for (const name of reserved) {
    if (!name.includes("Schema")) continue;
    // A schema comes with constants of these endings.
    const [, own] = /^(.*Schema_*)(?:Closed)?(?:Shape)?$/.exec(name) ?? [];
    if (own !== undefined) taken.add(own);
  }
  const isTaken = (candidate: string): boolean => taken.has(candidate);
  return new Map(types.map(([id, { name }]) => [id, unlike(`${name}Schema`, isTaken)]));
}

/** The names of a module that is in the contract. */
export function nameOf({ modules }: Pick<ContractNames, "modules">, type: string): ModuleName {
  const name = modules.get(type);
  if (name === undefined) throw new Error(`the contract has no module "${type}"`);
  return name;
}

/** The class of a module in the gate client. */
export function gateClass(names: Pick<ContractNames, "modules">, type: string): string {
  return `${nameOf(names, type).identifier}Gate`;
}
