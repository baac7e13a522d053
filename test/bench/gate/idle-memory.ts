import { spread, type Spread } from "../rounds.ts";
import { tolerant } from "../tolerant.ts";
import type { Entry } from "./contestants.ts";
import { ServedClients } from "./served-clients.ts";

/** Connections that are there before anything is measured: then code is compiled, and tables and heap have grown. */
const BEFORE = 1000;

/** What a connection costs that does nothing, in KiB. */
export interface IdleCost {
  readonly resident: Spread;
  /** Of it, objects of JavaScript. */
  readonly heap: Spread;
}

/**
 * What connections cost that have said CONNECT and do nothing: how much the process grows in memory (RSS,
 * after garbage collections) by `count` more than a thousand, divided by `count`.
 */
export async function measureIdle(
  entries: readonly Entry[],
  count: number,
  rounds: number,
): Promise<Map<string, IdleCost>> {
  const figures = new Map(
    entries.map(({ name }) => [name, { resident: [] as number[], heap: [] as number[] }]),
  );
  for (let round = 0; round < rounds; round++) {
    for (const entry of entries) {
      await tolerant(entry.name, async () => {
        await using served = await ServedClients.start(entry);
        await served.open(BEFORE);
        const before = await served.memory();
        await served.open(count);
        const after = await served.memory();
        const each = figures.get(entry.name);
        each?.resident.push((after.rss - before.rss) / count / 1024);
        each?.heap.push((after.heapUsed - before.heapUsed) / count / 1024);
      });
    }
  }
  return new Map(
    [...figures].map(([name, { resident, heap }]) => {
      return [name, { resident: spread(resident), heap: spread(heap) }];
    }),
  );
}

/** How much a server has grown, in MB, while connections came and went. */
export interface ChurnGrowth {
  readonly rss: number;
  readonly heap: number;
}

/** @param from - Connections after which the memory is looked at for the first time. */
export async function measureChurn(entry: Entry, from: number, to: number): Promise<ChurnGrowth> {
  await using served = await ServedClients.start(entry);
  await served.churn(from);
  const before = await served.memory();
  await served.churn(to - from);
  const after = await served.memory();
  const megabytes = (bytes: number): number => bytes / 2 ** 20;
  return {
    rss: megabytes(after.rss - before.rss),
    heap: megabytes(after.heapUsed - before.heapUsed),
  };
}
