import type { HandlerModel, ModuleModel, TypeModel } from "../model.ts";
import { gateHandlers, gateModules } from "./callable-modules.ts";
import type { EmitContext } from "./emit-context.ts";
import { gateClass, nameOf } from "./contract-names.ts";
import type { GateTypes } from "./gate-types.ts";
import { lowerFirst, unlike } from "./identifiers.ts";
import { clientMembers } from "./module-names.ts";
import { parameterList, parameterText } from "./parameter-list.ts";
import type { Parameter } from "./parameter-list.ts";

/** A module that clients may call, and what they see of it. */
export interface GateModule {
  module: ModuleModel;
  className: string;
  /** The property of the client. */
  property: string;
  methods: GateMethod[];
}

/** A handler that clients may call. */
export interface GateMethod {
  handler: HandlerModel;
  name: string;
  /** What the client sends; the session is the gate's to give. */
  body: Parameter | undefined;
  parameters: string;
  result: string;
}

/** The prefix of handlers that clients may call; clients see the rest of the name. */
const PREFIX = "HD_";

/** All that the gate client offers. */
export function gateSurface({ contract, names, gateTypes, kept }: EmitContext): GateModule[] {
  return gateModules(contract).map((module) =>
    kept.of("gate surface", module, () => ({
      module,
      className: gateClass(names, module.type),
      property: nameOf(names, module.type).property,
      methods: methodsOf(module, gateTypes),
    })),
  );
}

function methodsOf(module: ModuleModel, types: GateTypes): GateMethod[] {
  const names = new Set<string>();
  return gateHandlers(module).map((handler) => {
    const bare = handler.name.startsWith(PREFIX) ? handler.name.slice(PREFIX.length) : handler.name;
    const name = unlike(
      lowerFirst(bare) || handler.name,
      (candidate) => clientMembers.has(candidate) || names.has(candidate),
    );
    names.add(name);
    const [body] = parameterList({ ...handler, session: false }, ["options"]);
    const text = (type: TypeModel | "session"): string =>
      type === "session" ? "" : types.text(type);
    const signature = body === undefined ? "" : `${parameterText([body], text)}, `;
    return {
      handler,
      name,
      body,
      parameters: `${signature}options?: GateCallOptions`,
      result: types.text(handler.result),
    };
  });
}
