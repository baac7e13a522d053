import { Canary } from "./canary.ts";
import { AttackedGate } from "./attacked-gate.ts";
import { spoiledConnection } from "./spoiled-connection.ts";

/** How many connections are open at a time. */
const AT_A_TIME = 40;

/** What a gate may have taken for itself in the end, in bytes. */
const MAX_RSS_GROWTH = 96 * 1024 * 1024;

/** What is to be done. */
export interface FuzzOptions {
  readonly connections: number;
  readonly seed: number;
  /** The number of the first connection: with it a part of a run is repeated. */
  readonly from?: number;
  readonly signal?: AbortSignal;
}

/** What has come of it. */
export interface FuzzOutcome {
  /** How long the canaries' answers took, in milliseconds, shortest first. */
  readonly times: readonly number[];
  readonly rssGrowth: number;
  readonly heapGrowth: number;
}

/**
 * Opens connections to a gate that send spoiled exchanges, while two clients without fault are answered.
 *
 * @throws if one of them is not, if the gate's process ends or its log has faults, and if in the end
 *   connections, descriptors or memory are not given back. The message tells how to run it again.
 */
export async function fuzz(options: FuzzOptions): Promise<FuzzOutcome> {
  let begun = options.from ?? 0;
  const end = begun + options.connections;
  try {
    await using gate = await AttackedGate.start({ connectTimeoutMs: 5000 }, options.signal);
    const { tcp, ws } = gate.ports;
    await using canary = await Canary.start({ port: tcp });
    await using webCanary = await Canary.start({ port: ws, network: "ws" });
    const before = await gate.report({ collect: true });
    const { descriptors } = gate;
    const attack = async () => {
      while (begun < end) {
        await spoiledConnection(seedOf(options.seed, begun++), gate.ports);
        // Reports also empty the log.
        if (begun % 500 === 0) await gate.report();
      }
    };
    const attackers = Array.from({ length: AT_A_TIME }, attack);
    const canaries = [canary, webCanary];
    await Promise.race([Promise.all(attackers), ...canaries.map((each) => each.failed)]);
    await gate.isEmptyBut(2, descriptors);
    for (const each of canaries) await each.rest();
    const after = await gate.report({ collect: true });
    const rssGrowth = after.rss - before.rss;
    if (rssGrowth > MAX_RSS_GROWTH) throw new Error(`${rssGrowth} bytes of memory are kept`);
    const times = canaries.flatMap((each) => each.times).toSorted((a, b) => a - b);
    return { times, rssGrowth, heapGrowth: after.heapUsed - before.heapUsed };
  } catch (error) {
    const from = Math.max(options.from ?? 0, begun - 2 * AT_A_TIME);
    const again = `npm run fuzz -- --seed ${options.seed} --from ${from} --connections ${begun - from}`;
    throw new Error(`${String(error)}\nthe connections before it: ${again}`, { cause: error });
  }
}

/** Each connection has a seed of its own, whatever others do at the same time. */
function seedOf(seed: number, connection: number): number {
  return Math.imul(seed, 0x9e3779b1) + connection;
}
