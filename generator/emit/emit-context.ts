import type { Contract, TypeId } from "../model.ts";
import { unlike } from "./identifiers.ts";
import type { ImportStyle } from "./import-path.ts";
import { nameModules } from "./module-names.ts";
import type { ModuleName } from "./module-names.ts";
import { ServerTypes } from "./server-types.ts";
import { TypeGraph } from "./type-graph.ts";

/** What emitted server code uses by name; user types of the same name are renamed where imported. */
const usedNames = (
  "Array Buffer Date Parameters Partial Promise Record Uint8Array " +
  "CallOptions PushRegistry RpcCaller RpcRegistry Session Target " +
  "Assert ModuleSchemas Output Same schemas z " +
  "bigint branded bytes date lazy literal optional optionalArgument " +
  "session sessionAndBody template undefinable variant undefined NaN Infinity globalThis"
).split(" ");

/** How files are written. */
export interface EmitOptions extends ImportStyle {
  /** The version of the generator that headers state. */
  version: string;
  /** What becomes of keys that a client sends and no type knows. @defaultValue `"reject"` */
  unknownKeys?: "reject" | "strip" | undefined;
}

/** What all view builders look at. */
export interface EmitContext {
  contract: Contract;
  options: EmitOptions;
  graph: TypeGraph;
  modules: ReadonlyMap<string, ModuleName>;
  types: ServerTypes;
  /** The constant that holds the schema of each named type. */
  schemas: ReadonlyMap<TypeId, string>;
}

/** Names everything in a contract, so that all files agree. */
export function emitContext(contract: Contract, options: EmitOptions): EmitContext {
  const graph = new TypeGraph(contract);
  const modules = nameModules(contract);
  const reserved = new Set(usedNames);
  for (const { identifier, constant } of modules.values()) {
    for (const suffix of ["Rpc", "Client", "SchemasProof"]) reserved.add(identifier + suffix);
    reserved.add(`${constant}Schemas`);
  }
  const types = new ServerTypes({ graph, imports: options, reserved });
  const schemas = nameSchemas(graph, new Set([...reserved, ...types.localNames()]));
  return { contract, options, graph, modules, types, schemas };
}

function nameSchemas(graph: TypeGraph, reserved: ReadonlySet<string>): Map<TypeId, string> {
  const names = new Map<TypeId, string>();
  const taken = new Set(reserved);
  for (const [id, named] of graph.all) {
    const name = unlike(`${named.name}Schema`, (candidate) => taken.has(candidate));
    for (const suffix of ["", "Shape", "Closed", "ClosedShape"]) taken.add(name + suffix);
    names.set(id, name);
  }
  return names;
}

/** The names of a module that is in the contract. */
export function nameOf({ modules }: Pick<EmitContext, "modules">, type: string): ModuleName {
  const name = modules.get(type);
  if (name === undefined) throw new Error(`the contract has no module "${type}"`);
  return name;
}
