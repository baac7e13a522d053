import type { Constraints } from "../model.ts";
import { differences, type ConstraintDifference } from "./demands.ts";
import type { ChangeCode } from "./rules/all-rules.ts";
import { quoted, shownLiterals } from "./shown-type.ts";
import type { Report } from "./tables.ts";
import type { Values } from "./values.ts";

/** Members of a union that only one of two has, in words. */
export interface Parts {
  readonly removed: string[];
  readonly added: string[];
}

/** Compares the texts of two types that both have texts. */
export function compareTexts(
  before: Values,
  after: Values,
  path: string,
  { removed, added }: Parts,
  report: Report,
): void {
  if (before.anyText !== undefined && after.anyText !== undefined) {
    return compareConstraints(before.anyText, after.anyText, "text", path, report);
  }
  const shown = `${shownLiterals(before, "text")} → ${shownLiterals(after, "text")}`;
  if (before.anyText !== undefined) return report("MQ3061", path, shown);
  if (after.anyText !== undefined) return report("MQ3062", path, shown);
  const isKnown = ({ texts, templates }: Values, text: string): boolean =>
    texts.has(text) || templates.some(({ pattern }) => new RegExp(pattern, "u").test(text));
  compareLiterals(
    [...before.texts].filter((text) => !isKnown(after, text)),
    [...after.texts].filter((text) => !isKnown(before, text)),
    path,
    report,
  );
  const onlyIn = (values: Values, other: Values) =>
    values.templates.filter(
      ({ pattern }) => !other.templates.some((template) => template.pattern === pattern),
    );
  const [gone, come] = [onlyIn(before, after), onlyIn(after, before)];
  if (gone.length > 0 && come.length > 0) return report("MQ3072", path, shown);
  removed.push(...gone.map(({ text }) => text));
  added.push(...come.map(({ text }) => text));
}

/** Compares the numbers of two types that both have numbers. */
export function compareNumbers(before: Values, after: Values, path: string, report: Report): void {
  if (before.anyNumber !== undefined && after.anyNumber !== undefined) {
    return compareConstraints(before.anyNumber, after.anyNumber, "number", path, report);
  }
  const shown = `${shownLiterals(before, "number")} → ${shownLiterals(after, "number")}`;
  if (before.anyNumber !== undefined) return report("MQ3061", path, shown);
  if (after.anyNumber !== undefined) return report("MQ3062", path, shown);
  compareLiterals([...before.numbers], [...after.numbers], path, report);
}

/** Tells which literals came and went. */
export function compareLiterals(
  before: readonly (string | number | boolean)[],
  after: readonly (string | number | boolean)[],
  path: string,
  report: Report,
): void {
  const removed = before.filter((value) => !after.includes(value));
  if (removed.length > 0) report("MQ3068", path, removed.map(quoted).join(", "));
  const added = after.filter((value) => !before.includes(value));
  if (added.length > 0) report("MQ3067", path, added.map(quoted).join(", "));
}

const namesOf: Record<"text" | "number" | "list", readonly (keyof Constraints)[]> = {
  text: ["minLength", "maxLength", "pattern", "format"],
  number: ["min", "max", "int"],
  list: ["minItems", "maxItems"],
};

/** Tells what is demanded more, less or otherwise of texts, numbers or lists. */
export function compareConstraints(
  before: Constraints,
  after: Constraints,
  group: "text" | "number" | "list",
  path: string,
  report: Report,
): void {
  const names = namesOf[group];
  const found = differences(before, after).filter(({ name }) => names.includes(name));
  const tell = (code: ChangeCode, change: ConstraintDifference["change"]): void => {
    const told = found
      .filter((difference) => difference.change === change)
      .map(({ name }) => `@${name} ${before[name] ?? "none"} → ${after[name] ?? "none"}`);
    if (told.length > 0) report(code, path, told.join(", "));
  };
  tell("MQ3073", "stricter");
  tell("MQ3074", "laxer");
  tell("MQ3075", "other");
}
