import type { Contract, NamedType, TypeId } from "../model.ts";
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
  const types = Object.entries(contract.types);
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

/** All that names depend on, each part comparable by identity. */
export function namingInputs(contract: Contract): unknown[] {
  return [
    ...contract.modules.map(({ type }) => type),
    ...gateModules(contract).map(({ type }) => type),
    ...Object.keys(contract.types),
    ...Object.values(contract.types).map(namingOf),
  ];
}

const namings = new WeakMap<NamedType, string>();

/** What names of a type depend on. */
function namingOf(named: NamedType): string {
  let naming = namings.get(named);
  if (naming === undefined) {
    const { name, origin } = named;
    const { from, exportName = null, arguments: given } = origin;
    naming = JSON.stringify([name, from, exportName, given.length > 0]);
    namings.set(named, naming);
  }
  return naming;
}

/** Names of types are unique, and so are those of their schemas, unless something else is called so. */
function nameSchemas(
  types: readonly [TypeId, NamedType][],
  reserved: Iterable<string>,
): Map<TypeId, string> {
  const taken = new Set<string>();
  for (const name of reserved) {
    // A schema comes with constants of these endings.
    const [, own] = /^(.*Schema_*)(?:Closed)?(?:Shape)?$/.exec(name) ?? [];
    if (own !== undefined) taken.add(own);
  }
  return new Map(
    types.map(([id, { name }]) => [
      id,
      unlike(`${name}Schema`, (candidate) => taken.has(candidate)),
    ]),
  );
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
