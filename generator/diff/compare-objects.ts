import type { PropertyModel } from "../model.ts";
import { keyFits, type Fitting } from "./fitting.ts";
import { becameOptional, mayLack, objectForm, type ObjectForm } from "./forms.ts";
import { propertyPath } from "./place.ts";
import type { Compare, Report, Tables } from "./tables.ts";
import type { Member } from "./values.ts";

/** How two objects are compared. */
export interface ObjectOptions {
  readonly tables: Tables;
  readonly report: Report;
  readonly compare: Compare;
  /** What old code sends to new code, and the other way round. */
  readonly forth: Fitting;
  readonly back: Fitting;
}

/** Compares two objects or records property by property. */
export function compareObjects(
  old: Member,
  now: Member,
  path: string,
  options: ObjectOptions,
): void {
  const { tables, report, compare } = options;
  const before = objectForm(old.type, tables.old);
  const after = objectForm(now.type, tables.now);
  for (const name of new Set([...before.properties.keys(), ...after.properties.keys()])) {
    const at = propertyPath(path, name);
    const [was, is] = [before.properties.get(name), after.properties.get(name)];
    // Without a property of that name, what other keys may hold is right for it.
    const from = was ?? before.index?.value;
    const to = is ?? after.index?.value;
    if (from !== undefined && to !== undefined) {
      const changed = becameOptional(was, is, tables);
      if (changed !== undefined) report(changed ? "MQ3045" : "MQ3044", at);
      if (is === undefined && !keyFits(name, after, tables.now)) report("MQ3048", at);
      if (was === undefined && !keyFits(name, before, tables.old)) report("MQ3049", at);
      if (isReadonly(was) !== isReadonly(is)) report("MQ3050", at);
      compare(from, to, at, { optional: true });
    } else if (is !== undefined) {
      report(mayLack(is, tables.now) ? "MQ3041" : "MQ3040", at);
    } else if (was !== undefined) {
      report(mayLack(was, tables.old) ? "MQ3043" : "MQ3042", at);
    }
  }
  compareIndexes(before, after, `${path}[*]`, options);
}

function compareIndexes(
  { index: old }: ObjectForm,
  { index: now }: ObjectForm,
  path: string,
  { report, compare, forth, back }: ObjectOptions,
): void {
  if (old === undefined && now === undefined) return;
  if (old === undefined) return report("MQ3046", path);
  if (now === undefined) return report("MQ3047", path);
  if (!forth.fits(old.key, now.key)) report("MQ3048", path);
  if (!back.fits(now.key, old.key)) report("MQ3049", path);
  compare(old.value, now.value, path);
}

function isReadonly(property: PropertyModel | undefined): boolean {
  return property?.readonly ?? false;
}
