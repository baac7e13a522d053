import { Results } from "../results.ts";
import { spreadText, twoDigits, whole } from "../rounds.ts";
import { cpuMs } from "../process-figures.ts";
import { tolerant } from "../tolerant.ts";
import type { Entry } from "./contestants.ts";
import { ServedClients } from "./served-clients.ts";

/** Broadcasts of which each begins when the one before has come to all. */
const ONE_BY_ONE = 20;
/** Broadcasts of which each begins when the one before was handed over. */
const IN_A_ROW = 50;

/** Milliseconds to the last client, deliveries a second, microseconds of the server's time a delivery. */
export type FanOutFigure = "toLast" | "perSecond" | "cpu";

export type FanOutResults = Results<FanOutCell, FanOutFigure>;

export interface FanOutCell {
  readonly clients: number;
}

/** One message of 100 bytes to all clients. Contestants take turns within each round. */
export async function measureFanOut(
  entries: readonly Entry[],
  clients: number,
  rounds: number,
): Promise<FanOutResults> {
  const results: FanOutResults = new Results();
  for (let round = 0; round < rounds; round++) {
    for (const entry of entries) {
      await tolerant(entry.name, async () => {
        await using served = await ServedClients.start(entry);
        await served.open(clients);
        await times(served, IN_A_ROW, clients); // to warm up
        const alone: number[] = [];
        for (let time = 0; time < ONE_BY_ONE; time++) alone.push(await times(served, 1, clients));
        const before = cpuMs(served.pid);
        const took = await times(served, IN_A_ROW, clients);
        const deliveries = IN_A_ROW * clients;
        results.add({ clients }, round, entry.name, {
          toLast: alone.toSorted((a, b) => a - b)[ONE_BY_ONE >> 1] ?? Number.NaN,
          perSecond: (deliveries * 1000) / took,
          cpu: ((cpuMs(served.pid) - before) * 1000) / deliveries,
        });
      });
    }
  }
  return results;
}

/** How long so many broadcasts take until the last one has come to the last client, in milliseconds. */
async function times(
  { server, clients }: ServedClients,
  count: number,
  clientCount: number,
): Promise<number> {
  const [came, begun] = await Promise.all([
    clients.ask("pushes", { count: count * clientCount }),
    server.ask("broadcast", { times: count }),
  ]);
  return came - begun;
}

/** @param baselineOf - Whom a contestant is compared with. */
export function printFanOut(
  results: FanOutResults,
  entries: readonly Entry[],
  cell: FanOutCell,
  baselineOf: (entry: Entry) => Entry | undefined,
): void {
  console.log(`\n### A broadcast of 100 bytes to ${cell.clients} clients\n`);
  console.log(
    `| | until the last has it, ms [min, max] | ${IN_A_ROW} in a row, deliveries/s [min, max] ` +
      "| ratio to aedes [min, max] | CPU a delivery, µs |",
  );
  console.log("|---|---:|---:|---:|---:|");
  for (const entry of entries) {
    const { name } = entry;
    const baseline = baselineOf(entry)?.name ?? name;
    const columns = [
      `${entry.title}, ${entry.network}`,
      spreadText(results.figure(cell, name, "toLast"), twoDigits),
      spreadText(results.figure(cell, name, "perSecond"), whole),
      spreadText(results.ratio(cell, name, baseline, "perSecond"), twoDigits),
      results.figure(cell, name, "cpu").median.toFixed(1),
    ];
    console.log(`| ${columns.join(" | ")} |`);
  }
}
