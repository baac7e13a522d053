// A gate to be attacked, with these settings: <settings as JSON>. Prints where it listens; answers each line of
// its input with how it is; after a collection of garbage if the line asks for it.
import { createInterface } from "node:readline";
import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";
import type { Session } from "mqant";
import { RunningGate } from "../support/running-gate.ts";
import type { GateReport } from "./attacked-gate.ts";

setFlagsFromString("--expose-gc");
const collectGarbage = runInNewContext("gc") as () => void; // the flag makes it

const settings = JSON.parse(process.argv[2] ?? "{}") as object; // as the parent writes it
const running = await RunningGate.start({
  settings: { TCPAddr: "127.0.0.1:0", WSAddr: "127.0.0.1:0", ...settings },
  handlers: {
    Test: {
      HD_Echo: (_session: Session, body: unknown) => body,
      HD_Large: () => "x".repeat(50_000),
      /** Pushes 10 MB to whoever asks. */
      HD_Flood: async (session: Session) => {
        const text = "x".repeat(100_000);
        for (let sent = 0; sent < 100; sent++) await session.send("Test/OnText", text);
      },
    },
  },
});

console.log(JSON.stringify({ tcp: running.port("tcp"), ws: running.port("ws") }));
for await (const line of createInterface({ input: process.stdin })) {
  if (line === "collect") collectGarbage();
  const { rss, heapUsed } = process.memoryUsage();
  const { lines } = running.log;
  // The log of a test keeps its lines: what was reported is forgotten, or the memory would be the log's.
  const faults = lines.splice(0).filter(({ level, fields, message }) => {
    const isTold = fields["kind"] === "request"; // that a client went away with its request
    return (level === "error" && !isTold) || /\.ts:\d/u.test(message);
  });
  const report: GateReport = {
    connections: running.gate.connectionCount,
    closed: running.app.metrics().clientsDisconnected,
    rss,
    heapUsed,
    faults: faults.map(({ message }) => message),
  };
  console.log(JSON.stringify(report));
}
await running[Symbol.asyncDispose]();
