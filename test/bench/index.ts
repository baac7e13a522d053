// npm run bench [name…] [--rounds=5]: everything, or what is named.
import { parseArgs } from "node:util";
import { benchGateRoundTrips } from "./gate-round-trips.ts";
import { benchGenerator } from "./generator.ts";
import { benchLocalCalls } from "./local-calls.ts";

const benches: Record<string, (rounds: number) => Promise<void>> = {
  local: benchLocalCalls,
  gate: benchGateRoundTrips,
  generator: benchGenerator,
};

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { rounds: { type: "string", default: "5" } },
});
const rounds = Number(values.rounds);
for (const name of positionals.length > 0 ? positionals : Object.keys(benches)) {
  const bench = benches[name];
  if (bench === undefined) {
    console.error(`no benchmark "${name}"; there are ${Object.keys(benches).join(", ")}`);
    process.exit(2);
  }
  await bench(rounds);
}
