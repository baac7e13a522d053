import type { BenchOptions } from "./options.ts";
import { interleave, spreadText, twoDigits, whole } from "./rounds.ts";
import { runWorker } from "./worker.ts";

const CONTESTANTS = ["JSON.parse", "generated", "zod by hand"];

/**
 * What it costs to check a session and a body of about 100 bytes as the runtime does, beside the body alone
 * by a zod schema that somebody wrote, and beside parsing the body's JSON.
 */
export async function benchValidation({ rounds = 5, seconds = 0.5 }: BenchOptions): Promise<void> {
  const contestants = CONTESTANTS.map((name) => ({
    name,
    measure: async () => Number(await runWorker("validation-worker.ts", [name, String(seconds)])),
  }));
  const standings = await interleave(contestants, rounds);
  console.log("\n### Checking a body of 100 bytes\n");
  console.log("| | ns [min, max] | time to JSON.parse [min, max] |");
  console.log("|---|---:|---:|");
  for (const { name, rate, ratio } of standings) {
    const ns = { median: 1e9 / rate.median, min: 1e9 / rate.max, max: 1e9 / rate.min };
    const time = { median: 1 / ratio.median, min: 1 / ratio.max, max: 1 / ratio.min };
    console.log(`| ${name} | ${spreadText(ns, whole)} | ${spreadText(time, twoDigits)} |`);
  }
}
