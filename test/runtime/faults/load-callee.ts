// The callee of the fault suite, a process of its own. Settings come as the first argument, JSON; on
// standard input: `report` prints what happened so far as one line, `busy <ms>` blocks the event loop.
import { createInterface } from "node:readline";
import { BaseModule, createApp, parseConfig, type App, type ModuleSettings } from "mqant";
import { MemoryLog } from "../../support/memory-log.ts";
import {
  loadConfigText,
  TOLERANCE_MS,
  type CalleeReport,
  type LoadSettings,
} from "./load-report.ts";

const settings = JSON.parse(process.argv[2] ?? "{}") as LoadSettings; // the fault stage's own
const ran: number[] = [];
const stale: number[] = [];

class Load extends BaseModule {
  override getType(): string {
    return "Load";
  }
  override async onInit(app: App, module: ModuleSettings): Promise<void> {
    await super.onInit(app, module);
    this.server.registerGO("work", this.work);
  }

  /** @param deadline - On the clock of `Date.now()`: both processes run on one machine. */
  private async work(id: number, deadline: number): Promise<string> {
    ran.push(id);
    if (Date.now() > deadline + TOLERANCE_MS) stale.push(id);
    if (settings.busy) block(settings.workMs);
    else if (settings.workMs > 0) {
      await new Promise((resolve) => setTimeout(resolve, settings.workMs));
    }
    return `done ${id}`;
  }
}

function block(ms: number): void {
  const end = performance.now() + ms;
  while (performance.now() < end);
}

const log = new MemoryLog();
const app = createApp({ log, processId: "callee", closeTimeoutMs: settings.closeTimeoutMs });
app.configure(parseConfig(loadConfigText(settings), "faults.json"));
process.on("SIGTERM", () => void app.close().then(() => process.exit(0)));
createInterface({ input: process.stdin }).on("line", (line) => {
  const [command, argument] = line.split(" ");
  if (command === "busy") block(Number(argument));
  if (command !== "report") return;
  const report: CalleeReport = {
    ran,
    stale,
    log: log.lines.map(({ level, message }) => `${level}: ${message}`),
    metrics: { ...app.metrics() },
    rssMb: process.memoryUsage.rss() / 2 ** 20,
  };
  console.log(`report ${JSON.stringify(report)}`);
});
await app.start(new Load());
console.log("ready");
