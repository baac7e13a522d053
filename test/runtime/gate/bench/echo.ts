/**
 * The gate against a bare echo of `net` and mqtt-packet, in turns: `node --import tsx
 * test/runtime/gate/bench/echo.ts [rounds]`. The share of the bare echo's requests per second counts; on a
 * busy machine the CPU time per request tells more.
 */
import { execFileSync, spawn, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import { readFileSync } from "node:fs";

const ROUNDS = Number(process.argv[2] ?? 3);
const SECONDS = 2;
const run = ["--import", "tsx"];
const file = (name: string) => new URL(name, import.meta.url).pathname;

interface Measured {
  /** Replies, those of the warm-up included. */
  all: number;
  perSecond: number;
  p50: number;
  p99: number;
  /** The server's CPU time per request, in microseconds; 0 where there is no /proc. */
  cpuUs: number;
}

/** CPU time of a process so far, in microseconds. */
function cpuTime(pid: number | undefined): number {
  try {
    const fields = readFileSync(`/proc/${pid}/stat`, "utf8").split(") ")[1]?.split(" ") ?? [];
    return (Number(fields[11]) + Number(fields[12])) * 10_000; // user and system, in ticks of 10 ms
  } catch {
    return 0; // not Linux
  }
}

async function serve(name: string): Promise<{ server: ChildProcess; port: number }> {
  const server = spawn(process.execPath, [...run, file(name)], {
    stdio: ["ignore", "pipe", "inherit"],
  });
  if (server.stdout === null) throw new Error("the server's output is a pipe");
  const [line] = (await once(server.stdout, "data")) as [Buffer];
  return { server, port: Number(String(line)) };
}

async function measure(name: string, clients: number): Promise<Measured> {
  const { server, port } = await serve(name);
  try {
    const args = [...run, file("./load.ts"), String(port), String(clients), String(SECONDS)];
    const before = cpuTime(server.pid);
    const output = execFileSync(process.execPath, args, { encoding: "utf8" });
    const measured = JSON.parse(output) as Omit<Measured, "cpuUs">; // printed by load.ts
    return { ...measured, cpuUs: (cpuTime(server.pid) - before) / measured.all };
  } finally {
    server.kill();
  }
}

function median(values: number[]): number {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? 0;
}

for (const clients of [1, 100, 1000]) {
  const shares: number[] = [];
  for (let round = 0; round < ROUNDS; round++) {
    const raw = await measure("./raw-server.ts", clients);
    const gate = await measure("./gate-server.ts", clients);
    shares.push(gate.perSecond / raw.perSecond);
    const told = ({ perSecond, p99, cpuUs }: Measured) =>
      `${perSecond}/s p99 ${p99.toFixed(2)} ms CPU ${cpuUs.toFixed(1)} us`;
    console.log(`${clients} clients: raw ${told(raw)}, gate ${told(gate)}`);
  }
  console.log(`${clients} clients: share ${median(shares).toFixed(2)}`);
}
