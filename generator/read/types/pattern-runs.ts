import type * as Refa from "refa";
import { loadLate } from "../../load-late.ts";
import { PatternAutomaton, UnprovenPattern } from "./pattern-automaton.ts";

/**
 * How a backtracking engine fares with a pattern, whatever the text: `linear` if it tries no character more
 * than {@link MAX_RUNS} times, `restarts` if it would be linear did it not begin anew at each character.
 */
export type PatternRuns = "linear" | "restarts" | "unproven";

/** In so many ways a beginning of a text may be matched at a time. */
const MAX_RUNS = 100;

/** So many different situations are looked at before a pattern counts as unproven. */
const MAX_SITUATIONS = 4000;

/**
 * Follows all runs of a pattern over all texts at once. A situation is how many runs have come to which
 * place; if there are finitely many situations, none with too many runs, no text can take long.
 *
 * @param pattern - A regular expression that is valid with the flag u. Lookbehinds without bound, and
 *   references back to what can be long, are never proven.
 */
export function patternRuns(pattern: string): PatternRuns {
  const { JS, TooManyNodesError } = refa();
  const parser = JS.Parser.fromLiteral({ source: pattern, flags: "u" });
  let alternatives: readonly Refa.Concatenation[];
  try {
    // An engine runs what could be simplified, too.
    ({ alternatives } = parser.parse({ backreferences: "unknown", simplify: false }).expression);
  } catch (error) {
    if (error instanceof TooManyNodesError) return "unproven";
    throw error;
  }
  // Counting far is more exact, but few patterns need it, and it takes longer.
  const isProven = (restarts: boolean): boolean =>
    [3, 100].some((count) => isWithinBounds(alternatives, count, restarts));
  if (isProven(true)) return "linear";
  return isProven(false) ? "restarts" : "unproven";
}

function isWithinBounds(
  alternatives: readonly Refa.Concatenation[],
  longestCount: number,
  restarts: boolean,
): boolean {
  try {
    const automaton = new PatternAutomaton(alternatives, longestCount);
    const { lookaheads, whole } = automaton;
    // They are tried once only where the pattern itself is.
    const isAnchored = [...whole.entries, ...whole.empties].every(({ atStart }) => atStart);
    if (restarts && lookaheads.length > 0 && !isAnchored) return false;
    return (
      isLinear(automaton, restarts) &&
      lookaheads.every((inside) => isWithinBounds(inside, longestCount, false))
    );
  } catch (error) {
    if (error instanceof UnprovenPattern) return false;
    throw error;
  }
}

/** How many runs have come to which place, and whether another one begins with each character. */
interface Situation {
  readonly runs: ReadonlyMap<number, number>;
  readonly isStart: boolean;
  readonly restarts: boolean;
}

function isLinear({ characters, next, whole }: PatternAutomaton, restarts: boolean): boolean {
  const alphabet = representatives(characters);
  /** Once a run is there, the pattern has matched: no other is begun or gone back to. */
  const won = new Set(
    whole.exits.filter(({ atEnd, mayFail }) => !atEnd && !mayFail).map(({ place }) => place),
  );
  const matchesNothing = whole.empties.some(
    ({ atStart, atEnd, mayFail }) => !atStart && !atEnd && !mayFail,
  );
  const begin: Situation = {
    runs: new Map(),
    isStart: true,
    restarts: restarts && !matchesNothing && whole.entries.some(({ atStart }) => !atStart),
  };
  const seen = new Set<string>();
  const open = [begin];
  for (let situation = open.pop(); situation !== undefined; situation = open.pop()) {
    for (const character of alphabet) {
      const after = step(situation, character);
      const total = [...after.runs.values()].reduce((sum, count) => sum + count, 0);
      if (total > MAX_RUNS) return false;
      const key = keyOf(after);
      if (seen.has(key)) continue;
      if (seen.size >= MAX_SITUATIONS) return false;
      seen.add(key);
      open.push(after);
    }
  }
  return true;

  function step(from: Situation, character: Refa.Char): Situation {
    const runs = new Map<number, number>();
    let isWon = false;
    const arrive = (place: number, count: number): void => {
      if (characters[place]?.has(character) !== true) return;
      isWon ||= won.has(place);
      runs.set(place, won.has(place) ? 1 : (runs.get(place) ?? 0) + count);
    };
    for (const [place, count] of from.runs) {
      for (const follower of next[place] ?? []) arrive(follower, count);
    }
    for (const { place, atStart } of whole.entries) {
      if (from.isStart || (from.restarts && !atStart)) arrive(place, 1);
    }
    return { runs, isStart: false, restarts: from.restarts && !isWon };
  }
}

function keyOf({ runs, restarts }: Situation): string {
  const places = [...runs].sort(([a], [b]) => a - b);
  return `${restarts}:${places.map(([place, count]) => `${place}x${count}`).join(",")}`;
}

/** One character of each kind that some place tells from others. */
function representatives(sets: readonly Refa.CharSet[]): Refa.Char[] {
  const starts = new Set<number>();
  for (const { ranges } of sets) {
    for (const { min, max } of ranges) starts.add(min).add(max + 1);
  }
  const kinds = new Map<string, Refa.Char>();
  const distinct = [...new Map(sets.map((set) => [set.toRangesString(), set])).values()];
  for (const start of starts) {
    const character = start as Refa.Char; // a number between 0 and the greatest, or no set has it
    const kind = distinct.map((set) => (set.has(character) ? 1 : 0)).join("");
    kinds.set(kind, character);
  }
  return [...kinds.values()];
}

/** Loaded only where a pattern is: it takes as long as reading ten modules. */
function refa(): typeof Refa {
  return loadLate("refa") as typeof Refa; // What the package exports is what its declarations say.
}
