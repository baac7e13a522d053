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

/** A contract whose names are known. */
export interface NamedContract {
  readonly contract: Contract;
  readonly names: ContractNames;
}

/**
 * Names everything in a contract.
 *
 * @param last - One before it, whose names are taken over where they would come out the same.
 */
export function nameContract(contract: Contract, last?: NamedContract): ContractNames {
  const hasSameTypes = last !== undefined && haveTypesNamedAlike(contract, last.contract);
  if (hasSameTypes && isSameList(moduleNaming(contract), moduleNaming(last.contract)))
    return last.names;
  const modules = nameModules(contract);
  if (hasSameTypes && mindOnlyModules({ contract, modules }, last))
    return { ...last.names, modules };
  const types = [...typeTable(contract)];
  const reserved = new Set([...usedNames, ...declaredNames(modules)]);
  const server = nameServerTypes(types, reserved);
  const schemas = nameSchemas(types, [...reserved, ...server.values()]);
  return { modules, server, schemas, gate: nameGateTypes(types, gateClasses(contract, modules)) };
}

/** What emitted server code declares for modules. */
function declaredNames(modules: ContractNames["modules"]): string[] {
  return [...modules.values()].flatMap(({ identifier, constant }) => [
    `${identifier}Rpc`,
    `${identifier}Client`,
    `${identifier}SchemasProof`,
    `${constant}Schemas`,
  ]);
}

/** What the gate client declares for modules. */
function gateClasses(contract: Contract, modules: ContractNames["modules"]): string[] {
  return gateModules(contract).map(({ type }) => gateClass({ modules }, type));
}

/** Whether the types of two contracts are called the same, as far as that is up to them. */
function haveTypesNamedAlike(one: Contract, other: Contract): boolean {
  const [types, others] = [typeTable(one), typeTable(other)];
  if (types.size !== others.size) return false;
  // Names go by order: ids are sorted, so the same ids are in the same order.
  for (const [id, named] of types) {
    const before = others.get(id);
    if (before === undefined) return false;
    if (before !== named && namingOf(before) !== namingOf(named)) return false;
  }
  return true;
}

/** Whether what is declared for modules that came or went is the name of no type, and was not avoided by one. */
function mindOnlyModules(
  now: { contract: Contract; modules: ContractNames["modules"] },
  last: NamedContract,
): boolean {
  const { server, gate, modules } = last.names;
  const [classes, before] = [
    gateClasses(now.contract, now.modules),
    gateClasses(last.contract, modules),
  ];
  const changes = [
    [
      server,
      declaredNames(missing(now.modules, modules)),
      declaredNames(missing(modules, now.modules)),
    ],
    [gate, without(classes, before), without(before, classes)],
  ] as const;
  return changes.every(([types, came, went]) => {
    const clashes = new Set([...came, ...went.map((name) => unlike(name, (one) => one === name))]);
    for (const name of types.values()) if (clashes.has(name)) return false;
    return true;
  });
}

/** The names of modules that others are not called by. */
function missing(
  modules: ContractNames["modules"],
  others: ContractNames["modules"],
): ContractNames["modules"] {
  return new Map(
    [...modules].filter(([type, { identifier }]) => others.get(type)?.identifier !== identifier),
  );
}

function without(names: readonly string[], others: readonly string[]): string[] {
  const left = new Set(others);
  return names.filter((name) => !left.has(name));
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
