import { becameOptional, mayLack, type ListForm } from "./forms.ts";
import type { ChangeCode } from "./rules/all-rules.ts";
import type { Compare, Report, Tables } from "./tables.ts";

/** What a change of an element is called: tuples and lists of parameters differ in what happens then. */
interface ElementCodes {
  readonly added: ChangeCode;
  readonly addedOptional: ChangeCode;
  readonly removed: ChangeCode;
  readonly removedOptional: ChangeCode;
  readonly required: ChangeCode;
  readonly optional: ChangeCode;
  readonly restAdded: ChangeCode;
  readonly restRemoved: ChangeCode;
}

export const tupleCodes: ElementCodes = {
  added: "MQ3080",
  addedOptional: "MQ3081",
  removed: "MQ3082",
  removedOptional: "MQ3083",
  required: "MQ3084",
  optional: "MQ3085",
  restAdded: "MQ3086",
  restRemoved: "MQ3087",
};

export const parameterCodes: ElementCodes = {
  added: "MQ3030",
  addedOptional: "MQ3031",
  removed: "MQ3032",
  removedOptional: "MQ3033",
  required: "MQ3034",
  optional: "MQ3035",
  restAdded: "MQ3038",
  restRemoved: "MQ3039",
};

/** How the elements of two lists are compared. */
export interface ElementOptions {
  readonly codes: ElementCodes;
  /** The path of an element; of all that follow without an index. */
  readonly place: (index?: number) => string;
  readonly report: Report;
  readonly compare: Compare;
}

/** Compares two lists place by place. */
export function compareElements(
  old: ListForm,
  now: ListForm,
  tables: Tables,
  { codes, place, report, compare }: ElementOptions,
): void {
  const count = Math.max(old.items.length, now.items.length);
  for (let index = 0; index < count; index++) {
    const path = place(index);
    const [was, is] = [old.items[index], now.items[index]];
    // What has no place of its own may still be one of those that follow.
    const before = was ?? old.rest;
    const after = is ?? now.rest;
    if (before !== undefined && after !== undefined) {
      const changed = becameOptional(was, is, tables);
      if (changed !== undefined) report(changed ? codes.optional : codes.required, path);
      compare(before, after, path, { optional: true });
    } else if (is !== undefined) {
      report(mayLack(is, tables.now) ? codes.addedOptional : codes.added, path);
    } else if (was !== undefined) {
      report(mayLack(was, tables.old) ? codes.removedOptional : codes.removed, path);
    }
  }
  if (old.rest === undefined && now.rest === undefined) return;
  if (old.rest === undefined) return report(codes.restAdded, place());
  if (now.rest === undefined) return report(codes.restRemoved, place());
  compare(old.rest, now.rest, place());
}
