import type { ModuleModel, NamedType, TypeId } from "../model.ts";
import { nameOf } from "./contract-names.ts";
import type { EmitContext } from "./emit-context.ts";
import type { GateModule } from "./gate-surface.ts";

/** All that what is emitted for one module depends on, besides the module. */
export function moduleInputs(module: ModuleModel, { names, uses }: EmitContext): unknown[] {
  const { identifier, constant, file } = nameOf(names, module.type);
  return [identifier, constant, file, uses.of(module)];
}

/** All that what the gate client has for one module depends on, besides the module. */
export function gateInputs(
  { module, className, property }: Pick<GateModule, "module" | "className" | "property">,
  { uses }: EmitContext,
): unknown[] {
  return [className, property, uses.of(module)];
}

/** All that what the gate client has for one named type depends on, besides the type. */
export function gateTypeInputs(id: TypeId, named: NamedType, context: EmitContext): unknown[] {
  return [context.names.gate.get(id), context.uses.of(named)];
}
