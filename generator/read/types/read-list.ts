import { ts } from "../compiler/compiler.ts";
import { MAX_OPTIONAL } from "../../check-model.ts";
import type { TupleItem, TypeModel } from "../../model.ts";
import { inside, type Spot } from "../read-spot.ts";
import type { TypeReader } from "./type-reader.ts";

/** Reads `T[]` and `readonly T[]`. */
export function readArray(
  reader: TypeReader,
  type: ts.TypeReference,
  node: ts.TypeNode | undefined,
  spot: Spot,
): TypeModel {
  const [element] = reader.project.checker.getTypeArguments(type);
  if (element === undefined) throw new Error("an array without an element type");
  const readonly = type.target.symbol.name === "ReadonlyArray";
  const step = inside(spot, "[]");
  if (includesUndefined(element)) return holeInArray(reader, step);
  return { kind: "array", of: reader.read(element, elementNode(node), step), readonly };
}

/** Reads tuples: with names, with optional elements, with a rest at the end. */
export function readTuple(
  reader: TypeReader,
  type: ts.TupleTypeReference,
  node: ts.TypeNode | undefined,
  spot: Spot,
): TypeModel {
  const { elementFlags, labeledElementDeclarations, readonly } = type.target;
  const nodes = tupleNode(node)?.elements;
  const types = reader.project.checker.getTypeArguments(type);
  const missing = elementFlags.filter((flags) => flags & ts.ElementFlags.Optional).length;
  if (missing > MAX_OPTIONAL) {
    const reason = `is a tuple with ${missing} elements that may be left out`;
    return reader.bad({ code: "MQ1046", reason, hint: "use an object, or an array" }, spot);
  }
  const items: TupleItem[] = [];
  let rest: TypeModel | undefined;
  for (const [index, element] of types.entries()) {
    const flags = elementFlags[index] ?? ts.ElementFlags.Required;
    const step = inside(spot, `[${index}]`);
    if (rest !== undefined || flags & ts.ElementFlags.Variadic) {
      const reason = "is a tuple with elements behind its rest";
      return reader.bad({ code: "MQ1046", reason, hint: "put the rest last" }, spot);
    }
    const written = nodes?.[index];
    if (flags & ts.ElementFlags.Rest) {
      if (includesUndefined(element)) return holeInArray(reader, step);
      rest = reader.read(element, elementNode(bareElement(written)), inside(spot, "[]"));
      continue;
    }
    const optional = (flags & ts.ElementFlags.Optional) !== 0;
    if (!optional && includesUndefined(element)) return holeInArray(reader, step);
    const own = bareElement(written);
    const model = optional
      ? reader.readOptional(element, own, step)
      : reader.read(element, own, step);
    const name = labelOf(labeledElementDeclarations?.[index]);
    items.push({
      type: model ?? { kind: "undefined" },
      optional,
      ...(name === undefined ? {} : { name }),
    });
  }
  return { kind: "tuple", items, readonly, ...(rest === undefined ? {} : { rest }) };
}

/** The node of an array's elements, however the array is written. */
export function elementNode(node: ts.TypeNode | undefined): ts.TypeNode | undefined {
  if (node === undefined) return undefined;
  if (ts.isParenthesizedTypeNode(node)) return elementNode(node.type);
  if (ts.isArrayTypeNode(node)) return node.elementType;
  if (ts.isTypeOperatorNode(node)) return elementNode(node.type);
  if (ts.isTypeReferenceNode(node) && node.typeArguments?.length === 1)
    return node.typeArguments[0];
  return undefined;
}

function tupleNode(node: ts.TypeNode | undefined): ts.TupleTypeNode | undefined {
  if (node === undefined) return undefined;
  if (ts.isTypeOperatorNode(node) || ts.isParenthesizedTypeNode(node)) return tupleNode(node.type);
  return ts.isTupleTypeNode(node) ? node : undefined;
}

/** The type of a tuple's element, without name, `?` and `...`. */
function bareElement(node: ts.TypeNode | undefined): ts.TypeNode | undefined {
  if (node === undefined) return undefined;
  if (ts.isNamedTupleMember(node) || ts.isOptionalTypeNode(node) || ts.isRestTypeNode(node)) {
    return bareElement(node.type);
  }
  return node;
}

function labelOf(
  declaration: ts.NamedTupleMember | ts.ParameterDeclaration | undefined,
): string | undefined {
  return declaration !== undefined && ts.isIdentifier(declaration.name)
    ? declaration.name.text
    : undefined;
}

function includesUndefined(type: ts.Type): boolean {
  const members = type.isUnion() ? type.types : [type];
  return members.some(({ flags }) => flags & (ts.TypeFlags.Undefined | ts.TypeFlags.Void));
}

function holeInArray(reader: TypeReader, spot: Spot): TypeModel {
  return reader.bad(
    {
      code: "MQ1044",
      reason: "may be undefined inside an array, which JSON turns into null",
      hint: "use null, or leave the element out",
    },
    spot,
  );
}
