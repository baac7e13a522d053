import { mayLack, objectForm } from "./forms.ts";
import type { Tables } from "./tables.ts";
import { groupOf, type Member, type Values } from "./values.ts";

/** Members of two unions that are taken for one another, and those left over. */
export interface Matching {
  readonly pairs: readonly { old: Member; now: Member; label: string }[];
  readonly removed: readonly Member[];
  readonly added: readonly Member[];
}

/** What a match says of two members. */
interface Likeness {
  readonly old: Member;
  readonly now: Member;
  /** Less than 0 for what can't be the same. */
  readonly score: number;
  /** What tells the members of the union apart, such as `kind=circle`. */
  readonly label: string | undefined;
}

/**
 * Finds out which member of a union became which: one that stayed the same, one with the same literal where
 * they are told apart, one of the same name, or with the same properties. One member on each side is always a
 * pair.
 */
export function matchMembers(
  olds: readonly Member[],
  nows: readonly Member[],
  tables: Tables,
  areSame: (old: Member, now: Member) => boolean,
): Matching {
  const [first, other] = [olds[0], nows[0]];
  if (first !== undefined && other !== undefined && olds.length === 1 && nows.length === 1) {
    return { pairs: [{ old: first, now: other, label: "0" }], removed: [], added: [] };
  }
  const candidates = olds
    .flatMap((old) =>
      nows.map((now) => {
        const like = likeness(old, now, tables);
        return areSame(old, now) ? { ...like, score: WEIGHT.same } : like;
      }),
    )
    .filter(({ score }) => score > 0)
    .toSorted((a, b) => b.score - a.score);
  const taken = new Set<Member>();
  const pairs = candidates.flatMap(({ old, now, label }) => {
    if (taken.has(old) || taken.has(now)) return [];
    taken.add(old).add(now);
    return [{ old, now, label: label ?? String(olds.indexOf(old)) }];
  });
  return {
    pairs,
    removed: olds.filter((member) => !taken.has(member)),
    added: nows.filter((member) => !taken.has(member)),
  };
}

/** How much more the sign of a match weighs than one that the next has. */
const WEIGHT = { same: 1_000_000, label: 10_000, name: 100, property: 1 };

function likeness(old: Member, now: Member, tables: Tables): Likeness {
  const oldName = old.name && tables.old.get(old.name).name;
  const isSameName =
    oldName !== undefined && now.name !== undefined && oldName === tables.now.get(now.name).name;
  const base = { old, now, label: oldName };
  const named = isSameName ? WEIGHT.name : 0;
  if (groupOf(old.type) !== "object") return { ...base, score: named + 1 };
  const before = objectForm(old.type, tables.old);
  const after = objectForm(now.type, tables.now);
  if (before.properties.size === 0 && after.properties.size === 0)
    return { ...base, score: named + 1 };
  let score = named;
  let label: string | undefined;
  for (const [name, was] of before.properties) {
    const is = after.properties.get(name);
    if (is === undefined) continue;
    score += WEIGHT.property;
    if (mayLack(was, tables.old) || mayLack(is, tables.now)) continue;
    const [wasValues, isValues] = [tables.old.valuesOf(was), tables.now.valuesOf(is)];
    const [wasKeys, isKeys] = [literals(wasValues), literals(isValues)];
    if (wasKeys === undefined || isKeys === undefined) continue;
    const common = wasKeys.find((key) => isKeys.includes(key));
    // Another value where it would be told apart: another member.
    if (common === undefined) return { ...base, score: -1 };
    score += WEIGHT.label;
    label ??= `${name}=${String(common)}`;
  }
  return { ...base, score, label: label ?? oldName };
}

/** All values, if there are literals alone. */
function literals(values: Values): (string | number | boolean)[] | undefined {
  const { anyText, templates, anyNumber, members, unknown } = values;
  if (anyText || anyNumber || unknown || templates.length > 0 || members.length > 0) {
    return undefined;
  }
  const all = [...values.texts, ...values.numbers, ...values.booleans];
  return all.length === 0 ? undefined : all;
}
