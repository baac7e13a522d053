import { ts } from "../compiler/compiler.ts";
import type { TypeModel } from "../../model.ts";
import { libraryType } from "./library-type.ts";
import { readObject } from "./read-object.ts";
import type { Spot } from "../read-spot.ts";
import type { TypeReader } from "./type-reader.ts";

/** Reads `A & B`: the merged properties of objects, or a primitive with a brand. */
export function readIntersection(
  reader: TypeReader,
  type: ts.IntersectionType,
  spot: Spot,
): TypeModel {
  const { checker } = reader.project;
  const isPrimitive = (member: ts.Type): boolean => (member.flags & primitive) !== 0;
  const bases = type.types.filter(isPrimitive);
  const [base] = bases;
  if (base !== undefined && bases.length === 1) {
    const brands = type.types.filter((member) => member !== base);
    const model = reader.read(base, undefined, { ...spot, depth: spot.depth + 1 });
    if (model.kind === "bad") return model;
    return { kind: "branded", base: model, text: brandText(checker, base, brands) };
  }
  const odd = type.types.find((member) => isSpecial(reader, member));
  if (odd !== undefined) {
    const text = checker.typeToString(type, undefined, ts.TypeFormatFlags.NoTruncation);
    return reader.bad(
      {
        code: "MQ1046",
        reason: `has type ${text}: ${checker.typeToString(odd)} with properties of its own`,
        hint: "use an object with one property for each part",
      },
      spot,
    );
  }
  return readObject(reader, type, undefined, spot);
}

const primitive =
  ts.TypeFlags.StringLike |
  ts.TypeFlags.NumberLike |
  ts.TypeFlags.BigIntLike |
  ts.TypeFlags.BooleanLike;

/** Arrays, dates, bytes: what travels in a form of its own, without further properties. */
function isSpecial({ project }: TypeReader, type: ts.Type): boolean {
  if (project.checker.isArrayLikeType(type)) return true;
  return (type.flags & ts.TypeFlags.Object) !== 0 && libraryType(project, type) !== undefined;
}

/**
 * The type as emitted code may write it. A brand that is made of names which only its source knows (a
 * unique symbol, say) is left out: what is left accepts more, but never something else.
 */
function brandText(checker: ts.TypeChecker, base: ts.Type, brands: readonly ts.Type[]): string {
  const text = checker.typeToString(base, undefined, ts.TypeFormatFlags.NoTruncation);
  const properties: string[] = [];
  for (const brand of brands) {
    if ((brand.flags & ts.TypeFlags.Object) === 0) return text;
    for (const property of checker.getPropertiesOfType(brand)) {
      const type = checker.getTypeOfSymbol(property);
      const isPlain = type.isStringLiteral() || type.isNumberLiteral() || type.flags & plain;
      if (property.escapedName.toString().startsWith("__@") || !isPlain) return text;
      const optional = property.flags & ts.SymbolFlags.Optional ? "?" : "";
      properties.push(
        `readonly ${JSON.stringify(property.name)}${optional}: ${checker.typeToString(type)}`,
      );
    }
  }
  return `${text} & { ${properties.join("; ")} }`.replace("{  }", "{}");
}

const plain =
  ts.TypeFlags.String |
  ts.TypeFlags.Number |
  ts.TypeFlags.Boolean |
  ts.TypeFlags.BooleanLiteral |
  ts.TypeFlags.Unknown |
  ts.TypeFlags.Never |
  ts.TypeFlags.Void |
  ts.TypeFlags.Null |
  ts.TypeFlags.Undefined;
