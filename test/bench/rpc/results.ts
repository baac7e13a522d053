import { spread, type Spread } from "../rounds.ts";
import { BY_HAND } from "./contestants.ts";

/** What was asked of a contestant. */
export interface Cell {
  /** Of the body, as JSON. */
  readonly bytes: number;
  readonly inFlight: number;
}

/** What came out in one round. */
export interface Measured {
  readonly perSecond: number;
  /** Milliseconds. */
  readonly p50: number;
  readonly p99: number;
  /** Of all processors, microseconds a call. */
  readonly caller: number;
  readonly callee: number;
  readonly broker: number;
}

/** What was measured, by cell, round and contestant. A contestant that failed is missing. */
export class Results {
  readonly #rounds = new Map<string, Map<string, Measured>[]>();

  add(cell: Cell, round: number, name: string, measured: Measured): void {
    const key = keyOf(cell);
    const rounds = this.#rounds.get(key) ?? [];
    this.#rounds.set(key, rounds);
    (rounds[round] ??= new Map()).set(name, measured);
  }

  /** One of the figures of a contestant. */
  figure(cell: Cell, name: string, of: keyof Measured): Spread {
    return spread(this.#values(cell, (round) => round.get(name)?.[of]));
  }

  /** One of the figures of `name`, divided by that of `other` in the same round. */
  ratio(cell: Cell, name: string, other: string, of: keyof Measured = "perSecond"): Spread {
    return spread(
      this.#values(cell, (round) => quotient(round.get(name)?.[of], round.get(other)?.[of])),
    );
  }

  /** Calls per second of `name`, divided by those of the better amqplib line of the same round. */
  ratioByHand(cell: Cell, name: string): Spread {
    return spread(
      this.#values(cell, (round) => {
        const byHand = BY_HAND.map((each) => round.get(each)?.perSecond ?? 0);
        return quotient(round.get(name)?.perSecond, Math.max(...byHand));
      }),
    );
  }

  #values(
    cell: Cell,
    of: (round: ReadonlyMap<string, Measured>) => number | undefined,
  ): readonly number[] {
    const rounds = this.#rounds.get(keyOf(cell)) ?? [];
    return rounds.map(of).filter((value) => value !== undefined);
  }
}

function keyOf({ bytes, inFlight }: Cell): string {
  return `${bytes} ${inFlight}`;
}

function quotient(own: number | undefined, other: number | undefined): number | undefined {
  return own === undefined || other === undefined || other === 0 ? undefined : own / other;
}
