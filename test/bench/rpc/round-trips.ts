import type { RabbitmqNode } from "../../support/rabbitmq-node.ts";
import { spreadText, twoDigits, whole } from "../rounds.ts";
import type { Entry } from "./contestants.ts";
import { cpuMs } from "../process-figures.ts";
import { Pair } from "./pair.ts";
import { tolerant } from "../tolerant.ts";
import { Results } from "../results.ts";
import { ratioByHand, type CallResults, type Cell, type Figure } from "./call-results.ts";

/** Before each measurement, in seconds. */
export const WARM_UP = 1;
/** What a new pair of processes does first: then it compiles nothing any more where one call waits at a time. */
const FIRST = { bytes: 100, inFlight: 64, seconds: WARM_UP };

/** How calls are measured. */
export interface RoundTripOptions {
  readonly entries: readonly Entry[];
  readonly cells: readonly Cell[];
  readonly rounds: number;
  readonly seconds: number;
}

/**
 * Calls between two processes. In each round all contestants are started anew, and take turns from cell to
 * cell; those whose turn it is not have nothing to do.
 */
export async function measureRoundTrips(
  broker: RabbitmqNode,
  { entries, cells, rounds, seconds }: RoundTripOptions,
): Promise<CallResults> {
  const results: CallResults = new Results();
  for (let round = 0; round < rounds; round++) {
    const pairs = new Map<string, Pair>();
    try {
      for (const { name } of entries) {
        await tolerant(name, async () => {
          const pair = await Pair.start(name, broker.uri);
          pairs.set(name, pair);
          await pair.caller.ask("load", FIRST, FIRST.seconds);
        });
      }
      for (const cell of cells) {
        for (const [name, pair] of pairs) {
          await tolerant(name, async () => {
            results.add(cell, round, name, await measure(pair, broker, cell, seconds));
          });
        }
      }
    } finally {
      for (const pair of pairs.values()) await pair[Symbol.asyncDispose]();
    }
  }
  return results;
}

/** One table per cell. */
export function printRoundTrips(
  results: CallResults,
  { entries, cells }: Pick<RoundTripOptions, "entries" | "cells">,
): void {
  for (const cell of cells) {
    console.log(`\n### Calls between two processes, ${cell.bytes} B, ${cell.inFlight} in flight\n`);
    console.log(
      "| | req/s [min, max] | p50, ms | p99, ms | CPU a call, µs: caller, callee, broker " +
        "| ratio to the better amqplib |",
    );
    console.log("|---|---:|---:|---:|---:|---:|");
    for (const { name, title } of entries) {
      const figure = (of: Figure, format: (value: number) => string): string =>
        spreadText(results.figure(cell, name, of), format);
      const cpu = (["caller", "callee", "broker"] as const).map((of) =>
        numberText(results.figure(cell, name, of).median),
      );
      const ratio = spreadText(ratioByHand(results, cell, name), twoDigits);
      const columns = [
        title,
        figure("perSecond", whole),
        figure("p50", twoDigits),
        figure("p99", twoDigits),
        cpu.join(", "),
        ratio,
      ];
      console.log(`| ${columns.join(" | ")} |`);
    }
  }
}

async function measure(
  { caller, callee }: Pair,
  broker: RabbitmqNode,
  cell: Cell,
  seconds: number,
): Promise<Record<Figure, number>> {
  await caller.ask("load", { ...cell, seconds: WARM_UP }, WARM_UP);
  const cpu = (): number[] => [caller.pid, callee.pid, broker.pid].map(cpuMs);
  const before = cpu();
  const { perSecond, p50, p99, calls } = await caller.ask("load", { ...cell, seconds }, seconds);
  const [atCaller, atCallee, atBroker] = cpu().map(
    (ms, index) => ((ms - (before[index] ?? Number.NaN)) * 1000) / calls,
  ) as [number, number, number]; // as many as there are pids
  return { perSecond, p50, p99, caller: atCaller, callee: atCallee, broker: atBroker };
}

function numberText(value: number): string {
  return Number.isNaN(value) ? "–" : value.toFixed(1);
}
