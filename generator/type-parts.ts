import type { ModuleModel, NamedType, TypeId, TypeModel } from "./model.ts";

/** The types of a module's parameters and results. */
export function typesOf({ handlers }: Pick<ModuleModel, "handlers">): TypeModel[] {
  return handlers.flatMap(({ parameters, result }) => [
    ...parameters.map(({ type }) => type),
    result,
  ]);
}

/** The types that a type consists of, one level down. */
export function partsOf(type: TypeModel): readonly TypeModel[] {
  switch (type.kind) {
    case "array":
      return [type.of];
    case "tuple":
      return [...type.items.map((item) => item.type), ...(type.rest ? [type.rest] : [])];
    case "record":
      return [type.key, type.value];
    case "object":
      return [...type.properties.map((one) => one.type), ...(type.index ? [type.index] : [])];
    case "union":
      return type.of;
    case "branded":
      return [type.base];
    default:
      return [];
  }
}

/** Calls back with a type and all that it consists of, without following references. */
export function eachPart(type: TypeModel, visit: (part: TypeModel) => void): void {
  visit(type);
  for (const part of partsOf(type)) eachPart(part, visit);
}

/** The first of a type and all that it consists of which fulfils a test. */
export function findPart<T extends TypeModel>(
  type: TypeModel,
  test: (part: TypeModel) => part is T,
): T | undefined {
  if (test(type)) return type;
  for (const part of partsOf(type)) {
    const found = findPart(part, test);
    if (found !== undefined) return found;
  }
  return undefined;
}

/** The named types that a type mentions directly, each once; enums also by a member. */
export function mentionedIds(type: TypeModel): Set<TypeId> {
  const ids = new Set<TypeId>();
  eachPart(type, (part) => {
    if (part.kind === "ref") ids.add(part.id);
    else if (part.kind === "literal" && part.member !== undefined) ids.add(part.member.of);
  });
  return ids;
}

const mentioned = new WeakMap<NamedType, readonly TypeId[]>();

/** The named types that another mentions directly, in its structure or among its arguments: found once for each. */
export function idsIn(named: NamedType): readonly TypeId[] {
  let ids = mentioned.get(named);
  if (ids === undefined) {
    const types = [named.type, ...named.origin.arguments];
    ids = [...new Set(types.flatMap((type) => [...mentionedIds(type)]))];
    mentioned.set(named, ids);
  }
  return ids;
}

/** The named types that some mention, directly or through others, themselves included. */
export function reachableIds(
  from: Iterable<TypeId>,
  mentions: (id: TypeId) => Iterable<TypeId>,
): Set<TypeId> {
  const reached = new Set<TypeId>();
  const waiting = [...from];
  for (let id = waiting.pop(); id !== undefined; id = waiting.pop()) {
    if (reached.has(id)) continue;
    reached.add(id);
    waiting.push(...mentions(id));
  }
  return reached;
}
