import type {
  Contract,
  HandlerModel,
  ModuleModel,
  NamedType,
  TypeId,
  TypeModel,
} from "../model.ts";
import { PiecedText } from "../pieced-text.ts";
import { type TypeTable, typeTable } from "../type-table.ts";
import { jsonLines } from "./json-lines.ts";

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
export function lockText(
  contract: Contract,
  unknownKeys: "reject" | "strip" = "reject",
  kept: KeptEntries = freshEntries,
): PiecedText {
  const types = typeTable(contract);
  const nameOf: NameOf = (id) => types.get(id)?.name;
  const byName = (type: TypeModel): unknown => typeEntry(type, nameOf);
  const modules = contract.modules.map((module) =>
    kept.entry(module, () => entryText(moduleEntry(module, byName))),
  );
  const pushes = contract.pushes.map(({ topic, body }) => entryText({ topic, body: byName(body) }));
  const named = kept.types(() => {
    const ids = kept.order(() => idsByName(types));
    const entries = ids.flatMap((id) => {
      const type = types.get(id);
      return type === undefined ? [] : [kept.entry(id, () => entryText(namedEntry(type, nameOf)))];
    });
    return listPieces("types", entries);
  });
  const head = {
    generator: GENERATOR,
    format: FORMAT,
    ...(unknownKeys === "reject" ? {} : { unknownKeys }),
  };
  return new PiecedText([
    headText(head),
    ...listPieces("modules", modules),
    ",\n",
    ...listPieces("pushes", pushes),
    ",\n",
    ...named,
    "\n}\n",
  ]);
}

/** What a named type is called in the contract. */
type NameOf = (id: TypeId) => string | undefined;

/** What an earlier run may have made. */
export interface KeptEntries {
  /** The text of an entry, as it was made before if nothing changed that the module or type needs. */
  entry(user: ModuleModel | TypeId, make: () => string): string;
  /** The order of types, as it was before if they are called the same. */
  order(make: () => TypeId[]): TypeId[];
  /** The text of all types, as it was before if none changed. */
  types(make: () => string[]): string[];
}

const freshEntries: KeptEntries = {
  entry: (_user, make) => make(),
  order: (make) => make(),
  types: (make) => make(),
};

/** What stands before the lists, in a piece of its own. */
export function headText(head: object): string {
  return `{\n${memberTexts(head)},\n`;
}

/** The text of a file with this in it, as it is written here. */
export function wholeText(lock: object): string {
  return `{\n${memberTexts(lock)}\n}\n`;
}

function memberTexts(members: object): string {
  const texts = Object.entries(members).map(([key, value]: [string, unknown]) =>
    Array.isArray(value)
      ? listPieces(key, value.map(entryText)).join("")
      : `  "${key}": ${jsonLines(value, "  ")}`,
  );
  return texts.join(",\n");
}

/** What stands before the lists of a file that was made here. */
export function headOf({ pieces: [head = ""] }: PiecedText): Record<string, unknown> {
  return JSON.parse(head.replace(/,\n$/, "\n}")) as Record<string, unknown>; // as it was printed
}

/** An entry of a list of the file. */
function entryText(entry: unknown): string {
  return `\n    ${jsonLines(entry, "    ")}`;
}

function listPieces(key: string, entries: readonly string[]): string[] {
  if (entries.length === 0) return [`  "${key}": []`];
  const pieces = entries.flatMap((entry) => [entry, ","]);
  return [`  "${key}": [`, ...pieces.slice(0, -1), "\n  ]"];
}

function moduleEntry(
  { type, version, handlers }: ModuleModel,
  byName: (type: TypeModel) => unknown,
): object {
  return {
    type,
    ...(version === undefined ? {} : { version }),
    handlers: handlers.map((handler) => handlerEntry(handler, byName)),
  };
}

/** The named types as they stand in the file, by name. */
export function lockedTypes(contract: Contract): { name: string }[] {
  const types = typeTable(contract);
  return [...types.values()]
    .sort(compareNames)
    .map((named) => namedEntry(named, (id) => types.get(id)?.name));
}

function idsByName(types: TypeTable): TypeId[] {
  return [...types].sort(([, a], [, b]) => compareNames(a, b)).map(([id]) => id);
}

function compareNames(a: NamedType, b: NamedType): number {
  return a.name < b.name ? -1 : 1;
}

function namedEntry(
  { name, type, constraints, origin: { members } }: NamedType,
  nameOf: NameOf,
): { name: string } {
  const entry = {
    name,
    type: typeEntry(type, nameOf),
    ...(constraints === undefined ? {} : { constraints }),
    ...(members === undefined ? {} : { members }),
  };
  return entry;
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
    ...(presence === "always" ? {} : { presence }),
    ...flags({ session }),
    parameters: parameters.map(({ name: parameter, optional, rest, type, constraints }) => ({
      name: parameter,
      ...flags({ optional, rest }),
      type: byName(type),
      ...(constraints === undefined ? {} : { constraints }),
    })),
    ...(ownSchema === undefined ? {} : { ownSchema }),
    result: byName(result),
    ...(deprecated === undefined ? {} : { deprecated }),
  };
}

/** Those that are set: the others, which are most, go without saying. */
function flags(all: Readonly<Record<string, boolean>>): Record<string, true> {
  const set: Record<string, true> = {};
  for (const [name, isSet] of Object.entries(all)) if (isSet) set[name] = true;
  return set;
}

/** Keys in an order of its own, so that a contract that was read is written as the same text. */
function typeEntry(type: TypeModel, nameOf: NameOf): unknown {
  const map = (part: TypeModel): unknown => typeEntry(part, nameOf);
  switch (type.kind) {
    case "ref": {
      const name = nameOf(type.id);
      if (name === undefined) {
        throw new Error(`the contract mentions "${type.id}" and doesn't define it`);
      }
      return { kind: "ref", id: name };
    }
    case "literal":
      return { kind: "literal", value: type.value };
    case "array":
      return { kind: "array", of: map(type.of), ...flags({ readonly: type.readonly }) };
    case "tuple":
      return {
        kind: "tuple",
        items: type.items.map(({ name, optional, type: item }) => ({
          ...(name === undefined ? {} : { name }),
          ...flags({ optional }),
          type: map(item),
        })),
        ...(type.rest === undefined ? {} : { rest: map(type.rest) }),
        ...flags({ readonly: type.readonly }),
      };
    case "record":
      return {
        kind: "record",
        key: map(type.key),
        value: map(type.value),
        ...flags({ partial: type.partial }),
      };
    case "object":
      return {
        kind: "object",
        properties: type.properties.map(
          ({ name, optional, readonly, type: value, constraints }) => ({
            name,
            ...flags({ optional, readonly }),
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
