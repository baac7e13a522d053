import type { Contract, ModuleModel, NamedType, TypeId, TypeModel } from "../model.ts";
import { mentionedIds, reachableIds, typesOf } from "../type-parts.ts";
import type { ContractNames } from "./contract-names.ts";

/** The named types that something needs, directly or through others. */
export type TypeUse = readonly TypeId[];

type User = ModuleModel | NamedType;

/**
 * Which named types modules and types need. An answer is the same object as in the run before as long as none of
 * these types has changed, nor what it is called in emitted code.
 */
export class TypeUses {
  readonly #types: Contract["types"];
  readonly #names: ContractNames;
  readonly #uses = new Map<User, TypeUse>();
  /** What was asked in the run before, and what has changed since. */
  readonly #before: ReadonlyMap<User, TypeUse>;
  readonly #changed: ReadonlySet<TypeId>;

  /** @param before - Those of the run before this one; contracts of successive runs share what is unchanged. */
  constructor({ types }: Contract, names: ContractNames, before?: TypeUses) {
    this.#types = types;
    this.#names = names;
    this.#before = before === undefined ? new Map() : before.#uses;
    this.#changed = before === undefined ? new Set() : this.#changedSince(before);
  }

  of(user: User): TypeUse {
    const known = this.#uses.get(user);
    if (known !== undefined) return known;
    const before = this.#before.get(user);
    const holds = before?.every((id) => !this.#changed.has(id)) === true;
    const use = holds ? before : this.#find(user);
    this.#uses.set(user, use);
    return use;
  }

  #find(user: User): TypeUse {
    const mentions = (id: TypeId): TypeId[] => {
      const named = this.#types[id];
      return named === undefined ? [] : mentionedBy(named);
    };
    return [...reachableIds(mentionedBy(user), mentions)];
  }

  #changedSince(before: TypeUses): Set<TypeId> {
    const [now, was] = [this.#names, before.#names];
    const isRenamed = (id: TypeId): boolean =>
      (["server", "schemas", "gate"] as const).some((of) => now[of].get(id) !== was[of].get(id));
    const changed = new Set<TypeId>();
    for (const [id, named] of Object.entries(this.#types)) {
      if (named !== before.#types[id] || (now !== was && isRenamed(id))) changed.add(id);
    }
    return changed;
  }
}

function mentionedBy(user: User): TypeId[] {
  return typesIn(user).flatMap((type) => [...mentionedIds(type)]);
}

function typesIn(user: User): TypeModel[] {
  if ("origin" in user) return [user.type, ...user.origin.arguments];
  return typesOf(user);
}
