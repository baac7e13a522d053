import type * as JsoncParser from "jsonc-parser";
import type * as z from "zod";
import type { Contract, Location, NamedType, TypeId } from "../model.ts";
import { mentionedIds, reachableIds } from "../type-parts.ts";
import type { Allowance } from "./allowances.ts";
import { loadLate } from "../load-late.ts";
import { LockError } from "./lock-error.ts";
import type { LockPlace } from "./lock-error.ts";
import { lockSchema } from "./lock-schema.ts";
import type { LockedContract } from "./lock-schema.ts";
import { FORMAT, GENERATOR } from "./lock-text.ts";

/** What a lock file says. */
export interface Lock {
  /**
   * Whole, but without what isn't locked: no documentation, every place is the beginning of the file,
   * classes are called after their modules, and types are exported from nowhere.
   */
  contract: Contract;
  allow: Allowance[];
  /** What became of keys that clients sent and the contract doesn't know. */
  unknownKeys: "reject" | "strip";
}

/**
 * Reads the text of a lock file back into a contract.
 *
 * @param file - Names it in errors, and is the file of all places and the first half of type ids.
 * @throws {LockError} for a text that is damaged, not a lock file of mqant-gen, or of a newer one.
 */
export function readLock(text: string, file: string): Lock {
  const document = parse(text, file);
  const fail = (path: Path, problem: string, hint = MEND): never => {
    throw new LockError(file, placeOf(text, path), { problem, hint });
  };
  checkOrigin(document, fail);
  const idOf = (name: string): TypeId => `${file}#${name}`;
  const result = orTooDeep(
    () => lockSchema(idOf).safeParse(document, { reportInput: true }),
    () => fail([], "it is nested too deep"),
  );
  if (!result.success) {
    const [issue] = result.error.issues;
    const { path, problem } = issue === undefined ? { path: [], problem: "" } : told(issue);
    return fail(path, problem);
  }
  const locked = result.data;
  checkNames(locked, idOf, fail);
  const { allow = [], unknownKeys = "reject" } = locked;
  return { contract: contractOf(locked, idOf, file), allow, unknownKeys };
}

type Path = readonly PropertyKey[];
type Fail = (path: Path, problem: string, hint?: string) => never;

const MEND =
  "take it from your version control, or delete it and let `npx mqant-gen` write it again";

function parse(text: string, file: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    const conflict = /^(?:<{7}|={7}|>{7})/m.exec(text);
    if (conflict !== null) {
      throw new LockError(file, placeAt(text, conflict.index), {
        problem: "it has a merge conflict",
        hint: "merge the sources first, then delete it and let `npx mqant-gen` write it again",
      });
    }
    const errors: JsoncParser.ParseError[] = [];
    jsoncParser().parseTree(text, errors, { disallowComments: true });
    const place = placeAt(text, errors[0]?.offset ?? 0);
    throw new LockError(file, place, { problem: "it is no valid JSON", hint: MEND });
  }
}

function checkOrigin(document: unknown, fail: Fail): void {
  const { generator, format } =
    typeof document === "object" && document !== null
      ? (document as { generator?: unknown; format?: unknown }) // any two keys of any object
      : {};
  if (generator !== GENERATOR) {
    fail([], "it is no lock file of mqant-gen", "name the mqant.lock.json that mqant-gen wrote");
  }
  if (typeof format === "number" && format > FORMAT) {
    fail(
      ["format"],
      `it has format ${format}, and this version of mqant-gen knows ${FORMAT}`,
      "update mqant-gen",
    );
  }
  if (format !== FORMAT) fail(["format"], `expected format ${FORMAT}, found ${shown(format)}`);
}

/** The fault in words, and where it stands. */
function told(issue: z.core.$ZodIssue): { path: Path; problem: string } {
  const { path } = issue;
  const at = path.length === 0 ? "" : `${pathText(path)}: `;
  if (issue.code === "unrecognized_keys") {
    const [key = ""] = issue.keys;
    return { path: [...path, key], problem: `${at}unknown key "${key}"` };
  }
  if (issue.code === "invalid_union" && path.at(-1) === "kind") {
    // It comes with the object that should have had one of the kinds.
    const { kind } = issue.input as { kind?: unknown };
    return { path, problem: `${at}expected a kind of type, found ${shown(kind)}` };
  }
  const found = issue.input === undefined ? "nothing" : shown(issue.input);
  const text = issue.message
    .replace(/^Invalid (?:input|option): /, "")
    .replace(/, received .*/, "");
  return { path, problem: `${at}${text}, found ${found}` };
}

/** Names that are mentioned exist, and each stands for one thing. */
function checkNames(
  { modules, pushes, types }: LockedContract,
  idOf: (name: string) => TypeId,
  fail: Fail,
): void {
  const unique = (path: Path, key: string, what: string, names: readonly string[]): void => {
    const known = new Set<string>();
    for (const [index, name] of names.entries()) {
      if (known.has(name)) fail([...path, index, key], `there are two ${what} "${name}"`);
      known.add(name);
    }
  };
  unique(
    ["modules"],
    "type",
    "modules",
    modules.map(({ type }) => type),
  );
  for (const [index, { type, handlers }] of modules.entries()) {
    const names = handlers.map(({ name }) => name);
    unique(["modules", index, "handlers"], "name", `handlers of ${type}`, names);
  }
  unique(
    ["pushes"],
    "topic",
    "pushes",
    pushes.map(({ topic }) => topic),
  );
  unique(
    ["types"],
    "name",
    "types",
    types.map(({ name }) => name),
  );

  const known = new Set(types.map(({ name }) => idOf(name)));
  const mentions: { path: Path; ids: Set<TypeId> }[] = [
    ...types.map(({ type }, index) => ({ path: ["types", index], ids: mentionedIds(type) })),
    ...pushes.map(({ body }, index) => ({ path: ["pushes", index], ids: mentionedIds(body) })),
    ...modules.flatMap(({ handlers }, module) =>
      handlers.map(({ parameters, result }, index) => ({
        path: ["modules", module, "handlers", index],
        ids: new Set(
          [...parameters.map(({ type }) => type), result].flatMap((type) => [
            ...mentionedIds(type),
          ]),
        ),
      })),
    ),
  ];
  for (const { path, ids } of mentions) {
    for (const id of ids) {
      if (!known.has(id))
        fail(path, `it mentions the type "${id.slice(idOf("").length)}" and doesn't define it`);
    }
  }
}

function contractOf(
  { modules, pushes, types }: LockedContract,
  idOf: (name: string) => TypeId,
  file: string,
): Contract {
  const location: Location = { file, line: 1, column: 1, endLine: 1, endColumn: 1 };
  const mentions = new Map(types.map(({ name, type }) => [idOf(name), mentionedIds(type)]));
  const reached = (id: TypeId): Iterable<TypeId> => mentions.get(id) ?? [];
  return {
    modules: modules.map(({ type, version, handlers }) => ({
      type,
      className: type,
      ...(version === undefined ? {} : { version }),
      doc: [],
      location,
      handlers: handlers.map((handler) => ({
        ...handler,
        // A callee that is somewhere else may always answer with a promise.
        async: true,
        doc: [],
        registeredAt: location,
        declaredAt: location,
      })),
      reads: [file],
    })),
    pushes: pushes.map((push) => ({ ...push, sites: [location] })),
    types: Object.fromEntries(
      types.map(({ name, type, members, constraints }): [TypeId, NamedType] => {
        const id = idOf(name);
        const origin = { from: { file }, kind: "alias" as const, arguments: [] };
        return [
          id,
          {
            name,
            type,
            recursive: reachableIds(reached(id), reached).has(id),
            doc: [],
            ...(constraints === undefined ? {} : { constraints }),
            origin: members === undefined ? origin : { ...origin, kind: "enum", members },
          },
        ];
      }),
    ),
  };
}

/** Reading goes as deep as the data; what is too deep for the stack is no contract. */
function orTooDeep<T>(step: () => T, fail: () => never): T {
  try {
    return step();
  } catch (error) {
    if (error instanceof RangeError) return fail();
    throw error;
  }
}

/** Where a key or, for `types[3]`, an element begins; the nearest that there is. */
function placeOf(text: string, path: Path): LockPlace {
  // Also where the text is too deep to be parsed for its places.
  if (path.length === 0) return { line: 1, column: 1 };
  const { findNodeAtLocation, parseTree } = jsoncParser();
  const root = parseTree(text);
  for (let length = path.length; root !== undefined && length >= 0; length--) {
    const steps = path.slice(0, length).map((key) => (typeof key === "number" ? key : String(key)));
    const node = findNodeAtLocation(root, steps);
    if (node !== undefined) return placeAt(text, node.offset);
  }
  return placeAt(text, 0);
}

/** Where faults stand, which few files have. */
function jsoncParser(): typeof JsoncParser {
  return loadLate("jsonc-parser") as typeof JsoncParser; // by its name
}

function placeAt(text: string, offset: number): LockPlace {
  const before = text.slice(0, offset).split("\n");
  return { line: before.length, column: (before.at(-1) ?? "").length + 1 };
}

function pathText(path: Path): string {
  return path
    .map((key, index) =>
      typeof key === "number" ? `[${key}]` : `${index === 0 ? "" : "."}${String(key)}`,
    )
    .join("");
}

function shown(value: unknown): string {
  // There is no JSON for what is missing, whatever the type says.
  const text = (JSON.stringify(value) as string | undefined) ?? "nothing";
  return text.length > 40 ? `${text.slice(0, 40)}…` : text;
}
