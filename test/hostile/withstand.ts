import { AttackedGate } from "./attacked-gate.ts";
import type { Attack } from "./attacks.ts";
import { Canary } from "./canary.ts";

/** What a gate may take under attack, in bytes, beyond what it has before. */
const MAX_RSS_GROWTH = 128 * 1024 * 1024;

/** What has come of an attack. */
export interface Withstood {
  /** How long the canaries' answers took, in milliseconds, shortest first. */
  readonly times: readonly number[];
  /** The most memory that the gate took beyond what it had before, in bytes. */
  readonly peakGrowth: number;
}

/**
 * Attacks a gate, while two clients without fault are answered.
 *
 * @throws if one of them is not, if the gate ends other connections than it has to, or for other reasons, and
 *   if it takes too much memory or gives back no descriptors.
 */
export async function withstand(attack: Attack, signal?: AbortSignal): Promise<Withstood> {
  await using gate = await AttackedGate.start(attack.settings, signal);
  const { tcp, ws } = gate.ports;
  await using canary = await Canary.start({ port: tcp });
  await using webCanary = await Canary.start({ port: ws, network: "ws" });
  const canaries = [canary, webCanary];
  const before = await gate.report({ collect: true });
  const { descriptors } = gate;
  let peak = before.rss;
  let isOver = false;
  const watch = async () => {
    while (!isOver) {
      peak = Math.max(peak, (await gate.report()).rss);
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
  };
  const watching = watch();
  const attacked = attack.run(gate.ports).finally(() => (isOver = true));
  await Promise.race([Promise.all([attacked, watching]), ...canaries.map((each) => each.failed)]);
  await gate.isEmptyBut(2, descriptors);
  for (const each of canaries) await each.rest();
  const { closed } = await gate.report();
  const count = closed[attack.closedFor] ?? 0;
  if (count < attack.count) {
    const found = JSON.stringify(closed);
    throw new Error(`${attack.count} connections have to end for ${attack.closedFor}: ${found}`);
  }
  const peakGrowth = peak - before.rss;
  if (peakGrowth > MAX_RSS_GROWTH) throw new Error(`${peakGrowth} bytes of memory were taken`);
  const times = canaries.flatMap((each) => each.times).toSorted((a, b) => a - b);
  return { times, peakGrowth };
}
