// One side of a contestant: <caller|callee> <contestant> <the broker's URI>. Takes orders from its parent.
import { choose } from "../options.ts";
import { entries } from "./contestants.ts";
import { calls, load, notes } from "./load.ts";
import { obey, type Obedience } from "../party.ts";
import type { Memory, Orders } from "./orders.ts";

const [role = "", name = "", uri = ""] = process.argv.slice(2);

/** Counts notes, and tells whoever waits for a number of them. */
class Notes {
  #count = 0;
  #wanted = Number.POSITIVE_INFINITY;
  #resolve: ((answer: true) => void) | undefined;

  readonly came = (): void => {
    if (++this.#count >= this.#wanted) this.#tell();
  };

  heard(count: number): Promise<true> {
    return new Promise((resolve) => {
      this.#wanted = count;
      this.#resolve = resolve;
      if (this.#count >= count) this.#tell();
    });
  }

  #tell(): void {
    this.#count -= this.#wanted;
    this.#wanted = Number.POSITIVE_INFINITY;
    this.#resolve?.(true);
  }
}

async function callee(): Promise<Obedience<Orders>> {
  const counted = new Notes();
  await (await contestant()).serve(uri, counted.came);
  return { heard: ({ count }) => counted.heard(count), memory };
}

async function caller(): Promise<Obedience<Orders>> {
  const client = await (await contestant()).connect(uri);
  return {
    load: (order) => load((body) => client.call(body), order),
    calls: (order) => calls((body) => client.call(body), order),
    notes: (order) => notes(client.note, order),
    memory,
  };
}

async function contestant() {
  const [entry] = choose(entries, [name]);
  if (entry === undefined) throw new Error("no contestant");
  return entry.load();
}

function memory(): Memory {
  globalThis.gc?.();
  return process.memoryUsage();
}

obey<Orders>(await (role === "caller" ? caller() : callee()));
