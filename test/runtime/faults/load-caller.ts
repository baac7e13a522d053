// The caller of the fault suite, a process of its own. Settings come as the first argument, JSON; on
// standard input: `go` begins the load, `burst <n>` makes so many calls at once, `halt` ends the load and
// waits until every call has settled or is hung, `report` prints what happened so far as one line.
import { createInterface } from "node:readline";
import { BaseModule, createApp, parseConfig, RpcError } from "mqant";
import { MemoryLog } from "../../support/memory-log.ts";
import {
  loadConfigText,
  TOLERANCE_MS,
  type CallerReport,
  type LoadSettings,
} from "./load-report.ts";

const TICK_MS = 10;

const settings = JSON.parse(process.argv[2] ?? "{}") as LoadSettings; // the fault stage's own
const { timeoutMs, callsPerTick, waitForReady, closeTimeoutMs } = settings;

class Caller extends BaseModule {
  override getType(): string {
    return "Caller";
  }
}

const caller = new Caller();
const failed: Record<string, number> = {};
const samples: Record<string, string> = {};
const unrun: number[] = [];
const inFlight = new Set<number>();
let lastId = settings.firstId;
let right = 0;
let late = 0;
let wrong = 0;

async function call(): Promise<void> {
  const id = ++lastId;
  inFlight.add(id);
  const begun = performance.now();
  try {
    const args = [id, Date.now() + timeoutMs];
    const result = await caller.invoke("Load", "work", args, { timeoutMs, waitForReady });
    if (result === `done ${id}`) right++;
    else wrong++;
  } catch (error) {
    if (error instanceof RpcError) {
      failed[error.code] = (failed[error.code] ?? 0) + 1;
      samples[error.code] ??= error.message;
      if (!error.maybeExecuted) unrun.push(id);
    } else wrong++;
  }
  inFlight.delete(id);
  if (performance.now() - begun > timeoutMs + TOLERANCE_MS) late++;
}

let ticking: NodeJS.Timeout | undefined;
let isHalted = false;

const commands: Record<string, (argument: number) => void | Promise<void>> = {
  go: () => {
    ticking = setInterval(() => {
      for (let n = 0; n < callsPerTick; n++) void call();
    }, TICK_MS);
  },
  burst: (count) => {
    for (let n = 0; n < count; n++) void call();
  },
  halt: async () => {
    clearInterval(ticking);
    const end = performance.now() + timeoutMs + 2000;
    while (inFlight.size > 0 && performance.now() < end) {
      await new Promise((resolve) => setTimeout(resolve, TICK_MS));
    }
    isHalted = true;
    console.log("halted");
  },
  report: () => {
    const report: CallerReport = {
      made: lastId - settings.firstId,
      right,
      failed,
      samples,
      late,
      hung: isHalted ? inFlight.size : 0,
      wrong,
      claimedUnrun: unrun,
      log: log.lines.map(({ level, message }) => `${level}: ${message}`),
      metrics: { ...app.metrics(), health: app.health() },
      rssMb: process.memoryUsage.rss() / 2 ** 20,
    };
    console.log(`report ${JSON.stringify(report)}`);
  },
};

const log = new MemoryLog();
const app = createApp({ log, processId: "caller", closeTimeoutMs, maxPendingCalls: 50_000 });
app.configure(parseConfig(loadConfigText(settings), "faults.json"));
process.on("SIGTERM", () => void app.close().then(() => process.exit(0)));
createInterface({ input: process.stdin }).on("line", (line) => {
  const [command = "", argument] = line.split(" ");
  void commands[command]?.(Number(argument));
});
await app.start(caller);
console.log("ready");
