import type { TypeId } from "../model.ts";
import type { Strictness } from "./change.ts";
import { compareElements, tupleCodes } from "./compare-elements.ts";
import { compareObjects } from "./compare-objects.ts";
import {
  compareConstraints,
  compareLiterals,
  compareNumbers,
  compareTexts,
  type Parts,
} from "./compare-values.ts";
import { Fitting } from "./fitting.ts";
import { listForm } from "./forms.ts";
import { matchMembers } from "./match-members.ts";
import { variantPath } from "./place.ts";
import { shownLiterals, shownMember, shownType } from "./shown-type.ts";
import type { Report, Tables } from "./tables.ts";
import {
  groupOf,
  groupsOf,
  onlyGroup,
  type Group,
  type Member,
  type Typed,
  type TypeTable,
  type Values,
} from "./values.ts";

/**
 * Compares what travels in one place: a parameter, a result, the body of a push. Types are taken apart, so
 * that only their structure counts. What contains itself is compared once.
 */
export class TypeComparison {
  readonly #tables: Tables;
  readonly #report: Report;
  /** The innermost type with a name that is being compared, and its place. */
  #within: { readonly name: string; readonly at: string } | undefined;
  /** Pairs of names that were compared, so that what contains itself ends. */
  readonly #seen = new Set<string>();
  /** What old code sends to new code, and the other way round. */
  readonly #forth: Fitting;
  readonly #back: Fitting;

  constructor(tables: Tables, strict: Strictness, report: Report) {
    this.#tables = tables;
    this.#report = (code, path, detail) => {
      const { name, at } = this.#within ?? {};
      const isInside = at !== undefined && path.startsWith(at);
      report(code, path, detail, isInside ? `${name}${path.slice(at.length)}` : undefined);
    };
    this.#forth = new Fitting({ sent: tables.old, received: tables.now, strict: strict.now });
    this.#back = new Fitting({ sent: tables.now, received: tables.old, strict: strict.old });
  }

  /** @param options - `optional`: that the whole may be left out is somebody else's to tell. */
  compare(
    old: Typed,
    now: Typed,
    path: string,
    { optional }: { readonly optional: boolean } = { optional: false },
  ): void {
    if (this.#wasSeen(old, now)) return;
    const outer = this.#within;
    if (old.type.kind === "ref" && now.type.kind === "ref") {
      this.#within = { name: this.#tables.now.get(now.type.id).name, at: path };
    }
    this.#compareValues(old, now, path, optional);
    this.#within = outer;
  }

  #compareValues(old: Typed, now: Typed, path: string, optional: boolean): void {
    const tables = this.#tables;
    const [before, after] = [tables.old.valuesOf(old), tables.now.valuesOf(now)];
    this.#compareMemberNames(old, now, path);
    const [wasBrand, isBrand] = [before.brands.join(" & "), after.brands.join(" & ")];
    if (wasBrand !== isBrand) {
      this.#report("MQ3051", path, `${wasBrand || "none"} → ${isBrand || "none"}`);
    }
    if (before.unknown && after.unknown) return;
    const shown = (): string =>
      `${shownType(old.type, tables.old)} → ${shownType(now.type, tables.now)}`;
    if (after.unknown) return this.#report("MQ3065", path, shown());
    if (before.unknown) return this.#report("MQ3061", path, shown());
    this.#compareAbsence(before, after, path, optional);
    this.#compareGroups(before, after, path, shown);
  }

  /** Whether there is nothing to compare, or no more. */
  #wasSeen(old: Typed, now: Typed): boolean {
    if (old.type.kind !== "ref" || now.type.kind !== "ref") return false;
    const { old: olds, now: nows, same } = this.#tables;
    const { name } = nows.get(now.type.id);
    if (!old.constraints && !now.constraints && same.has(name)) {
      if (olds.get(old.type.id).name === name) return true;
    }
    const pair = JSON.stringify([old.type.id, now.type.id, old.constraints, now.constraints]);
    if (this.#seen.has(pair)) return true;
    this.#seen.add(pair);
    return false;
  }

  #compareMemberNames(old: Typed, now: Typed, path: string): void {
    if (old.type.kind !== "ref" || now.type.kind !== "ref") return;
    const members = (table: TypeTable, id: TypeId) => table.get(id).origin.members ?? [];
    const after = new Map(
      members(this.#tables.now, now.type.id).map(({ name, value }) => [value, name]),
    );
    const renamed = members(this.#tables.old, old.type.id).flatMap(({ name, value }) => {
      const other = after.get(value);
      return other === undefined || other === name ? [] : [`${name} → ${other}`];
    });
    if (renamed.length > 0) this.#report("MQ3052", path, renamed.join(", "));
  }

  #compareAbsence(before: Values, after: Values, path: string, optional: boolean): void {
    const onlyIn = (values: Values, other: Values): string[] => [
      ...(values.null && !other.null ? ["null"] : []),
      ...(values.undefined && !other.undefined && !optional ? ["undefined"] : []),
    ];
    const added = onlyIn(after, before);
    if (added.length > 0) this.#report("MQ3063", path, added.join(", "));
    const removed = onlyIn(before, after);
    if (removed.length > 0) this.#report("MQ3064", path, removed.join(", "));
  }

  #compareGroups(before: Values, after: Values, path: string, shown: () => string): void {
    const [olds, nows] = [groupsOf(before), groupsOf(after)];
    const common = [...olds].filter((group) => nows.has(group));
    if (common.length === 0 && olds.size > 0 && nows.size > 0) {
      // Some literals fit a type of another kind, such as whole numbers a bigint.
      const [was, is] = [withoutNothing(before), withoutNothing(after)];
      if (this.#forth.valuesFit(was, after)) return this.#report("MQ3062", path, shown());
      if (this.#back.valuesFit(is, before)) return this.#report("MQ3061", path, shown());
      return this.#report("MQ3060", path, shown());
    }
    const { old, now } = this.#tables;
    // What another member takes as well is not missed, such as whole numbers by a bigint.
    const parts: Parts = {
      removed: [...olds]
        .filter((group) => !nows.has(group))
        .filter((group) => !this.#forth.valuesFit(onlyGroup(before, group), after))
        .flatMap((group) => partsOf(before, group, old)),
      added: [...nows]
        .filter((group) => !olds.has(group))
        .filter((group) => !this.#back.valuesFit(onlyGroup(after, group), before))
        .flatMap((group) => partsOf(after, group, now)),
    };
    for (const group of common) this.#compareGroup(group, before, after, path, parts);
    if (parts.removed.length > 0) this.#report("MQ3070", path, parts.removed.join(", "));
    if (parts.added.length > 0) {
      const wasOne = olds.size === 1 && before.members.length < 2;
      this.#report(wasOne ? "MQ3071" : "MQ3069", path, parts.added.join(", "));
    }
  }

  #compareGroup(group: Group, before: Values, after: Values, path: string, parts: Parts): void {
    switch (group) {
      case "text":
        return compareTexts(before, after, path, parts, this.#report);
      case "number":
        return compareNumbers(before, after, path, this.#report);
      case "boolean":
        return compareLiterals([...before.booleans], [...after.booleans], path, this.#report);
      case "list":
      case "object":
        return this.#compareMembers(group, before, after, path, parts);
      default:
      // A bigint is a bigint.
    }
  }

  #compareMembers(
    group: "list" | "object",
    before: Values,
    after: Values,
    path: string,
    parts: Parts,
  ): void {
    const inGroup = ({ members }: Values): Member[] =>
      members.filter(({ type }) => groupOf(type) === group);
    const { pairs, removed, added } = matchMembers(
      inGroup(before),
      inGroup(after),
      this.#tables,
      (old, now) => this.#forth.fits(old, now) && this.#back.fits(now, old),
    );
    for (const { old, now, label } of pairs) {
      const isOnly = pairs.length + removed.length + added.length === 1;
      const at = isOnly ? path : variantPath(path, label);
      if (group === "list") this.#compareLists(old, now, at);
      else this.#compareObjects(old, now, at);
    }
    parts.removed.push(
      ...removed
        .filter((member) => !this.#forth.memberFits(member, after))
        .map((member) => shownMember(member, this.#tables.old)),
    );
    parts.added.push(
      ...added
        .filter((member) => !this.#back.memberFits(member, before))
        .map((member) => shownMember(member, this.#tables.now)),
    );
  }

  #compareLists(old: Member, now: Member, path: string): void {
    compareConstraints(old.constraints, now.constraints, "list", path, this.#report);
    if (isReadonly(old) !== isReadonly(now)) this.#report("MQ3050", path);
    compareElements(listForm(old.type), listForm(now.type), this.#tables, {
      codes: tupleCodes,
      place: (index) => `${path}[${index ?? ""}]`,
      report: this.#report,
      compare: this.compare.bind(this),
    });
  }

  #compareObjects(old: Member, now: Member, path: string): void {
    compareObjects(old, now, path, {
      tables: this.#tables,
      report: this.#report,
      compare: this.compare.bind(this),
      forth: this.#forth,
      back: this.#back,
    });
  }
}

function withoutNothing(values: Values): Values {
  return { ...values, null: false, undefined: false };
}

function partsOf(values: Values, group: Group, table: TypeTable): string[] {
  if (group === "text" || group === "number" || group === "boolean") {
    return [shownLiterals(values, group)];
  }
  return values.members
    .filter(({ type }) => groupOf(type) === group)
    .map((member) => shownMember(member, table));
}

function isReadonly({ type }: Member): boolean {
  return (type.kind === "array" || type.kind === "tuple") && type.readonly;
}
