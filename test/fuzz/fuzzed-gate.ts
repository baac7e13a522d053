import { readdirSync } from "node:fs";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import { Child } from "../support/child.ts";
import type { Ports } from "./spoiled-connection.ts";

/** How a gate is. */
export interface GateReport {
  readonly connections: number;
  readonly rss: number;
  readonly heapUsed: number;
  /** What its log calls an error, or tells with a stack, since the last report. */
  readonly faults: readonly string[];
}

const PROCESS = fileURLToPath(new URL("fuzzed-gate-process.ts", import.meta.url));

/** A gate in a process of its own, so that its memory and descriptors are nobody else's. */
export class FuzzedGate implements AsyncDisposable {
  readonly ports: Ports;
  readonly #child: Child;
  readonly #lines: AsyncIterator<string>;

  private constructor(child: Child, lines: AsyncIterator<string>, ports: Ports) {
    this.#child = child;
    this.#lines = lines;
    this.ports = ports;
  }

  static async start(signal?: AbortSignal): Promise<FuzzedGate> {
    const child = Child.ofTypeScript(PROCESS, [], signal && { signal });
    if (child.process.stdout === null) throw new Error("the child has a pipe");
    const lines = createInterface({ input: child.process.stdout })[Symbol.asyncIterator]();
    const first = await lines.next();
    if (first.done === true) throw new Error(`the gate does not start: ${child.stderr}`);
    return new FuzzedGate(child, lines, JSON.parse(first.value) as Ports); // as the process writes it
  }

  /**
   * Asks how it is.
   *
   * @param collect - Whether garbage is collected before, which takes its time.
   * @throws if the process has ended.
   */
  async report({ collect = false } = {}): Promise<GateReport> {
    this.#child.process.stdin?.write(collect ? "collect\n" : "look\n");
    const line = await this.#lines.next();
    if (line.done === true) throw new Error(`the gate's process has ended: ${this.#child.stderr}`);
    return JSON.parse(line.value) as GateReport; // as the process writes it
  }

  /** How many descriptors it has open; 0 where the system does not tell. */
  get descriptors(): number {
    try {
      return readdirSync(`/proc/${this.#child.process.pid}/fd`).length;
    } catch {
      return 0;
    }
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#child[Symbol.asyncDispose]();
  }
}
