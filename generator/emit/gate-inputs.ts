import type { TypeId } from "../model.ts";
import type { EmitContext } from "./emit-context.ts";
import type { GateModule } from "./gate-surface.ts";
import type { GateTypes } from "./gate-types.ts";
import { moduleInputs, typesUsedBy } from "./module-inputs.ts";

/** All that what the gate client has for one module depends on. */
export function gateInputs(
  { module, className, property }: Pick<GateModule, "module" | "className" | "property">,
  types: GateTypes,
  context: EmitContext,
): unknown[] {
  const names = typesUsedBy(module, context.contract).map((id) => types.name(id));
  return [...moduleInputs(module, context), className, property, ...names];
}

/** All that what the gate client has for one named type depends on. */
export function gateTypeInputs(
  id: TypeId,
  types: GateTypes,
  { contract, graph }: EmitContext,
): unknown[] {
  const named = graph.get(id);
  const used = typesUsedBy(named, contract).flatMap((one) => [graph.get(one), types.name(one)]);
  return [named, types.name(id), ...used];
}
