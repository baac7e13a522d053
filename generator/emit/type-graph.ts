import type { Contract, NamedType, TypeId, TypeModel } from "../model.ts";
import { eachPart, findPart, mentionedIds, reachableIds } from "../type-parts.ts";
import { type TypeTable, typeTable } from "../type-table.ts";

type TypeKind = TypeModel["kind"];

/** The named types of a contract and which mentions which. */
export class TypeGraph {
  readonly #types: TypeTable;
  /** Where a type stands in the contract; made when it is asked for. */
  #places: ReadonlyMap<TypeId, number> | undefined;
  readonly #mentions = new Map<TypeId, ReadonlySet<TypeId>>();
  readonly #kinds = new Map<TypeId, ReadonlySet<TypeKind>>();

  constructor(contract: Contract) {
    this.#types = typeTable(contract);
  }

  /** Ids and types in the contract's order. */
  get all(): TypeTable {
    return this.#types;
  }

  find(id: TypeId): NamedType | undefined {
    return this.#types.get(id);
  }

  get(id: TypeId): NamedType {
    const named = this.find(id);
    if (named === undefined) throw new Error(`the contract mentions "${id}" and doesn't define it`);
    return named;
  }

  /** The structure of a type: what its name stands for, if it has one. */
  resolve(type: TypeModel): TypeModel {
    let resolved = type;
    // An alias of itself is no type; TypeScript refuses it, so this ends.
    while (resolved.kind === "ref") resolved = this.get(resolved.id).type;
    return resolved;
  }

  /** All types that these mention, directly or through others, in the contract's order. */
  reachable(types: Iterable<TypeModel>): TypeId[] {
    const direct = [...types].flatMap((type) => [...mentionedIds(type)]);
    if (direct.length === 0) return [];
    const places = (this.#places ??= new Map([...this.#types.keys()].map((id, at) => [id, at])));
    const place = (id: TypeId): number => places.get(id) ?? 0;
    return [...reachableIds(direct, (id) => this.#mentionsOf(id))].sort(
      (a, b) => place(a) - place(b),
    );
  }

  /** Some types in the contract's order. */
  ordered(ids: { has(id: TypeId): boolean }): TypeId[] {
    const ordered: TypeId[] = [];
    for (const id of this.all.keys()) if (ids.has(id)) ordered.push(id);
    return ordered;
  }

  /** Whether `from` and `to` mention each other, directly or through others. */
  inCycle(from: TypeId, to: TypeId): boolean {
    return (
      this.get(from).recursive &&
      this.get(to).recursive &&
      this.reachable([this.get(from).type]).includes(to) &&
      this.reachable([this.get(to).type]).includes(from)
    );
  }

  /** Whether a type or one that it mentions fulfils `test`. */
  contains(type: TypeModel, test: (part: TypeModel) => boolean): boolean {
    const ids = reachableIds(mentionedIds(type), (id) => this.#mentionsOf(id));
    const all = [type, ...[...ids].map((id) => this.get(id).type)];
    return all.some(
      (whole) => findPart(whole, (part): part is TypeModel => test(part)) !== undefined,
    );
  }

  /** Which kinds of types a named type consists of, also those that it mentions. */
  kindsIn(id: TypeId): ReadonlySet<TypeKind> {
    let kinds = this.#kinds.get(id);
    if (kinds === undefined) {
      const found = new Set<TypeKind>();
      for (const part of reachableIds([id], (one) => this.#mentionsOf(one))) {
        eachPart(this.get(part).type, ({ kind }) => found.add(kind));
      }
      this.#kinds.set(id, (kinds = found));
    }
    return kinds;
  }

  #mentionsOf(id: TypeId): ReadonlySet<TypeId> {
    let mentions = this.#mentions.get(id);
    if (mentions === undefined) {
      mentions = mentionedIds(this.get(id).type);
      this.#mentions.set(id, mentions);
    }
    return mentions;
  }
}
