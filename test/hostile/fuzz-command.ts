// npm run fuzz -- --connections 10000 --seed 1 [--from 0]: spoiled connections to a gate, two clients without
// fault beside them. Exits with 1, and says how to run it again, if the gate did anything wrong.
import { parseArgs } from "node:util";
import { fuzz } from "./fuzz.ts";
import { percentile } from "./percentile.ts";

const option = (standard: string) => ({ type: "string", default: standard }) as const;
const { values } = parseArgs({
  options: { connections: option("10000"), seed: option("1"), from: option("0") },
});
const number = (name: keyof typeof values): number => {
  const given = Number(values[name]);
  if (Number.isSafeInteger(given) && given >= 0) return given;
  console.error(`--${name} has to be a whole number, and is ${values[name]}`);
  process.exit(2);
};
const [connections, seed, from] = [number("connections"), number("seed"), number("from")];

const started = performance.now();
try {
  const { times, rssGrowth, heapGrowth } = await fuzz({ connections, seed, from });
  const [p50, p99] = [percentile(times, 0.5), percentile(times, 0.99)];
  const megabytes = (bytes: number) => `${(bytes / 1024 / 1024).toFixed(1)} MiB`;
  const seconds = ((performance.now() - started) / 1000).toFixed(1);
  console.log(`${connections} spoiled connections with seed ${seed} in ${seconds} s`);
  console.log(`canaries: ${times.length} right answers, p50 ${p50}, p99 ${p99}`);
  console.log(`memory: ${megabytes(rssGrowth)} more, ${megabytes(heapGrowth)} of it heap`);
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
}
