import type { CharSet, Concatenation, Element, Quantifier } from "refa";

/** Why nothing can be said about how long a pattern runs. */
export class UnprovenPattern extends Error {}

/** A way into a part of a pattern: a character's place, and whether `^` has to hold in front of it. */
interface Entry {
  readonly place: number;
  readonly atStart: boolean;
}

/** A way out: a character's place, and whether `$` has to hold behind it, or something else that may not. */
interface Exit {
  readonly place: number;
  readonly atEnd: boolean;
  readonly mayFail: boolean;
}

/** A way to match nothing. */
interface Empty {
  readonly atStart: boolean;
  readonly atEnd: boolean;
  /** Whether it also takes something else that may not hold there: then the engine goes back. */
  readonly mayFail: boolean;
}

interface Part {
  readonly entries: readonly Entry[];
  readonly exits: readonly Exit[];
  readonly empties: readonly Empty[];
}

/** What is known of the place where a part stands. */
interface Surroundings {
  /** Whether it is tried once only: nothing in front of it can be repeated without bound. */
  readonly isFixed: boolean;
}

const NOTHING: Part = {
  entries: [],
  exits: [],
  empties: [{ atStart: false, atEnd: false, mayFail: false }],
};

/** More places than this make no pattern that anybody understands. */
const MAX_PLACES = 2000;

/** Nor do more steps, or more ways into a part, out of it, or past it. */
const MAX_STEPS = 100_000;

/** What is repeated more often than this is as good as repeated without bound. */
const MAX_BOUND = 100;

/**
 * The places of a pattern's characters, and where a backtracking engine goes from each. A step that can be
 * taken in two ways is there twice, because the engine takes both.
 */
export class PatternAutomaton {
  /** What may stand in each place. */
  readonly characters: CharSet[] = [];
  /** The places that may follow each. */
  readonly next: number[][] = [];
  readonly whole: Part;
  /** The insides of lookaheads without bound; each is tried once, where it stands. */
  readonly lookaheads: (readonly Concatenation[])[] = [];
  readonly #longestCount: number;
  #steps = 0;

  /** @param longestCount - Repetitions that are counted further than this are taken to be without bound. */
  constructor(alternatives: readonly Concatenation[], longestCount: number) {
    this.#longestCount = longestCount;
    this.whole = this.#choice(alternatives, { isFixed: true });
  }

  #choice(alternatives: readonly Concatenation[], where: Surroundings): Part {
    const parts = alternatives.map(({ elements }) => this.#sequence(elements, where));
    return {
      entries: parts.flatMap(({ entries }) => entries),
      exits: parts.flatMap(({ exits }) => exits),
      empties: parts.flatMap(({ empties }) => empties),
    };
  }

  #sequence(elements: readonly Element[], where: Surroundings): Part {
    let part = NOTHING;
    let { isFixed } = where;
    for (const element of elements) {
      part = this.#joined(part, this.#element(element, { isFixed }));
      isFixed &&= isBounded(element);
    }
    return part;
  }

  #element(element: Element, where: Surroundings): Part {
    switch (element.type) {
      case "CharacterClass":
        return this.#place(element.characters);
      case "Alternation":
        return this.#choice(element.alternatives, where);
      case "Quantifier":
        return this.#repeated(element, where);
      case "Assertion": {
        const { alternatives, kind, negate } = element;
        if (negate && isAnyCharacter(alternatives)) {
          const isAhead = kind === "ahead";
          return { ...NOTHING, empties: [{ atStart: !isAhead, atEnd: isAhead, mayFail: false }] };
        }
        if (!alternatives.every((each) => each.elements.every(isBounded))) {
          if (kind === "behind" || !where.isFixed) throw new UnprovenPattern();
          this.lookaheads.push(alternatives);
        }
        return { ...NOTHING, empties: [{ atStart: false, atEnd: false, mayFail: true }] };
      }
      case "Unknown":
        throw new UnprovenPattern();
    }
  }

  #place(characters: CharSet): Part {
    const place = this.characters.push(characters) - 1;
    if (place > MAX_PLACES) throw new UnprovenPattern();
    this.next.push([]);
    return {
      entries: [{ place, atStart: false }],
      exits: [{ place, atEnd: false, mayFail: false }],
      empties: [],
    };
  }

  #joined(first: Part, second: Part): Part {
    this.#link(first, second);
    const ways = first.empties.length * (second.entries.length + second.empties.length);
    if (ways + first.exits.length * second.empties.length > MAX_STEPS) throw new UnprovenPattern();
    return {
      entries: [
        ...first.entries,
        ...first.empties.flatMap(({ atStart, atEnd }) =>
          atEnd
            ? []
            : second.entries.map((entry) => ({ ...entry, atStart: entry.atStart || atStart })),
        ),
      ],
      exits: [
        ...second.empties.flatMap(({ atStart, atEnd, mayFail }) =>
          atStart
            ? []
            : first.exits.map((exit) => ({
                place: exit.place,
                atEnd: exit.atEnd || atEnd,
                mayFail: exit.mayFail || mayFail,
              })),
        ),
        ...second.exits,
      ],
      empties: first.empties.flatMap((one) =>
        second.empties.map((other) => ({
          atStart: one.atStart || other.atStart,
          atEnd: one.atEnd || other.atEnd,
          mayFail: one.mayFail || other.mayFail,
        })),
      ),
    };
  }

  #link({ exits }: Part, { entries }: Part): void {
    this.#steps += exits.length * entries.length;
    if (this.#steps > MAX_STEPS) throw new UnprovenPattern();
    for (const { place, atEnd } of exits) {
      if (atEnd) continue;
      for (const entry of entries) if (!entry.atStart) this.next[place]?.push(entry.place);
    }
  }

  #repeated({ alternatives, min, max }: Quantifier, where: Surroundings): Part {
    const inner: Surroundings = { isFixed: where.isFixed && max <= 1 };
    const copy = (): Part => this.#choice(alternatives, inner);
    const isEndless = max > this.#longestCount;
    const required = Math.min(min, this.#longestCount);
    let part = NOTHING;
    // The last of the required copies may be the one that is repeated, if it can't match nothing.
    for (let count = 1; count <= required; count++) {
      const next = copy();
      // Each of the rounds that are left out would match nothing in as many ways.
      if (required < min && next.empties.length > 1) throw new UnprovenPattern();
      const isLast = isEndless && count === required && next.empties.length === 0;
      if (isLast) this.#link(next, next);
      part = this.#joined(part, next);
      if (isLast) return part;
    }
    return this.#joined(part, isEndless ? this.#star(copy()) : this.#upTo(copy, max - required));
  }

  #star(part: Part): Part {
    this.#link(part, part);
    return { ...part, empties: NOTHING.empties };
  }

  #upTo(copy: () => Part, count: number): Part {
    let part = NOTHING;
    // From the inside: (a(a(a)?)?)?
    for (let index = 0; index < count; index++) {
      // An engine gives up an optional round that matches nothing.
      part = { ...this.#joined(copy(), part), empties: NOTHING.empties };
    }
    return part;
  }
}

/** Whether something matches only texts up to a certain length. */
function isBounded(element: Element): boolean {
  switch (element.type) {
    case "CharacterClass":
    case "Assertion":
      return true;
    case "Unknown":
      return false;
    case "Alternation":
      return element.alternatives.every(({ elements }) => elements.every(isBounded));
    case "Quantifier":
      return (
        element.max <= MAX_BOUND &&
        element.alternatives.every(({ elements }) => elements.every(isBounded))
      );
  }
}

function isAnyCharacter(alternatives: readonly Concatenation[]): boolean {
  const [only] = alternatives;
  const [element] = only?.elements ?? [];
  return (
    alternatives.length === 1 &&
    only?.elements.length === 1 &&
    element?.type === "CharacterClass" &&
    element.characters.isAll
  );
}
