import type { Constraints, NamedType, TypeId, TypeModel } from "../../model.ts";
import { compareText } from "../location.ts";
import { mentionedIds, reachableIds } from "../../type-parts.ts";
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
}

/** The named types that a run has met, by id. */
export class NamedTypes {
  readonly #entries = new Map<TypeId, NamedEntry>();

  get(id: TypeId): NamedEntry | undefined {
    return this.#entries.get(id);
  }

  add(id: TypeId, entry: NamedEntry): void {
    this.#entries.set(id, entry);
  }

  /** The structure of a named type. */
  readonly lookup = (id: TypeId): TypeModel | undefined => this.#entries.get(id)?.type;

  /** The structures of all, for work on each. */
  structures(): TypeModel[] {
    return [...this.#entries.values()].flatMap(({ type }) => type ?? []);
  }

  /** The files of all named types that some types mention, directly or through others. */
  filesOf(types: Iterable<TypeModel>): Set<string> {
    const files = new Set<string>();
    for (const id of this.#reachable(types)) {
      for (const file of this.#entries.get(id)?.files ?? []) files.add(file);
    }
    return files;
  }

  /** The contract's part: what the given types need, sorted by id, each with a name of its own. */
  contractTypes(roots: Iterable<TypeModel>): Record<TypeId, NamedType> {
    const needed = [...this.#reachable(roots)].sort(compareText).flatMap((id) => {
      const entry = this.#entries.get(id);
      return entry?.type === undefined ? [] : [{ id, entry, type: entry.type }];
    });
    const names = nameTypes(new Map(needed.map(({ id, entry }) => [id, entry])));
    const recursive = recursiveIds(new Map(needed.map(({ id }) => [id, this.#mentions(id)])));
    return Object.fromEntries(
      needed.map(({ id, entry, type }) => [
        id,
        {
          name: names.get(id) ?? entry.ownName,
          origin: entry.origin,
          type,
          recursive: recursive.has(id),
          doc: entry.doc,
          ...(entry.constraints === undefined ? {} : { constraints: entry.constraints }),
        },
      ]),
    );
  }

  #reachable(types: Iterable<TypeModel>): Set<TypeId> {
    const first = new Set<TypeId>();
    for (const type of types) for (const id of mentionedIds(type)) first.add(id);
    return reachableIds(first, (id) => this.#mentions(id));
  }

  #mentions(id: TypeId): Set<TypeId> {
    const entry = this.#entries.get(id);
    const ids = entry?.type === undefined ? new Set<TypeId>() : mentionedIds(entry.type);
    for (const argument of entry?.origin.arguments ?? []) {
      for (const mentioned of mentionedIds(argument)) ids.add(mentioned);
    }
    return ids;
  }
}
