// npm run bench [name…] [--rounds=5 …]: everything, or what is named. options.ts has the options.
import { freshBuild } from "../support/fresh-build.ts";
import { benchCodecs } from "./codecs/codecs.ts";
import { benchGate } from "./gate/gate.ts";
import { benchGenerator } from "./generator.ts";
import { benchLocalCalls } from "./local-calls.ts";
import { choose, readOptions, UsageError, type BenchOptions } from "./options.ts";
import { benchRpc } from "./rpc/rpc.ts";
import { benchValidation } from "./validation.ts";

const ROUNDS = 5;

interface Bench {
  readonly name: string;
  run(options: BenchOptions): Promise<void>;
}

const benches: readonly Bench[] = [
  { name: "local", run: ({ rounds = ROUNDS }) => benchLocalCalls(rounds) },
  { name: "gate", run: benchGate },
  { name: "generator", run: ({ rounds = ROUNDS }) => benchGenerator(rounds) },
  { name: "codecs", run: benchCodecs },
  { name: "rpc", run: benchRpc },
  { name: "validation", run: benchValidation },
];

try {
  const { names, options } = readOptions(process.argv.slice(2));
  const chosen = choose(benches, names.length > 0 ? names : undefined);
  // What is measured is what is shipped, or an older build would be.
  freshBuild();
  for (const bench of chosen) {
    await bench.run(options);
  }
} catch (error) {
  if (!(error instanceof UsageError)) throw error;
  console.error(error.message);
  process.exitCode = 2;
}
