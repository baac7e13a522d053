import type { Results } from "../results.ts";
import type { Spread } from "../rounds.ts";
import { BY_HAND } from "./contestants.ts";

/** What was asked of a contestant. */
export interface Cell {
  /** Of the body, as JSON. */
  readonly bytes: number;
  readonly inFlight: number;
}

/**
 * What comes out in one round: calls per second, milliseconds, and the time of all processors in microseconds
 * a call.
 */
export type Figure = "perSecond" | "p50" | "p99" | "caller" | "callee" | "broker";

export type CallResults = Results<Cell, Figure>;

/** Calls per second of `name`, divided by those of the better amqplib line of the same round. */
export function ratioByHand(results: CallResults, cell: Cell, name: string): Spread {
  return results.ratioToBest(cell, name, BY_HAND, "perSecond");
}
