import { readdirSync } from "node:fs";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import { Child } from "../support/child.ts";
import { eventually } from "../support/eventually.ts";
import type { Ports } from "./spoiled-connection.ts";

/** How a gate is. */
export interface GateReport {
  readonly connections: number;
  /** How many connections have ended, by the kind of the reason. */
  readonly closed: Readonly<Record<string, number>>;
  readonly rss: number;
  readonly heapUsed: number;
  /** What its log calls an error of the gate's, or tells with a stack, since the last report. */
  readonly faults: readonly string[];
}

const PROCESS = fileURLToPath(new URL("attacked-gate-process.ts", import.meta.url));

/** A gate in a process of its own, so that its memory and descriptors are nobody else's. */
export class AttackedGate implements AsyncDisposable {
  readonly ports: Ports;
  readonly #child: Child;
  readonly #lines: AsyncIterator<string>;

  private constructor(child: Child, lines: AsyncIterator<string>, ports: Ports) {
    this.#child = child;
    this.#lines = lines;
    this.ports = ports;
  }

  static async start(settings: object, signal?: AbortSignal): Promise<AttackedGate> {
    const child = Child.ofTypeScript(PROCESS, [JSON.stringify(settings)], signal && { signal });
    if (child.process.stdout === null) throw new Error("the child has a pipe");
    const lines = createInterface({ input: child.process.stdout })[Symbol.asyncIterator]();
    const first = await lines.next();
    if (first.done === true) throw new Error(`the gate does not start: ${child.stderr}`);
    return new AttackedGate(child, lines, JSON.parse(first.value) as Ports); // as the process writes it
  }

  /**
   * Asks how it is.
   *
   * @param collect - Whether garbage is collected before, which takes its time.
   * @throws if the process has ended, or its log has faults.
   */
  async report({ collect = false } = {}): Promise<GateReport> {
    this.#child.process.stdin?.write(collect ? "collect\n" : "look\n");
    const line = await this.#lines.next();
    if (line.done === true) throw new Error(`the gate's process has ended: ${this.#child.stderr}`);
    const report = JSON.parse(line.value) as GateReport; // as the process writes it
    if (report.faults.length > 0) {
      throw new Error(`the gate's log has faults: ${report.faults.join("\n")}`);
    }
    return report;
  }

  /** How many descriptors it has open; 0 where the system does not tell. */
  get descriptors(): number {
    try {
      return readdirSync(`/proc/${this.#child.process.pid}/fd`).length;
    } catch {
      return 0;
    }
  }

  /** Resolves when there are no more connections and descriptors than these. */
  async isEmptyBut(connections: number, descriptors: number): Promise<void> {
    await eventually(async () => {
      const report = await this.report();
      return report.connections === connections && this.descriptors <= descriptors;
    }, `no more than ${connections} connections and ${descriptors} descriptors`);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#child[Symbol.asyncDispose]();
  }
}
