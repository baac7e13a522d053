import { availableParallelism } from "node:os";
import { RabbitmqNode } from "../../support/rabbitmq-node.ts";
import { choose, type BenchOptions } from "../options.ts";
import { installPeers } from "../peers.ts";
import { entries } from "./contestants.ts";
import { benchMemory } from "./memory.ts";
import { benchOneWay } from "./one-way.ts";
import { measureRoundTrips, printRoundTrips, WARM_UP } from "./round-trips.ts";
import { printTargets, type Target } from "../targets.ts";
import { callTargets, memoryTargets, oneWayTarget } from "./targets.ts";
import { tolerant } from "../tolerant.ts";

const PARTS = [{ name: "calls" }, { name: "one-way" }, { name: "memory" }];

/**
 * Calls between processes over a broker of this benchmark's own, beside what others make of RabbitMQ; and
 * whether ours is as fast as it has to be.
 */
export async function benchRpc({
  rounds = 3,
  seconds = 2,
  bodies = [100, 4096],
  inFlight = [1, 64, 512],
  calls = 1_000_000,
  only,
  parts,
}: BenchOptions): Promise<void> {
  const chosen = choose(entries, only);
  const isWanted = new Set(choose(PARTS, parts).map(({ name }) => name));
  if (chosen.some(({ isPeer }) => isPeer)) installPeers();
  await using broker = await RabbitmqNode.start();
  const version = await broker.evaluate("list_to_binary(rabbit_misc:version())");
  console.log(
    `\nNode ${process.version}, RabbitMQ ${String(version)}, ${availableParallelism()} processors for all ` +
      `processes. Rounds: ${rounds}, with ${seconds} s for each figure after ${WARM_UP} s to warm up. ` +
      "The body is { id, name, text } with one long text; its size is that of its JSON.",
  );
  const targets: Target[] = [];
  const part = async (name: string, work: () => Promise<void>): Promise<void> => {
    if (isWanted.has(name)) await tolerant(name, work);
  };
  await part("calls", async () => {
    const cells = bodies.flatMap((bytes) => inFlight.map((count) => ({ bytes, inFlight: count })));
    const options = { entries: chosen, cells, rounds, seconds };
    const results = await measureRoundTrips(broker, options);
    printRoundTrips(results, options);
    targets.push(...callTargets(results));
  });
  await part("one-way", async () => {
    targets.push(oneWayTarget(await benchOneWay(broker.uri, rounds, seconds)));
  });
  await part("memory", async () => {
    targets.push(...memoryTargets(await benchMemory(broker.uri, calls)));
  });
  printTargets(targets);
}
