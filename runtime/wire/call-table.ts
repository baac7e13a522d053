import type { CallIndex } from "./open-calls.ts";
import { RemoteCall } from "./remote-call.ts";
import type { CallParts } from "./request-message.ts";

/** More calls than can ever wait at a time: a number's lower part names the place in the table. */
const PLACES = 2 ** 20;
/** After so many calls at one place its numbers begin again: no reply is that late. */
const TURNS = 2 ** 16;

/** A call of the native wire. */
export class NumberedCall extends RemoteCall implements CallParts {
  /** Another one each time that it is sent: a late answer to a former sending settles nothing. */
  number = 0;
}

/**
 * Calls, found by their numbers. Places are used again and again: a `Map` whose keys
 * come and go is built anew all the time, and each table that it leaves behind keeps the calls alive that
 * were in it, until the next large garbage collection (a third of what a call cost).
 */
export class CallTable implements CallIndex<NumberedCall> {
  readonly #calls: (NumberedCall | undefined)[] = [];
  readonly #turns: number[] = [];
  readonly #free: number[] = [];

  add(call: NumberedCall): void {
    const place = this.#free.pop() ?? this.#calls.length;
    const turn = ((this.#turns[place] ?? 0) % TURNS) + 1;
    this.#turns[place] = turn;
    this.#calls[place] = call;
    call.number = turn * PLACES + place;
  }

  get(number: number): NumberedCall | undefined {
    const call = this.#calls[number % PLACES];
    return call?.number === number ? call : undefined;
  }

  remove(call: NumberedCall): void {
    if (this.get(call.number) !== call) return;
    const place = call.number % PLACES;
    this.#calls[place] = undefined;
    this.#free.push(place);
  }

  *[Symbol.iterator](): Iterator<NumberedCall> {
    for (const call of this.#calls) if (call !== undefined) yield call;
  }
}
