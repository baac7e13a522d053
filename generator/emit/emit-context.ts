import type { Contract } from "../model.ts";
import { typeTable } from "../type-table.ts";
import { type ContractNames, nameContract } from "./contract-names.ts";
import { GateTypes } from "./gate-types.ts";
import type { ImportStyle } from "./import-path.ts";
import { freshParts, type KeptParts, type Parts } from "./kept-parts.ts";
import { ServerTypes } from "./server-types.ts";
import { TypeGraph } from "./type-graph.ts";

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
  names: ContractNames;
  /** User types in server files. */
  types: ServerTypes;
  /** User types in the gate client. */
  gateTypes: GateTypes;
  kept: Parts;
}

/**
 * Names everything in a contract.
 *
 * @param kept - What an earlier run made, and where this one leaves it. @defaultValue nothing is kept
 */
export function emitContext(
  contract: Contract,
  options: EmitOptions,
  kept?: KeptParts,
): EmitContext {
  const last = kept?.last;
  const hasSameTypes = last !== undefined && typeTable(last.contract) === typeTable(contract);
  const graph = hasSameTypes ? last.graph : new TypeGraph(contract);
  const names = nameContract(contract, last);
  kept?.begin({ contract, names, graph, options });
  return {
    contract,
    options,
    graph,
    names,
    types: new ServerTypes(graph, options, names.server),
    gateTypes: new GateTypes(graph, names.gate),
    kept: kept ?? freshParts,
  };
}
