import type { ModuleModel, NamedType, TypeId } from "../model.ts";
import { isSameList } from "../same-list.ts";
import { idsIn, mentionedIds, reachableIds, typesOf } from "../type-parts.ts";
import type { EmitContext } from "./emit-context.ts";

/** What parts of the output are made for. */
type User = ModuleModel | NamedType;

/** What was made for one module or type. */
interface UserParts {
  /** The named types that the user needs, directly or through others. */
  readonly needs: readonly TypeId[];
  readonly made: Map<string, unknown>;
  readonly isType: boolean;
  /** The last run that asked for it. */
  run: number;
}

/** Something that was made of all modules or types. */
interface Whole {
  readonly inputs: readonly unknown[];
  readonly made: unknown;
}

/** What a run emits for: contracts of successive runs share the objects that have not changed. */
type Emitted = Pick<EmitContext, "contract" | "names" | "graph" | "options">;

/** Where parts of the output come from. */
export interface Parts {
  /**
   * What `make` gives for a module or named type.
   *
   * @param what - Which part of the output it is; its type is always the same. It is made of nothing but the user,
   *   the types that this needs, the names of all these, and the options.
   */
  of<T extends object | string>(what: string, user: ModuleModel | TypeId, make: () => T): T;
  /**
   * What `make` gives for many modules or types.
   *
   * @param what - Which part of the output it is; its type is always the same.
   * @param inputs - All that it is made of besides the options, compared by identity.
   */
  whole<T>(what: string, inputs: readonly unknown[], make: () => T): T;
  /**
   * What `make` gives for some named types together.
   *
   * @param what - Which part of the output it is; its type is always the same. It is made of nothing but these types,
   *   those that they need, and the names of all these.
   */
  ofTypes<T>(what: string, ids: readonly TypeId[], make: (ids: readonly TypeId[]) => T): T;
}

/** Makes all parts, for a run that leaves nothing to another. */
export const freshParts: Parts = {
  of: (_what, _user, make) => make(),
  whole: (_what, _inputs, make) => make(),
  ofTypes: (_what, ids, make) => make(ids),
};

/**
 * Parts of the output that one run leaves to the next in the same process. What was made for a module or type is
 * taken over as long as nothing changed that it needs: itself, the named types that it mentions, directly or
 * through others, and what all these are called in emitted code.
 */
export class KeptParts implements Parts {
  /** What the last run emitted for. */
  #last: Emitted | undefined;
  /** Types that are not as they were in the run before, or are not called so. */
  #changed: ReadonlySet<TypeId> = new Set();
  /** Types of modules that are not called as they were. */
  #renamed: ReadonlySet<string> = new Set();
  readonly #users = new Map<User, UserParts>();
  readonly #wholes = new Map<string, Whole>();
  #run = 0;
  /** The first run of those since which no type has changed. */
  #since = 0;

  /** What the last run emitted for. */
  get last(): Emitted | undefined {
    return this.#last;
  }

  /** Begins a run; what the last one did not need is forgotten, as far as it is known what it needed. */
  begin(next: Emitted): void {
    const last = this.#last;
    const isOther =
      last === undefined || JSON.stringify(next.options) !== JSON.stringify(last.options);
    this.#changed = isOther ? new Set() : changedTypes(next, last);
    this.#renamed = isOther ? new Set() : renamedModules(next, last);
    for (const [user, { isType, run }] of this.#users) {
      // While no type changes, what was made of many is taken over without asking for that of each.
      if (isOther || run < (isType ? this.#since : this.#run)) this.#users.delete(user);
    }
    if (isOther) this.#wholes.clear();
    this.#last = next;
    this.#run++;
    const isStill = !isOther && next.graph === last.graph && this.#changed.size === 0;
    if (!isStill) this.#since = this.#run;
  }

  of<T extends object | string>(what: string, user: ModuleModel | TypeId, make: () => T): T {
    const { made } = this.#partsOf(user);
    let part = made.get(what) as T | undefined; // `what` stands for the type.
    if (part === undefined) made.set(what, (part = make()));
    return part;
  }

  whole<T>(what: string, inputs: readonly unknown[], make: () => T): T {
    let whole = this.#wholes.get(what);
    if (whole === undefined || !isSameList(whole.inputs, inputs)) {
      whole = { inputs, made: make() };
      this.#wholes.set(what, whole);
    }
    return whole.made as T; // `what` stands for the type.
  }

  ofTypes<T>(what: string, ids: readonly TypeId[], make: (ids: readonly TypeId[]) => T): T {
    const { graph, names } = this.#begun;
    const inputs = [graph, names.server, names.schemas, names.gate, ...ids];
    return this.whole(what, inputs, () => make(ids));
  }

  get #begun(): Emitted {
    if (this.#last === undefined) throw new Error("no run has begun");
    return this.#last;
  }

  #partsOf(of: ModuleModel | TypeId): UserParts {
    const { graph } = this.#begun;
    const isType = typeof of === "string";
    const user = isType ? graph.get(of) : of;
    let parts = this.#users.get(user);
    if (parts?.run === this.#run) return parts;
    const isRenamed = !isType && this.#renamed.has(of.type);
    if (parts === undefined || isRenamed || parts.needs.some((id) => this.#changed.has(id))) {
      const first = isType ? [of] : typesOf(of).flatMap((type) => [...mentionedIds(type)]);
      const needs = reachableIds(first, (id) => idsIn(graph.get(id)));
      parts = { needs: [...needs], made: new Map(), isType, run: 0 };
      this.#users.set(user, parts);
    }
    parts.run = this.#run;
    return parts;
  }
}

function changedTypes(now: Emitted, before: Emitted): Set<TypeId> {
  const others = (["server", "schemas", "gate"] as const).filter(
    (of) => now.names[of] !== before.names[of],
  );
  const isRenamed = (id: TypeId): boolean =>
    others.some((of) => now.names[of].get(id) !== before.names[of].get(id));
  const changed = new Set<TypeId>();
  if (now.graph === before.graph && others.length === 0) return changed;
  for (const [id, named] of now.graph.all) {
    if (before.graph.find(id) !== named || isRenamed(id)) changed.add(id);
  }
  return changed;
}

function renamedModules(now: Emitted, before: Emitted): Set<string> {
  if (now.names === before.names) return new Set();
  const nameOf = ({ type }: ModuleModel, { names }: Emitted): string =>
    JSON.stringify(names.modules.get(type));
  const renamed = now.contract.modules.filter((one) => nameOf(one, now) !== nameOf(one, before));
  return new Set(renamed.map(({ type }) => type));
}
