import { spread, type Spread } from "./rounds.ts";

/**
 * What was measured, by cell (what was asked of the contestants), round and contestant. A contestant that
 * failed is missing.
 */
export class Results<Cell extends object, Figure extends string> {
  readonly #rounds = new Map<string, Map<string, Readonly<Record<Figure, number>>>[]>();

  add(cell: Cell, round: number, name: string, measured: Readonly<Record<Figure, number>>): void {
    const key = JSON.stringify(cell);
    const rounds = this.#rounds.get(key) ?? [];
    this.#rounds.set(key, rounds);
    (rounds[round] ??= new Map()).set(name, measured);
  }

  /** One of the figures of a contestant. */
  figure(cell: Cell, name: string, of: Figure): Spread {
    return this.#spread(cell, (figureOf) => figureOf(name, of));
  }

  /** One of the figures of `name`, divided by that of `other` in the same round. */
  ratio(cell: Cell, name: string, other: string, of: Figure): Spread {
    return this.#spread(cell, (figureOf) => quotient(figureOf(name, of), figureOf(other, of)));
  }

  /** One of the figures of `name`, divided by the largest of `others` in the same round. */
  ratioToBest(cell: Cell, name: string, others: readonly string[], of: Figure): Spread {
    return this.#spread(cell, (figureOf) => {
      const best = Math.max(...others.map((other) => figureOf(other, of) ?? 0));
      return quotient(figureOf(name, of), best);
    });
  }

  #spread(
    cell: Cell,
    value: (figureOf: (name: string, of: Figure) => number | undefined) => number | undefined,
  ): Spread {
    const rounds = this.#rounds.get(JSON.stringify(cell)) ?? [];
    const values = rounds.map((round) => value((name, of) => round.get(name)?.[of]));
    return spread(values.filter((each) => each !== undefined));
  }
}

function quotient(own: number | undefined, other: number | undefined): number | undefined {
  return own === undefined || other === undefined || other === 0 ? undefined : own / other;
}
