import type { Constraints, NamedType, TypeId, TypeModel } from "../../model.ts";
import { compareText } from "../location.ts";
import { mentionedIds, reachableIds } from "../../type-parts.ts";
import type { TypeTable } from "../../type-table.ts";
import { recursiveIds } from "./recursive-ids.ts";
import { nameTypes } from "./type-names.ts";

/** A named type while it is being read: all but what needs the others. */
export interface NamedEntry {
  readonly origin: NamedType["origin"];
  /** The name as declared. */
  readonly ownName: string;
  readonly doc: string[];
  /** Set with {@link type}. */
  constraints?: Constraints | undefined;
  /** Set when its structure is read; a type that mentions itself is met before. */
  type: TypeModel | undefined;
  /** Files that decide its structure. */
  readonly files: Set<string>;
  /** Whether something was wrong with it, which was told in the words of who met it first. */
  hasProblems?: boolean;
  /** The types that it mentions, once that is known. */
  mentions?: ReadonlySet<TypeId>;
  /** What it was in the last contract. */
  named?: NamedType;
}

/** One whose structure is read. */
type ReadEntry = NamedEntry & { readonly type: TypeModel };

/** The types of a contract, what they are called, and which contain themselves. */
interface Naming {
  /** In order of ids. */
  readonly entries: ReadonlyMap<TypeId, ReadEntry>;
  readonly names: ReadonlyMap<TypeId, string>;
  readonly recursive: ReadonlySet<TypeId>;
  readonly table: TypeTable;
}

/** The named types that a run has met, by id. */
export class NamedTypes {
  readonly #entries = new Map<TypeId, NamedEntry>();
  /** Those of the run before, of which some are taken over. */
  #before: ReadonlyMap<TypeId, NamedEntry> = new Map<TypeId, NamedEntry>();
  /** This run's contract; before there is one, an earlier run's. */
  #naming: Naming = {
    entries: new Map(),
    names: new Map(),
    recursive: new Set(),
    table: new Map(),
  };

  get(id: TypeId): NamedEntry | undefined {
    return this.#entries.get(id);
  }

  add(id: TypeId, entry: NamedEntry): void {
    this.#entries.set(id, entry);
  }

  /** The structure of a named type. */
  readonly lookup = (id: TypeId): TypeModel | undefined => this.#entries.get(id)?.type;

  /** Takes over what the run before has read, for types that would come out the same. */
  adopt(ids: Iterable<TypeId>, from: NamedTypes): void {
    this.#before = from.#entries;
    this.#naming = from.#naming;
    for (const id of ids) {
      const entry = from.get(id);
      if (entry !== undefined && !this.#entries.has(id)) this.#entries.set(id, entry);
    }
  }

  /** The structures of all that were read in this run, for work on each. */
  structures(): TypeModel[] {
    const structures: TypeModel[] = [];
    for (const [id, entry] of this.#entries) {
      if (isRead(entry) && this.#before.get(id) !== entry) structures.push(entry.type);
    }
    return structures;
  }

  /** The files of some named types. */
  filesOf(ids: Iterable<TypeId>): Set<string> {
    const files = new Set<string>();
    for (const id of ids) {
      for (const file of this.#entries.get(id)?.files ?? []) files.add(file);
    }
    return files;
  }

  /** The contract's part: these types, sorted by id, each with a name of its own; as it was if all are. */
  contractTypes(ids: ReadonlySet<TypeId>): TypeTable {
    const { table: before } = this.#naming;
    const { entries, names, recursive } = this.#name(ids);
    const fresh = new Map<TypeId, NamedType>();
    let isSame = before.size === entries.size;
    for (const [id, entry] of entries) {
      const named = namedType(entry, names.get(id) ?? entry.ownName, recursive.has(id));
      isSame &&= before.get(id) === named;
      fresh.set(id, named);
    }
    const table = isSame ? before : fresh;
    this.#naming = { entries, names, recursive, table };
    return table;
  }

  /** In a watch mostly as the run before did, which is cheaper to see than to name all anew. */
  #name(ids: ReadonlySet<TypeId>): Pick<Naming, "entries" | "names" | "recursive"> {
    const { entries: before, names, recursive } = this.#naming;
    let isSorted = before.size === ids.size;
    for (const id of before.keys()) isSorted &&= ids.has(id);
    const entries = new Map<TypeId, ReadEntry>();
    for (const id of isSorted ? before.keys() : [...ids].sort(compareText)) {
      const entry = this.#entries.get(id);
      if (entry !== undefined && isRead(entry)) entries.set(id, entry);
    }
    let isSame = entries.size === before.size;
    for (const [id, entry] of entries) isSame &&= isNamedLike(entry, before.get(id));
    if (isSame) return { entries, names, recursive };
    const mentions = new Map([...entries.keys()].map((id) => [id, this.#mentions(id)]));
    return { entries, names: nameTypes(entries), recursive: recursiveIds(mentions) };
  }

  /** The named types that some types mention, directly or through others. */
  reachable(types: Iterable<TypeModel>): Set<TypeId> {
    const first = new Set<TypeId>();
    for (const type of types) for (const id of mentionedIds(type)) first.add(id);
    return reachableIds(first, (id) => this.#mentions(id));
  }

  #mentions(id: TypeId): ReadonlySet<TypeId> {
    const entry = this.#entries.get(id);
    return entry !== undefined && isRead(entry) ? mentionsOf(entry) : new Set();
  }
}

function isRead(entry: NamedEntry): entry is ReadEntry {
  return entry.type !== undefined;
}

function mentionsOf(entry: ReadEntry): ReadonlySet<TypeId> {
  return (entry.mentions ??= new Set(
    [entry.type, ...entry.origin.arguments].flatMap((type) => [...mentionedIds(type)]),
  ));
}

/** Whether a type that was read anew is named as before, and changes no other's name. */
function isNamedLike(now: ReadEntry, before: ReadEntry | undefined): boolean {
  if (now === before) return true;
  if (before === undefined || now.ownName !== before.ownName) return false;
  // Plain data that was read in the same way: an equal text says that they are the same.
  if (JSON.stringify(now.origin.arguments) !== JSON.stringify(before.origin.arguments))
    return false;
  const [mentions, old] = [mentionsOf(now), mentionsOf(before)];
  return mentions.size === old.size && [...mentions].every((id) => old.has(id));
}

/** The contract's form of a type: the same object as before if it is the same, so that what was made of it holds. */
function namedType(entry: ReadEntry, name: string, recursive: boolean): NamedType {
  const { named, origin, type, doc, constraints } = entry;
  if (named?.name === name && named.recursive === recursive) return named;
  return (entry.named = {
    name,
    origin,
    type,
    recursive,
    doc,
    ...(constraints === undefined ? {} : { constraints }),
  });
}
