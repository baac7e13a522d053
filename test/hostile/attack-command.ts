// npm run attack [-- part of a name…]: attacks a gate in all ways, or in those that are named, and tells how
// long two clients without fault waited for their answers, and what memory the gate took. Exits with 1 if the
// gate did not withstand.
import { ATTACKS } from "./attacks.ts";
import { percentile } from "./percentile.ts";
import { withstand } from "./withstand.ts";

const wanted = process.argv.slice(2);
for (const attack of ATTACKS) {
  if (wanted.length > 0 && !wanted.some((part) => attack.name.includes(part))) continue;
  try {
    const { times, peakGrowth } = await withstand(attack);
    const [p50, p99] = [percentile(times, 0.5), percentile(times, 0.99)];
    const memory = `${(peakGrowth / 1024 / 1024).toFixed(1)} MiB`;
    console.log(`${attack.name}: ${times.length} answers, p50 ${p50}, p99 ${p99}, ${memory} more`);
  } catch (error) {
    console.error(`${attack.name}: ${error instanceof Error ? error.message : String(error)}`);
    process.exitCode = 1;
  }
}
