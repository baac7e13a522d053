import type { TypeId } from "../../model.ts";

/** The named types that contain themselves (Tarjan's strongly connected components). */
export function recursiveIds(mentions: ReadonlyMap<TypeId, ReadonlySet<TypeId>>): Set<TypeId> {
  const recursive = new Set<TypeId>();
  const index = new Map<TypeId, number>();
  const stack: TypeId[] = [];
  const waiting = new Set<TypeId>();
  const visit = (id: TypeId): number => {
    const own = index.size;
    let lowest = own;
    index.set(id, own);
    stack.push(id);
    waiting.add(id);
    for (const next of mentions.get(id) ?? []) {
      if (next === id) recursive.add(id);
      const known = index.get(next);
      if (known === undefined) lowest = Math.min(lowest, visit(next));
      else if (waiting.has(next)) lowest = Math.min(lowest, known);
    }
    if (lowest === own) {
      const component = stack.splice(stack.lastIndexOf(id));
      for (const member of component) {
        waiting.delete(member);
        if (component.length > 1) recursive.add(member);
      }
    }
    return lowest;
  };
  for (const [id, mentioned] of mentions) if (mentioned.size > 0 && !index.has(id)) visit(id);
  return recursive;
}
