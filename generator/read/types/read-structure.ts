import { ts } from "../compiler/compiler.ts";
import type { TypeModel } from "../../model.ts";
import { libraryType } from "./library-type.ts";
import { isErrorType, unresolved } from "./missing-type.ts";
import { readArray, readTuple } from "./read-list.ts";
import { readObject } from "./read-object.ts";
import { readIntersection } from "./read-intersection.ts";
import type { Spot } from "../read-spot.ts";
import { readTemplate } from "./read-template.ts";
import { readUnion } from "./read-union.ts";
import type { TypeProblem } from "./type-problem.ts";
import type { TypeReader } from "./type-reader.ts";

/**
 * Reads what a type consists of, without asking for its name.
 *
 * @param node - How it is written, if that is known to be the same type, or the declaration of a generic
 *   alias of it.
 */
export function readStructure(
  reader: TypeReader,
  type: ts.Type,
  node: ts.TypeNode | undefined,
  spot: Spot,
): TypeModel {
  const { flags } = type;
  if (flags & ts.TypeFlags.Boolean) return { kind: "boolean" };
  if (flags & ts.TypeFlags.EnumLike) return reader.enums.read(type, spot);
  if (type.isUnion()) return readUnion(reader, type.types, node, spot);
  if (flags & (ts.TypeFlags.StringLiteral | ts.TypeFlags.NumberLiteral)) {
    const { value } = type as ts.StringLiteralType | ts.NumberLiteralType; // these two flags say so
    return { kind: "literal", value };
  }
  if (flags & ts.TypeFlags.BooleanLiteral) {
    // Not in the public type: the name of the type `true`.
    const { intrinsicName } = type as { intrinsicName?: string };
    return { kind: "literal", value: intrinsicName === "true" };
  }
  const plain = plainKinds.find(([flag]) => flags & flag)?.[1];
  if (plain !== undefined) return { kind: plain };
  if (flags & ts.TypeFlags.TemplateLiteral) {
    return readTemplate(reader, type as ts.TemplateLiteralType, spot); // the flag says so
  }
  if (type.isIntersection()) return readIntersection(reader, type, spot);
  if (flags & ts.TypeFlags.Object) return readObjectType(reader, type, node, spot);
  return reader.bad(problemWith(reader, type, spot.node), spot);
}

const plainKinds = [
  [ts.TypeFlags.String, "string"],
  [ts.TypeFlags.Number, "number"],
  [ts.TypeFlags.BigInt, "bigint"],
  [ts.TypeFlags.Null, "null"],
  [ts.TypeFlags.Undefined, "undefined"],
  [ts.TypeFlags.Void, "void"],
  [ts.TypeFlags.Unknown, "unknown"],
] as const;

function readObjectType(
  reader: TypeReader,
  type: ts.Type,
  node: ts.TypeNode | undefined,
  spot: Spot,
): TypeModel {
  const { checker } = reader.project;
  if (checker.isTupleType(type)) {
    return readTuple(reader, type as ts.TupleTypeReference, node, spot); // the checker says so
  }
  if (checker.isArrayType(type)) return readArray(reader, type as ts.TypeReference, node, spot);
  const library = libraryType(reader.project, type);
  if (library?.kind === "problem") return reader.bad(library, spot);
  if (library !== undefined) return { kind: library.kind };
  return readObject(reader, type, node, spot);
}

/** What to say about types that are no data, or not known before the program runs. */
function problemWith({ project }: TypeReader, type: ts.Type, place: ts.Node): TypeProblem {
  const { flags } = type;
  if (isErrorType(type)) return unresolved(project, place);
  if (flags & ts.TypeFlags.Any) {
    return {
      code: "MQ1042",
      reason: "has type any, which promises nothing",
      hint: "say what it is; unknown stands for any JSON value",
    };
  }
  if (flags & ts.TypeFlags.ESSymbolLike) {
    return { code: "MQ1040", reason: "is a symbol", hint: "use a string" };
  }
  const text = project.checker.typeToString(type);
  if (flags & ts.TypeFlags.NonPrimitive) {
    return {
      code: "MQ1046",
      reason: "has type object, which says nothing about its properties",
      hint: "use Record<string, unknown>, or name the properties",
    };
  }
  if (flags & ts.TypeFlags.Never) {
    return { code: "MQ1046", reason: "has type never: there is no such value", hint: "remove it" };
  }
  if (flags & ts.TypeFlags.BigIntLiteral) {
    return { code: "MQ1046", reason: `is the literal ${text}`, hint: "use bigint" };
  }
  return {
    code: "MQ1046",
    reason: `has type ${text}, which is not known before the program runs`,
    hint: "use a type without type parameters",
  };
}
