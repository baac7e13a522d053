import { lockedTypes } from "../lock/lock-text.ts";
import type { Contract } from "../model.ts";
import { mentionedIds, reachableIds } from "../type-parts.ts";

/**
 * The names that stand for the same in both contracts, with all that they mention: most of them, as a rule,
 * and nothing that needs to be compared.
 */
export function sameTypes(old: Contract, now: Contract): ReadonlySet<string> {
  const [before, after] = [definitions(old), definitions(now)];
  const names = [...new Set([...before.keys(), ...after.keys()])];
  const changed = names.filter((name) => before.get(name) !== after.get(name));
  const users = usersOf(now);
  const affected = reachableIds(changed, (name) => users.get(name) ?? []);
  return new Set(names.filter((name) => !affected.has(name)));
}

function definitions(contract: Contract): Map<string, string> {
  return new Map(lockedTypes(contract).map((type) => [type.name, JSON.stringify(type)]));
}

/** Who mentions a type, by names. A type whose own text is the same mentions the same in both contracts. */
function usersOf({ types }: Contract): Map<string, Set<string>> {
  const users = new Map<string, Set<string>>();
  for (const { name, type } of Object.values(types)) {
    for (const id of mentionedIds(type)) {
      const mentioned = types[id]?.name;
      if (mentioned === undefined) continue;
      users.set(mentioned, (users.get(mentioned) ?? new Set()).add(name));
    }
  }
  return users;
}
