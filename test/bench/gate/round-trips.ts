import { cpuMs } from "../process-figures.ts";
import { Results } from "../results.ts";
import { spreadText, twoDigits, whole } from "../rounds.ts";
import { tolerant } from "../tolerant.ts";
import type { Entry } from "./contestants.ts";
import { ServedClients } from "./served-clients.ts";

/**
 * What a new server does first: then it compiles nothing any more where one client waits at a time, and what has
 * run for days is what is measured. After 1.5 s ours still takes some percent more than after 5.
 */
const FIRST = { clients: 100, seconds: 5 };
/** Before each measurement, in seconds. */
const WARM_UP = 0.4;

/** What was asked of a contestant. */
export interface Cell {
  readonly clients: number;
}

/**
 * What comes out in one round: requests per second, milliseconds, the server's memory with its clients in MB,
 * and the time of all processors in microseconds a request.
 */
export type Figure = "perSecond" | "p50" | "p99" | "memory" | "cpu" | "otherCpu";

export type RoundTripResults = Results<Cell, Figure>;

/** How round trips are measured. */
export interface RoundTripOptions {
  readonly entries: readonly Entry[];
  readonly counts: readonly number[];
  readonly rounds: number;
  readonly seconds: number;
}

/** What servers need besides themselves, while a round lasts. */
export interface Surroundings {
  /** Of the broker. */
  readonly uri: string;
  /** Starts what a contestant calls; gives the processes whose time is `otherCpu`. */
  startOthers(entry: Entry): Promise<{ pids: readonly number[] } & AsyncDisposable>;
}

/**
 * Requests and replies, one in flight per client. In each round all contestants are started anew, and take
 * turns from number to number of clients, every other round in reverse: who comes later does better by some
 * percent. Those whose turn it is not have no clients.
 */
export async function measureRoundTrips(
  { entries, counts, rounds, seconds }: RoundTripOptions,
  surroundings?: Surroundings,
): Promise<RoundTripResults> {
  const results: RoundTripResults = new Results();
  for (let round = 0; round < rounds; round++) {
    const running: AsyncDisposable[] = [];
    const started: { name: string; served: ServedClients; others: readonly number[] }[] = [];
    try {
      for (const entry of entries) {
        await tolerant(entry.name, async () => {
          const others = await surroundings?.startOthers(entry);
          if (others !== undefined) running.push(others);
          const served = await ServedClients.start(entry, surroundings?.uri);
          running.push(served);
          await served.open(FIRST.clients);
          await served.clients.ask("load", FIRST, FIRST.seconds);
          await served.close();
          started.push({ name: entry.name, served, others: others?.pids ?? [] });
        });
      }
      for (const clients of counts) {
        for (const { name, served, others } of round % 2 === 0 ? started : started.toReversed()) {
          await tolerant(name, async () => {
            results.add({ clients }, round, name, await measure(served, others, clients, seconds));
          });
        }
      }
    } finally {
      for (const each of running.toReversed()) await each[Symbol.asyncDispose]();
    }
  }
  return results;
}

async function measure(
  served: ServedClients,
  others: readonly number[],
  clients: number,
  seconds: number,
): Promise<Record<Figure, number>> {
  await served.open(clients);
  await served.clients.ask("load", { seconds: WARM_UP }, WARM_UP);
  const before = [served.pid, ...others].map(cpuMs);
  const load = await served.clients.ask("load", { seconds }, seconds);
  const { perSecond, p50, p99, requests } = load;
  const spent = [served.pid, ...others].map(cpuMs).map((ms, at) => ms - (before[at] ?? Number.NaN));
  const [cpu = Number.NaN, ...rest] = spent.map((ms) => (ms * 1000) / requests);
  const { rss } = await served.memory();
  await served.close();
  const otherCpu = rest.length === 0 ? Number.NaN : rest.reduce((sum, each) => sum + each);
  return { perSecond, p50, p99, cpu, otherCpu, memory: rss / 2 ** 20 };
}

/** Whom a contestant is compared with. */
export type BaselineOf = (entry: Entry) => Entry | undefined;

/** One table per number of clients. */
export function printRoundTrips(
  title: string,
  results: RoundTripResults,
  { entries, counts }: Pick<RoundTripOptions, "entries" | "counts">,
  baselineOf: BaselineOf,
): void {
  for (const clients of counts) {
    console.log(`\n### ${title}, ${clients} clients, one request in flight each\n`);
    console.log(
      "| | req/s [min, max] | ratio [min, max] | p50, ms | p99, ms [min, max] " +
        "| CPU a request, µs: server, others | memory, MB |",
    );
    console.log("|---|---:|---:|---:|---:|---:|---:|");
    for (const entry of entries) {
      const { name } = entry;
      const cell = { clients };
      const figure = (of: Figure, format: (value: number) => string): string =>
        spreadText(results.figure(cell, name, of), format);
      const median = (of: Figure, digits: number): string => {
        const value = results.figure(cell, name, of).median;
        return Number.isNaN(value) ? "–" : value.toFixed(digits);
      };
      const baseline = baselineOf(entry)?.name ?? name;
      const columns = [
        `${entry.title}, ${entry.network}`,
        figure("perSecond", whole),
        spreadText(results.ratio(cell, name, baseline, "perSecond"), twoDigits),
        median("p50", 2),
        figure("p99", twoDigits),
        `${median("cpu", 1)}, ${median("otherCpu", 1)}`,
        median("memory", 0),
      ];
      console.log(`| ${columns.join(" | ")} |`);
    }
  }
}
