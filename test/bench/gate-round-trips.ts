import { once } from "node:events";
import { interleave, printStandings, spread } from "./rounds.ts";
import { runWorker, startWorker } from "./worker.ts";

const SECONDS = "2";

/** What the clients of one run saw; printed by gate-load.ts. */
interface Load {
  perSecond: number;
  p99: number;
}

/** Requests and replies at the gate with an echo handler, beside a bare `net` and mqtt-packet echo. */
export async function benchGateRoundTrips(rounds: number): Promise<void> {
  for (const clients of [1, 100, 1000]) {
    const latencies = new Map<string, number[]>();
    const contestants = [
      { name: "net + mqtt-packet echo", file: "raw-mqtt-server.ts" },
      { name: "gate", file: "gate-server.ts" },
    ].map(({ name, file }) => ({
      name,
      measure: async () => {
        const { perSecond, p99 } = await measure(file, clients);
        latencies.set(name, [...(latencies.get(name) ?? []), p99]);
        return perSecond;
      },
    }));
    const standings = await interleave(contestants, rounds);
    printStandings(`Gate round trips, ${clients} clients, one in flight each`, standings, "req/s");
    for (const [name, values] of latencies) {
      const { median, min, max } = spread(values);
      console.log(`p99 of ${name}: ${median.toFixed(2)} ms [${min.toFixed(2)}, ${max.toFixed(2)}]`);
    }
  }
}

async function measure(file: string, clients: number): Promise<Load> {
  const server = startWorker(file);
  if (server.stdout === null) throw new Error("the server's output is a pipe");
  try {
    const [port] = (await once(server.stdout, "data")) as [Buffer];
    const args = [String(port).trim(), String(clients), SECONDS];
    return JSON.parse(await runWorker("gate-load.ts", args)) as Load; // what gate-load.ts prints
  } finally {
    server.kill();
  }
}
