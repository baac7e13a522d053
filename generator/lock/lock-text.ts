import type { Contract, HandlerModel, TypeModel } from "../model.ts";

/** The first line tells whose file it is; JSON has no comments. */
export const GENERATOR = "mqant-gen";

/** The shape of the file. It grows when an older reader would misunderstand a file, not before. */
export const FORMAT = 1;

/**
 * The contract as it is committed: what callers and callees rely on, and nothing that changes without
 * them, such as documentation, places in the sources, or the generator's version. Types go by their names
 * in the contract, so that moving a file changes nothing.
 *
 * @param unknownKeys - The setting. It decides which requests go together, so it is locked too.
 */
export function lockText(contract: Contract, unknownKeys: "reject" | "strip" = "reject"): string {
  const names = namesOf(contract);
  const byName = (type: TypeModel): unknown => typeEntry(type, names);
  const lock = {
    generator: GENERATOR,
    format: FORMAT,
    ...(unknownKeys === "reject" ? {} : { unknownKeys }),
    modules: contract.modules.map(({ type, version, handlers }) => ({
      type,
      ...(version === undefined ? {} : { version }),
      handlers: handlers.map((handler) => handlerEntry(handler, byName)),
    })),
    pushes: contract.pushes.map(({ topic, body }) => ({ topic, body: byName(body) })),
    types: lockedTypes(contract),
  };
  return `${JSON.stringify(lock, null, 2)}\n`;
}

/** The named types as they stand in the file, by name. */
export function lockedTypes(contract: Contract): { name: string }[] {
  const names = namesOf(contract);
  return Object.values(contract.types)
    .map(({ name, type, constraints, origin: { members } }) => ({
      name,
      type: typeEntry(type, names),
      ...(constraints === undefined ? {} : { constraints }),
      ...(members === undefined ? {} : { members }),
    }))
    .toSorted((a, b) => (a.name < b.name ? -1 : 1));
}

function namesOf({ types }: Contract): Map<string, string> {
  return new Map(Object.entries(types).map(([id, { name }]) => [id, name]));
}

/** Whether a text is a lock file of this generator, of whatever version. */
export function isLockFile(text: string): boolean {
  return /^\{\s*"generator":\s*"mqant-gen"/.test(text);
}

function handlerEntry(handler: HandlerModel, byName: (type: TypeModel) => unknown): object {
  const { name, exposure, order, presence, session, parameters } = handler;
  const { ownSchema, result, deprecated } = handler;
  return {
    name,
    exposure,
    order,
    presence,
    session,
    parameters: parameters.map(({ name: parameter, optional, rest, type, constraints }) => ({
      name: parameter,
      optional,
      rest,
      type: byName(type),
      ...(constraints === undefined ? {} : { constraints }),
    })),
    ...(ownSchema === undefined ? {} : { ownSchema }),
    result: byName(result),
    ...(deprecated === undefined ? {} : { deprecated }),
  };
}

/** Keys in an order of its own, so that a contract that was read is written as the same text. */
function typeEntry(type: TypeModel, names: ReadonlyMap<string, string>): unknown {
  const map = (part: TypeModel): unknown => typeEntry(part, names);
  switch (type.kind) {
    case "ref": {
      const name = names.get(type.id);
      if (name === undefined) {
        throw new Error(`the contract mentions "${type.id}" and doesn't define it`);
      }
      return { kind: "ref", id: name };
    }
    case "literal":
      return { kind: "literal", value: type.value };
    case "array":
      return { kind: "array", of: map(type.of), readonly: type.readonly };
    case "tuple":
      return {
        kind: "tuple",
        items: type.items.map(({ name, optional, type: item }) => ({
          ...(name === undefined ? {} : { name }),
          optional,
          type: map(item),
        })),
        ...(type.rest === undefined ? {} : { rest: map(type.rest) }),
        readonly: type.readonly,
      };
    case "record":
      return {
        kind: "record",
        key: map(type.key),
        value: map(type.value),
        partial: type.partial,
      };
    case "object":
      return {
        kind: "object",
        properties: type.properties.map(
          ({ name, optional, readonly, type: value, constraints }) => ({
            name,
            optional,
            readonly,
            type: map(value),
            ...(constraints === undefined ? {} : { constraints }),
          }),
        ),
        ...(type.index === undefined ? {} : { index: map(type.index) }),
      };
    case "union": {
      const { discriminant } = type;
      return {
        kind: "union",
        of: type.of.map(map),
        ...(discriminant === undefined ? {} : { discriminant }),
      };
    }
    case "template":
      return { kind: "template", pattern: type.pattern, text: type.text };
    case "branded":
      return { kind: "branded", base: map(type.base), text: type.text };
    case "bad":
      throw new Error(`${type.path} can't be locked: ${type.reason}`);
    default:
      return { kind: type.kind };
  }
}
