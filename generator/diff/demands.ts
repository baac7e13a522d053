import { limits } from "../constraints.ts";
import type { Constraints } from "../model.ts";

/** What a text has to be like for a number to be its key, as schemas check it. */
const numeric = /^-?(?:0|[1-9]\d*)(?:\.\d+)?$/;

/** Whether a key is a number in an object's text. */
export function isNumeric(key: string): boolean {
  return numeric.test(key);
}

/** Whether a literal satisfies constraints; formats, which only schemas know, count as not satisfied. */
export function satisfies(value: string | number, constraints: Constraints): boolean {
  const { minLength = 0, maxLength = Infinity, pattern, format } = constraints;
  const { min = -Infinity, max = Infinity, int } = constraints;
  if (typeof value === "number") {
    return value >= min && value <= max && (int !== true || Number.isSafeInteger(value));
  }
  if (value.length < minLength || value.length > maxLength || format !== undefined) return false;
  return pattern === undefined || new RegExp(pattern, "u").test(value);
}

/** Whether all values that satisfy the first constraints satisfy the second. */
export function implies(given: Constraints, demanded: Constraints): boolean {
  return differences(given, demanded).every(({ change }) => change === "laxer");
}

/** How one constraint differs between two sets. */
export interface ConstraintDifference {
  readonly name: keyof Constraints;
  /** `other`: neither follows from the other. */
  readonly change: "stricter" | "laxer" | "other";
}

/** What differs from `old` to `now`, by constraint. */
export function differences(old: Constraints, now: Constraints): ConstraintDifference[] {
  return names.flatMap((name): ConstraintDifference[] => {
    const [before, after] = [old[name], now[name]];
    if (before === after) return [];
    if (before === undefined) return [{ name, change: "stricter" }];
    if (after === undefined) return [{ name, change: "laxer" }];
    if (typeof before !== "number" || typeof after !== "number") return [{ name, change: "other" }];
    const grows = after > before;
    return [{ name, change: grows === name.startsWith("min") ? "stricter" : "laxer" }];
  });
}

const names = [...limits, "int", "pattern", "format"] as const;
