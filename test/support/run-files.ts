import { pathToFileURL } from "node:url";

/** How the tests of one file went. */
export interface FileOutcome {
  total: number;
  passed: number;
  skipped: number;
  seconds: number;
}

/** Runs one suite, and tells it: what was wrong, or `true`, and how many tests there were. */
type RunSuite = () => Promise<
  [errors: string | true, passed: number, skipped: number, total: number]
>;

// How uvu and its own command speak: by these, suites wait for somebody to run them.
declare global {
  var UVU_DEFER: 1 | undefined;
  var UVU_QUEUE: RunSuite[][] | undefined;
}

/** How long a process may go on after its last test, in milliseconds, before something counts as left open. */
const END_TIMEOUT_MS = 30_000;

/** Runs the files that the parent names, `[name, path]` each, until `"end"`, and tells it how each one went. */
function serveParent(): void {
  globalThis.UVU_DEFER = 1;
  process.on("message", (file: [name: string, path: string] | "end") => {
    // From the parent's side Node would not emit "close", and at once it would fail.
    if (file === "end") setImmediate(() => process.disconnect());
    else void run(...file).then((outcome) => process.send?.(outcome));
  });
  process.on("disconnect", () => {
    setTimeout(() => {
      console.log(`left open by a test: ${process.getActiveResourcesInfo().join(", ")}`);
      process.exit(1);
    }, END_TIMEOUT_MS).unref();
  });
  // Nothing is left to do. Node would now take down what the tests left behind, and wait for each part of it: in
  // 20.20 that has been for ever, in a busy loop of `Environment::CleanupHandles`, after all tests had passed.
  process.on("beforeExit", () => process.exit());
}

async function run(name: string, path: string): Promise<FileOutcome> {
  const suites: RunSuite[] = [];
  globalThis.UVU_QUEUE = [suites];
  const outcome = { total: 0, passed: 0, skipped: 0, seconds: 0 };
  const start = performance.now();
  console.log(name);
  try {
    await import(pathToFileURL(path).href);
    for (const runSuite of suites) {
      const [errors, passed, skipped, total] = await runSuite();
      if (errors !== true) console.log(`\n${errors}`);
      outcome.total += total;
      outcome.passed += passed;
      outcome.skipped += skipped;
    }
  } catch (error) {
    // It can't even be loaded.
    console.log(error);
    outcome.total += 1;
  }
  outcome.seconds = (performance.now() - start) / 1000;
  return outcome;
}

serveParent();
