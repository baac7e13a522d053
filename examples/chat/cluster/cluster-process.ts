import type { ChildProcess } from "node:child_process";
import { spawn } from "node:child_process";
import { once } from "node:events";
import { constants } from "node:os";
import { createInterface } from "node:readline";
import type { Readable } from "node:stream";
import { levelToWrite } from "./log-line.ts";

const END_WITH_PARENT = new URL("end-with-parent.ts", import.meta.url);

/** How a process ended. */
export interface ProcessEnd {
  /** As a shell has it: 128 and the signal's number for one that was killed. */
  readonly code: number;
  readonly signal: NodeJS.Signals | undefined;
}

/** One process of a cluster, and what it writes. Ends with this one, however this one ends. */
export class ClusterProcess {
  /** Resolves when it has ended and all that it wrote is told. */
  readonly ended: Promise<ProcessEnd>;
  readonly #child: ChildProcess;

  /**
   * @param args - The program and its arguments, for Node.
   * @param onLine - Gets each line that it writes.
   */
  constructor(args: readonly string[], onLine: (line: string) => void) {
    // Node's own arguments are handed on: among them may be what makes it read TypeScript.
    const node = [...process.execArgv, "--import", END_WITH_PARENT.href];
    const child = spawn(process.execPath, [...node, ...args], {
      stdio: ["ignore", "pipe", "pipe", "ipc"],
      // A group of its own: a terminal sends Ctrl-C to all of its group, and each would get it twice.
      detached: true,
      env: { ...process.env, MQANT_LOG_LEVEL: levelToWrite(process.env["MQANT_LOG_LEVEL"]) },
    });
    this.#child = child;
    this.ended = endOf(child, onLine);
  }

  kill(signal: NodeJS.Signals): void {
    this.#child.kill(signal);
  }
}

async function endOf(child: ChildProcess, onLine: (line: string) => void): Promise<ProcessEnd> {
  const streams = [child.stdout, child.stderr].filter((stream) => stream !== null);
  const read = Promise.all(streams.map(async (stream) => await eachLine(stream, onLine)));
  try {
    const [code, signal] = (await once(child, "close")) as [number | null, NodeJS.Signals | null];
    await read;
    if (signal === null) return { code: code ?? 1, signal: undefined };
    return { code: 128 + constants.signals[signal], signal };
  } catch (error) {
    onLine(String(error));
    return { code: 1, signal: undefined };
  }
}

async function eachLine(stream: Readable, onLine: (line: string) => void): Promise<void> {
  for await (const line of createInterface({ input: stream, crlfDelay: Infinity })) onLine(line);
}
