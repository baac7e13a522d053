import type { Change } from "./change.ts";

/** Changes that are one: of a named type, told once for each handler and push that mentions it. */
export interface ChangeGroup<C extends Change = Change> {
  /** What all have in common: code, message, effects, cure. */
  readonly first: C;
  readonly all: readonly C[];
}

/**
 * Changes grouped by what changed, in the order of the first of each group. Requests, replies and pushes stay
 * apart, since one change does different things to them.
 */
export function groupChanges<C extends Change & { readonly allowed?: string }>(
  changes: readonly C[],
): ChangeGroup<C>[] {
  const groups = new Map<string, { first: C; all: C[] }>();
  for (const change of changes) {
    const key = keyOf(change);
    const group = groups.get(key);
    if (group === undefined) groups.set(key, { first: change, all: [change] });
    else group.all.push(change);
  }
  return [...groups.values()];
}

/** What names a change of a type, for all places that it reaches: `MQ3044 Profile.nick`. */
export function typeChangeId({ code, type }: Change): string | undefined {
  return type === undefined ? undefined : `${code} ${type}`;
}

function keyOf(change: Change & { readonly allowed?: string }): string {
  const { id, code, type, where, message, oldCaller, newCaller, allowed } = change;
  if (type === undefined) return id;
  return JSON.stringify([code, type, where, message, oldCaller, newCaller, allowed]);
}
