import { Disk } from "../disk/disk.ts";
import { type ConfigRun, runConfig } from "./run-config.ts";

// The process that `runConfigApart` starts: it runs one configuration and sends what came of it.
const [file = ""] = process.argv.slice(2);
const run = await runConfig(file, new Disk());
try {
  process.send?.(run);
} catch (error) {
  const failure = error instanceof Error ? error.message : String(error);
  process.send?.({ sources: run.sources, outcome: { failure } } satisfies ConfigRun);
}
