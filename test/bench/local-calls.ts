import { installPeers } from "./peers.ts";
import { interleave, printStandings } from "./rounds.ts";
import { runWorker } from "./worker.ts";

const CONTESTANTS = [
  "moleculer sync",
  "moleculer sync, copies and time limits",
  "moleculer async",
  "mqant sync",
  "mqant async",
  "mqant async, no schemas",
  "plain async",
];

/** Calls within one process, a small object there and back, validated at the callee. */
export async function benchLocalCalls(rounds: number): Promise<void> {
  installPeers();
  for (const inFlight of [1, 64]) {
    const standings = await interleave(
      CONTESTANTS.map((name) => ({
        name,
        measure: async () => {
          return Number(await runWorker("local-calls-worker.ts", [name, String(inFlight)]));
        },
      })),
      rounds,
    );
    printStandings(`Local calls, ${inFlight} in flight`, standings, "calls/s");
  }
}
