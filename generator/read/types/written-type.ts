import { ts } from "../compiler/compiler.ts";
import type { NameUse } from "./name-use.ts";
import { hasConstraints } from "./read-constraints.ts";

/** Whether a type is the one that a node stands for. */
export function isSame(checker: ts.TypeChecker, type: ts.Type, written: ts.Type): boolean {
  if (written === type) return true;
  // Inside a class the checker may make a second, equal type, because `this` might have played a part.
  return (
    (type.flags & written.flags & ts.TypeFlags.Object) !== 0 &&
    written.symbol === type.symbol &&
    written.aliasSymbol === type.aliasSymbol &&
    checker.isTypeAssignableTo(written, type) &&
    checker.isTypeAssignableTo(type, written)
  );
}

/** Whether a type is an instance of what is written there with type parameters: `T[]`, `Page<T>`, `T | null`. */
export function isSameForm(type: ts.Type, written: ts.Type, node: ts.TypeNode): boolean {
  if (type.isUnion() && written.isUnion() && ts.isUnionTypeNode(node)) return true;
  if (type.aliasSymbol !== undefined || written.aliasSymbol !== undefined) {
    return type.aliasSymbol === written.aliasSymbol;
  }
  const [target, other] = [type, written].map((each) => (each as ts.TypeReference).target);
  return target !== undefined && target === other;
}

/** Whether a type is the union of these members, or the only one. */
export function sameMembers(type: ts.Type, members: readonly ts.Type[]): boolean {
  const own = type.isUnion() ? type.types : [type];
  return own.length === members.length && own.every((member) => members.includes(member));
}

/** Whether an alias adds constraints to what may be another alias with constraints of its own. */
export function isConstrainedName(
  checker: ts.TypeChecker,
  { declaration, type }: NameUse,
  structure: ts.TypeNode,
): boolean {
  return (
    ts.isTypeReferenceNode(structure) &&
    hasConstraints(declaration) &&
    type.aliasSymbol === undefined &&
    checker.getTypeFromTypeNode(structure) === type
  );
}
