import type { Contract, ModuleModel, NamedType, TypeId, TypeModel } from "../model.ts";
import { mentionedIds, reachableIds } from "../type-parts.ts";
import { type EmitContext, nameOf } from "./emit-context.ts";

/** What a module or type needs of the named types, directly or through others. */
interface TypeUse {
  readonly ids: readonly TypeId[];
  /** The types as they were when this was found out. */
  readonly types: readonly (NamedType | undefined)[];
}

const uses = new WeakMap<ModuleModel | NamedType, TypeUse>();

/** All that what is emitted for one module depends on; contracts of successive runs share what is unchanged. */
export function moduleInputs(module: ModuleModel, context: EmitContext): unknown[] {
  const { contract, options, modules, types, schemas } = context;
  const { identifier, constant, file } = nameOf({ modules }, module.type);
  const { version, root, out, extension, unknownKeys } = options;
  return [
    module,
    identifier,
    constant,
    file,
    version,
    root,
    out,
    extension,
    unknownKeys,
    ...typesUsedBy(module, contract).flatMap((id) => [
      contract.types[id],
      types.localName(id),
      schemas.get(id),
    ]),
  ];
}

/** The named types that a module or a named type needs, directly or through others. */
export function typesUsedBy(user: ModuleModel | NamedType, { types }: Contract): readonly TypeId[] {
  const known = uses.get(user);
  // Types that are the same mention the same.
  if (known?.ids.every((id, index) => types[id] === known.types[index])) return known.ids;
  const mentioned = (one: ModuleModel | NamedType): TypeId[] =>
    partsOf(one).flatMap((type) => [...mentionedIds(type)]);
  const ids = [
    ...reachableIds(mentioned(user), (id) => {
      const named = types[id];
      return named === undefined ? [] : mentioned(named);
    }),
  ];
  uses.set(user, { ids, types: ids.map((id) => types[id]) });
  return ids;
}

function partsOf(user: ModuleModel | NamedType): TypeModel[] {
  if ("origin" in user) return [user.type, ...user.origin.arguments];
  return user.handlers.flatMap(({ parameters, result }) => [
    ...parameters.map(({ type }) => type),
    result,
  ]);
}
