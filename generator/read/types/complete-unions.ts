import type { TypeModel } from "../../model.ts";
import { canTellApart, discriminantOf, type Lookup, needsDecoding } from "./tell-apart.ts";
import { eachPart } from "../../type-parts.ts";
import type { TypeReader, UnionSite } from "./type-reader.ts";

/** Adds to each union what could not be known before all named types were read: its discriminant. */
export function completeUnions(types: Iterable<TypeModel>, lookup: Lookup): void {
  for (const type of types) {
    eachPart(type, (part) => {
      if (part.kind !== "union") return;
      const discriminant = discriminantOf(part.of, lookup);
      if (discriminant !== undefined) part.discriminant = discriminant;
    });
  }
}

/** MQ1045: unions with two members that look the same once they travel. Tells whether there are any. */
export function reportAmbiguousUnions(reader: TypeReader): boolean {
  let hasAny = false;
  const { lookup } = reader.named;
  for (const { union, spot } of reader.unions) {
    const pair = ambiguousPair(union, lookup);
    if (pair === undefined) continue;
    hasAny = true;
    const [one, other] = pair.map((type) => wordFor(type));
    reader.bad(
      {
        code: "MQ1045",
        reason: `may be ${one} as well as ${other}, which look the same in JSON`,
        hint: "choose one, or wrap them: { kind: 'a', … } | { kind: 'b', … }",
      },
      spot,
    );
  }
  return hasAny;
}

function ambiguousPair(
  { of }: UnionSite["union"],
  lookup: Lookup,
): [TypeModel, TypeModel] | undefined {
  for (const [index, member] of of.entries()) {
    if (!needsDecoding(member, lookup)) continue;
    for (const [otherIndex, other] of of.entries()) {
      // Of two that need decoding the first has been compared already.
      if (otherIndex === index || (otherIndex < index && needsDecoding(other, lookup))) continue;
      if (!canTellApart(member, other, lookup)) return [member, other];
    }
  }
  return undefined;
}

function wordFor(type: TypeModel): string {
  switch (type.kind) {
    case "date":
      return "a Date";
    case "bytes":
      return "bytes";
    case "literal":
      return JSON.stringify(type.value);
    case "ref":
      return type.id.slice(type.id.indexOf("#") + 1);
    case "array":
    case "object":
      return `an ${type.kind}`;
    default:
      return `a ${type.kind}`;
  }
}
