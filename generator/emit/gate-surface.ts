import type { HandlerModel, ModuleModel, TypeModel } from "../model.ts";
import { gateHandlers, gateModules } from "./callable-modules.ts";
import type { EmitContext } from "./emit-context.ts";
import { nameOf } from "./emit-context.ts";
import { GateTypes } from "./gate-types.ts";
import { gateInputs } from "./gate-inputs.ts";
import type { KeptParts } from "./kept-parts.ts";
import { lowerFirst, unlike } from "./identifiers.ts";
import { parameterList, parameterText } from "./parameter-list.ts";
import type { Parameter } from "./parameter-list.ts";

/** What clients see of a contract, and what it is called there. */
export interface GateSurface {
  types: GateTypes;
  modules: GateModule[];
}

/** A module that clients may call. */
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

/** Members of every object, of the client itself, and what would make it a promise. */
const reserved = new Set(["on", "then", ...Object.getOwnPropertyNames(Object.prototype)]);

/** Decides the names of all that the gate client offers. */
export function gateSurface(context: EmitContext, kept: KeptParts): GateSurface {
  const modules = gateModules(context.contract);
  const classNames = modules.map((module) => `${nameOf(context, module.type).identifier}Gate`);
  const types = new GateTypes(context.graph, classNames);
  const properties = new Set<string>();
  return {
    types,
    modules: modules.map((module, index) => {
      const { constant } = nameOf(context, module.type);
      const property = unlike(constant, (name) => reserved.has(name) || properties.has(name));
      properties.add(property);
      return {
        module,
        className: classNames[index] ?? "",
        property,
        methods: kept.of(
          `gate surface ${module.type}`,
          gateInputs({ module, className: "", property }, types, context),
          () => methodsOf(module, types),
        ),
      };
    }),
  };
}

function methodsOf(module: ModuleModel, types: GateTypes): GateMethod[] {
  const names = new Set<string>();
  return gateHandlers(module).map((handler) => {
    const bare = handler.name.startsWith(PREFIX) ? handler.name.slice(PREFIX.length) : handler.name;
    const name = unlike(
      lowerFirst(bare) || handler.name,
      (candidate) => reserved.has(candidate) || names.has(candidate),
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
