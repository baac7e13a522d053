import type { Constraints, TypeId, TypeModel } from "./model.ts";

/** What a constraint is about. */
export type ConstrainedKind = "text" | "number" | "list";

/** The tags of documentation comments that become constraints, and what they are about. */
export const constraintTags: Readonly<Record<keyof Constraints, ConstrainedKind>> = {
  minLength: "text",
  maxLength: "text",
  pattern: "text",
  format: "text",
  min: "number",
  max: "number",
  int: "number",
  minItems: "list",
  maxItems: "list",
};

/** Formats of texts that `@format` may name. */
export const textFormats = ["email", "uuid", "date-time"] as const;

/** Constraints that are the least or the most of something. */
export const limits = ["minLength", "maxLength", "min", "max", "minItems", "maxItems"] as const;

/** What satisfies two sets of constraints. Of two patterns or formats the second is kept. */
export function both(first: Constraints, second: Constraints): Constraints {
  const merged: Constraints = { ...first, ...second };
  for (const name of limits) {
    const [one, other] = [first[name], second[name]];
    if (one === undefined || other === undefined) continue;
    merged[name] = name.startsWith("min") ? Math.max(one, other) : Math.min(one, other);
  }
  return merged;
}

/** What constraints on a type can be about: the kinds of values that it admits. */
export function constrainedKinds(
  type: TypeModel,
  lookup: (id: TypeId) => TypeModel | undefined,
): Set<ConstrainedKind> {
  const kinds = new Set<ConstrainedKind>();
  const visit = (part: TypeModel | undefined): void => {
    switch (part?.kind) {
      case "string":
      case "template":
        kinds.add("text");
        break;
      case "number":
        kinds.add("number");
        break;
      case "array":
        kinds.add("list");
        break;
      case "union":
        part.of.forEach(visit);
        break;
      case "branded":
        visit(part.base);
        break;
      case "ref":
        visit(lookup(part.id));
        break;
      default:
    }
  };
  visit(type);
  return kinds;
}

/** Constraints as the tags that say them, for documentation comments: `@maxLength 20`. */
export function constraintLines(constraints: Constraints | undefined): string[] {
  return Object.entries(constraints ?? {}).map(([name, value]) =>
    value === true ? `@${name}` : `@${name} ${value}`,
  );
}
