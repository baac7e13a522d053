import type { RemoteCall } from "./remote-call.ts";

/** More calls than can ever wait at a time: a number's lower part names the place in the table. */
const PLACES = 2 ** 20;
/** After so many calls at one place its numbers begin again: no reply is that late. */
const TURNS = 2 ** 16;

/**
 * The calls that are not settled, found by their numbers. Places are used again and again: a `Map` whose keys
 * come and go is built anew all the time, and each table that it leaves behind keeps the calls alive that
 * were in it, until the next large garbage collection (a third of what a call cost).
 */
export class CallTable implements Iterable<RemoteCall> {
  readonly #calls: (RemoteCall | undefined)[] = [];
  readonly #turns: number[] = [];
  readonly #free: number[] = [];

  /** Gives a call a number that no other has, or had lately. */
  add(call: RemoteCall): void {
    const place = this.#free.pop() ?? this.#calls.length;
    const turn = ((this.#turns[place] ?? 0) % TURNS) + 1;
    this.#turns[place] = turn;
    this.#calls[place] = call;
    call.number = turn * PLACES + place;
  }

  get(number: number): RemoteCall | undefined {
    const call = this.#calls[number % PLACES];
    return call?.number === number ? call : undefined;
  }

  /** Forgets a call; twice is fine. */
  remove(call: RemoteCall): void {
    if (this.get(call.number) !== call) return;
    const place = call.number % PLACES;
    this.#calls[place] = undefined;
    this.#free.push(place);
  }

  *[Symbol.iterator](): Iterator<RemoteCall> {
    for (const call of this.#calls) if (call !== undefined) yield call;
  }
}
