import { ts } from "../compiler/compiler.ts";
import type { TypeModel } from "../../model.ts";
import type { Spot } from "../read-spot.ts";
import { unionOf } from "./type-key.ts";
import { bareTypeNode } from "./bare-type-node.ts";
import type { TypeReader } from "./type-reader.ts";

/**
 * Reads the members of a union: `true | false` as boolean again, all members of an enum as the enum,
 * each by the name that the source gives it.
 *
 * @param node - How the union is written, if it is.
 */
export function readUnion(
  reader: TypeReader,
  members: readonly ts.Type[],
  node: ts.TypeNode | undefined,
  spot: Spot,
): TypeModel {
  const { checker } = reader.project;
  const written = new Map<ts.Type, ts.TypeNode>();
  const twice = new Set<ts.Type>();
  for (const part of partsOf(reader, node)) {
    const type = checker.getTypeFromTypeNode(part);
    if (written.has(type)) twice.add(type);
    written.set(type, part);
  }
  // What holds for one of two names for a string does not hold for the other.
  for (const type of twice) if (!type.aliasSymbol && !type.symbol) written.delete(type);

  const models: TypeModel[] = [];
  const take = (flag: ts.TypeFlags): ts.Type[] => members.filter((member) => member.flags & flag);
  const aliased = aliasBesideNothing(reader, members, written);
  if (aliased !== undefined) {
    models.push(reader.read(aliased.type, aliased.node, spot));
    for (const member of members) if (member.flags & nullish) models.push(nothing(member));
  } else {
    const booleans = take(ts.TypeFlags.BooleanLiteral);
    if (booleans.length === 2) models.push({ kind: "boolean" });
    const enums = take(ts.TypeFlags.EnumLiteral);
    models.push(...reader.enums.readMembers(enums, spot));
    const done = new Set([...enums, ...(booleans.length === 2 ? booleans : [])]);
    for (const { type, node: part } of aliasedUnions(reader, members, written)) {
      models.push(reader.read(type, part, { ...spot, depth: spot.depth + 1 }));
      for (const member of type.types) done.add(member);
    }
    for (const member of members) {
      if (done.has(member)) continue;
      if (member.flags & nullish) models.push(nothing(member));
      else
        models.push(reader.read(member, written.get(member), { ...spot, depth: spot.depth + 1 }));
    }
  }
  const union = unionOf(models);
  if (union.kind === "union" && !spot.quiet) reader.unions.push({ union, spot });
  return union;
}

const nullish = ts.TypeFlags.Null | ts.TypeFlags.Undefined | ts.TypeFlags.Void;

/** A `void` among other types is what a function without `return` gives: undefined. */
function nothing({ flags }: ts.Type): TypeModel {
  return { kind: flags & ts.TypeFlags.Null ? "null" : "undefined" };
}

function partsOf(reader: TypeReader, node: ts.TypeNode | undefined): ts.TypeNode[] {
  const bare = bareTypeNode(node);
  return bare !== undefined && ts.isUnionTypeNode(bare)
    ? bare.types.map((part) => reader.writtenOut(bareTypeNode(part) ?? part))
    : [];
}

/**
 * The aliases of unions of objects among the written parts. They stay names: one that stands inside its
 * own declaration would never end, `type Shape = Circle | { parts: (Shape | Text)[] }`.
 */
function aliasedUnions(
  { project: { checker } }: TypeReader,
  members: readonly ts.Type[],
  written: ReadonlyMap<ts.Type, ts.TypeNode>,
): { type: ts.UnionType; node: ts.TypeNode }[] {
  return [...written].flatMap(([type, node]) =>
    type.isUnion() &&
    ts.isTypeReferenceNode(node) &&
    type.types.some(({ flags }) => flags & ts.TypeFlags.Object) &&
    type.types.every((member) => members.includes(member)) &&
    checker.getTypeFromTypeNode(node) === type
      ? [{ type, node }]
      : [],
  );
}

/** `Alias | null` where the alias is a union itself: the name is worth keeping, and the rest is nothing. */
function aliasBesideNothing(
  { project }: TypeReader,
  members: readonly ts.Type[],
  written: ReadonlyMap<ts.Type, ts.TypeNode>,
): { type: ts.UnionType; node: ts.TypeNode } | undefined {
  const [only, ...others] = [...written].filter(([type]) => !(type.flags & nullish));
  if (only === undefined || others.length > 0) return undefined;
  const [type, node] = only;
  if (!type.isUnion() || !ts.isTypeReferenceNode(node) || type.flags & ts.TypeFlags.Boolean) {
    return undefined;
  }
  const rest = members.filter((member) => !type.types.includes(member));
  const isWhole = type.types.every((member) => members.includes(member));
  if (!isWhole || rest.some(({ flags }) => !(flags & nullish))) return undefined;
  return project.checker.getTypeFromTypeNode(node) === type ? { type, node } : undefined;
}
