import { constraintTags, type ConstrainedKind } from "../constraints.ts";
import type { Constraints } from "../model.ts";
import { literal } from "./escape-text.ts";
import { layOut } from "./layout.ts";

/** The zod check that each constraint stands for. */
const checks: { readonly [Name in keyof Required<Constraints>]: (value: never) => string } = {
  minLength: (value: number) => `z.minLength(${value})`,
  maxLength: (value: number) => `z.maxLength(${value})`,
  pattern: (value: string) => `z.regex(new RegExp(${literal(value)}, "u"))`,
  format: (value: NonNullable<Constraints["format"]>) => formats[value],
  min: (value: number) => `z.gte(${value})`,
  max: (value: number) => `z.lte(${value})`,
  int: () => "z.int()",
  minItems: (value: number) => `z.minLength(${value})`,
  maxItems: (value: number) => `z.maxLength(${value})`,
};

const formats: Readonly<Record<NonNullable<Constraints["format"]>, string>> = {
  email: "z.email()",
  uuid: "z.uuid()",
  "date-time": "z.iso.datetime({ offset: true })",
};

/** What follows the schema of a kind of values, so that it checks constraints: `.check(z.maxLength(20))`. */
export function checkText(kind: ConstrainedKind, constraints: Constraints | undefined): string {
  const names = Object.keys(constraintTags) as (keyof Constraints)[]; // its keys are these
  const items = names.flatMap((name) => {
    const value = constraints?.[name];
    if (value === undefined || constraintTags[name] !== kind) return [];
    return [checks[name](value as never)]; // the value is of that name's type
  });
  if (items.length === 0) return "";
  return `.check${layOut({ open: "(", items, close: ")", separator: "," })}`;
}
