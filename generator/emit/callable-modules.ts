import type { Contract, ModuleModel } from "../model.ts";

/** The modules that have handlers; the others, such as most gates, need no client and no schemas. */
export function callableModules(contract: Contract): ModuleModel[] {
  return contract.modules.filter(({ handlers }) => handlers.length > 0);
}

/** The handlers of a module that clients may call. */
export function gateHandlers(module: ModuleModel): ModuleModel["handlers"] {
  return module.handlers.filter(({ exposure }) => exposure === "gate");
}

/** The modules that clients may call. */
export function gateModules(contract: Contract): ModuleModel[] {
  return contract.modules.filter((module) => gateHandlers(module).length > 0);
}
