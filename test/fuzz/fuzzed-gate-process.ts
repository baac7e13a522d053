// A gate to be fuzzed. Prints where it listens; answers each line of its input with how it is; after a
// collection of garbage if the line asks for it.
import { createInterface } from "node:readline";
import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";
import type { Session } from "mqant";
import { RunningGate } from "../support/running-gate.ts";
import type { GateReport } from "./fuzzed-gate.ts";

setFlagsFromString("--expose-gc");
const collectGarbage = runInNewContext("gc") as () => void; // the flag makes it

const running = await RunningGate.start({
  settings: { TCPAddr: "127.0.0.1:0", WSAddr: "127.0.0.1:0", connectTimeoutMs: 5000 },
  handlers: {
    Test: {
      HD_Echo: (_session: Session, body: unknown) => body,
      HD_Large: () => "x".repeat(50_000),
    },
  },
});

console.log(JSON.stringify({ tcp: running.port("tcp"), ws: running.port("ws") }));
for await (const line of createInterface({ input: process.stdin })) {
  if (line === "collect") collectGarbage();
  const { rss, heapUsed } = process.memoryUsage();
  const { lines } = running.log;
  // The log of a test keeps its lines: what was reported is forgotten, or the memory would be the log's.
  const faults = lines.splice(0).filter(({ level, message }) => {
    return level === "error" || /\.ts:\d/u.test(message);
  });
  const report: GateReport = {
    connections: running.gate.connectionCount,
    rss,
    heapUsed,
    faults: faults.map(({ message }) => message),
  };
  console.log(JSON.stringify(report));
}
await running[Symbol.asyncDispose]();
