import type { Allowance } from "../lock/allowances.ts";
import type { Change } from "./change.ts";
import { verdicts, type Verdict } from "./rule.ts";

/** A change, and why it is let through. */
export interface ReviewedChange extends Change {
  /** The reason that stands in the lock file, where the change is allowed. */
  readonly allowed?: string;
}

/** Changes held against what is allowed. */
export interface Review {
  readonly changes: readonly ReviewedChange[];
  /** How many changes of each verdict there are, allowed ones included. */
  readonly counts: Readonly<Record<Verdict | "allowed", number>>;
  /** What is allowed and doesn't happen: the change is old news, or was misspelt. */
  readonly unused: readonly Allowance[];
  /** What nobody allowed and is as bad as `failOn` or worse. */
  readonly failing: readonly ReviewedChange[];
}

/** Holds changes against the allowances of the lock file. */
export function reviewChanges(
  found: readonly Change[],
  allow: readonly Allowance[],
  failOn: "breaking" | "dangerous",
): Review {
  const reasons = new Map(allow.map(({ change, reason }) => [change, reason]));
  const changes = found.map((change): ReviewedChange => {
    const allowed = reasons.get(change.id);
    return allowed === undefined || !isHurting(change) ? change : { ...change, allowed };
  });
  const count = (verdict: Verdict): number =>
    changes.filter((change) => change.verdict === verdict).length;
  const used = new Set(changes.filter(({ allowed }) => allowed !== undefined).map(({ id }) => id));
  return {
    changes,
    counts: {
      breaking: count("breaking"),
      dangerous: count("dangerous"),
      compatible: count("compatible"),
      documentation: count("documentation"),
      allowed: used.size,
    },
    unused: allow.filter(({ change }) => !used.has(change)),
    failing: changes.filter(
      ({ verdict, allowed }) =>
        allowed === undefined && verdicts.indexOf(verdict) <= verdicts.indexOf(failOn),
    ),
  };
}

/** Whether there is anything to allow. */
export function isHurting({ verdict }: Change): boolean {
  return verdict === "breaking" || verdict === "dangerous";
}
