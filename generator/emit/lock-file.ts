import type { Contract, HandlerModel, TypeId, TypeModel } from "../model.ts";
import { TypeGraph } from "./type-graph.ts";

/** The first line tells whose file it is; JSON has no comments. */
const GENERATOR = "mqant-gen";

/**
 * The contract as it is committed: what callers and callees rely on, and nothing that changes without
 * them, such as documentation, places in the sources, or the generator's version. Types go by their names
 * in the contract.
 */
export function lockFileText(contract: Contract): string {
  const graph = new TypeGraph(contract);
  const lock = {
    generator: GENERATOR,
    format: 1,
    modules: contract.modules.map(({ type, handlers }) => ({
      type,
      handlers: handlers.map((handler) => handlerEntry(handler, graph)),
    })),
    pushes: contract.pushes.map(({ topic, body }) => ({ topic, body: byName(body, graph) })),
    types: [...graph.all]
      .map(([, { name, type, origin }]) => ({
        name,
        type: byName(type, graph),
        ...(origin.members === undefined ? {} : { members: origin.members }),
      }))
      .toSorted((a, b) => (a.name < b.name ? -1 : 1)),
  };
  return `${JSON.stringify(lock, null, 2)}\n`;
}

/** Whether a text is a lock file of this generator, of whatever version. */
export function isLockFile(text: string): boolean {
  return /^\{\s*"generator":\s*"mqant-gen"/.test(text);
}

function handlerEntry(handler: HandlerModel, graph: TypeGraph): object {
  const { name, exposure, order, presence, session, parameters, result, deprecated } = handler;
  return {
    name,
    exposure,
    order,
    presence,
    session,
    parameters: parameters.map(({ type, ...parameter }) => ({
      ...parameter,
      type: byName(type, graph),
    })),
    result: byName(result, graph),
    ...(deprecated === undefined ? {} : { deprecated }),
  };
}

/** The type with names in place of ids, so that moving a file changes nothing. */
function byName(type: TypeModel, graph: TypeGraph): TypeModel {
  const map = (part: TypeModel): TypeModel => byName(part, graph);
  switch (type.kind) {
    case "ref":
      return { kind: "ref", id: nameOfType(type.id, graph) };
    case "literal":
      return { kind: "literal", value: type.value };
    case "array":
      return { ...type, of: map(type.of) };
    case "tuple":
      return {
        ...type,
        items: type.items.map((item) => ({ ...item, type: map(item.type) })),
        ...(type.rest === undefined ? {} : { rest: map(type.rest) }),
      };
    case "record":
      return { ...type, key: map(type.key), value: map(type.value) };
    case "object":
      return {
        ...type,
        properties: type.properties.map((property) => ({
          ...property,
          doc: [],
          type: map(property.type),
        })),
        ...(type.index === undefined ? {} : { index: map(type.index) }),
      };
    case "union":
      return { ...type, of: type.of.map(map) };
    case "branded":
      return { ...type, base: map(type.base) };
    default:
      return type;
  }
}

function nameOfType(id: TypeId, graph: TypeGraph): string {
  return graph.get(id).name;
}
