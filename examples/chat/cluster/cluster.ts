import type { Config } from "mqant";
import { ClusterProcess } from "./cluster-process.ts";
import type { ProcessEnd } from "./cluster-process.ts";
import { readLogLine } from "./log-line.ts";
import type { Output } from "./output.ts";

/** How long processes may take to end in good order, in milliseconds. */
const STOP_TIMEOUT_MS = 30_000;

/** What a {@link Cluster} is made of. */
export interface ClusterOptions {
  readonly config: Config;
  /** The program that each process runs: a file. */
  readonly program: string;
  readonly output: Output;
  /** Called once, when all processes are up. */
  readonly onUp: () => void;
}

/** `stopping`: all were asked to end; `code` is what it ends with. */
type State =
  | { readonly name: "running" }
  | { readonly name: "stopping"; readonly code: number; readonly timer: NodeJS.Timeout };

/** The processes of a configuration, run together: when one fails, all are stopped. */
export class Cluster {
  readonly #options: ClusterOptions;
  /** The processes that have not ended. */
  readonly #running = new Map<string, ClusterProcess>();
  /** Those of which nothing has been heard yet. */
  readonly #awaited: Set<string>;
  #state: State = { name: "running" };

  constructor(options: ClusterOptions) {
    this.#options = options;
    this.#awaited = new Set(processIds(options.config));
  }

  /**
   * Starts all processes.
   *
   * @returns The exit code, once all have ended: 0 if they were asked to, that of the first that failed, or
   *   128 and the signal's number if they were killed.
   */
  async run(): Promise<number> {
    const { config, program, output } = this.#options;
    const ends = processIds(config).map(async (id) => {
      const args = [program, "--conf", config.file, "--pid", id];
      const process = new ClusterProcess(args, (line) => {
        output.line(id, line);
        this.#heard(id, line);
      });
      this.#running.set(id, process);
      const end = await process.ended;
      this.#running.delete(id);
      this.#ended(id, end);
    });
    await Promise.all(ends);
    if (this.#state.name === "running") return 0;
    clearTimeout(this.#state.timer);
    return this.#state.code;
  }

  /**
   * Asks all processes to end. A second time kills them.
   *
   * @param signal - The number of the signal that asks for it.
   */
  stop(signal: number): void {
    if (this.#state.name === "running") this.#stopAll(0);
    else this.#kill(128 + signal);
  }

  #stopAll(code: number): void {
    const timer = setTimeout(() => {
      const late = [...this.#running.keys()].join(", ");
      this.#options.output.say(`not ended within ${STOP_TIMEOUT_MS / 1000} s, and killed: ${late}`);
      this.#kill(code === 0 ? 1 : code);
    }, STOP_TIMEOUT_MS);
    this.#state = { name: "stopping", code, timer };
    for (const process of this.#running.values()) process.kill("SIGINT");
  }

  #kill(code: number): void {
    if (this.#state.name === "stopping") this.#state = { ...this.#state, code };
    for (const process of this.#running.values()) process.kill("SIGKILL");
  }

  #heard(id: string, line: string): void {
    if (!this.#awaited.has(id)) return;
    const { config, output, onUp } = this.#options;
    const modules = config.modules.filter(({ processId }) => processId === id);
    // An app says so of each of its modules, once all of them are.
    const message = readLogLine(line)?.msg;
    if (!modules.some((module) => message === `${module.type}@${module.id} is up`)) return;
    this.#awaited.delete(id);
    const count = processIds(config).length;
    output.say(`${id} is up (${count - this.#awaited.size} of ${count})`);
    if (this.#awaited.size === 0) onUp();
  }

  #ended(id: string, { code, signal }: ProcessEnd): void {
    const { output } = this.#options;
    const state = this.#state;
    // One that is still loading when it is asked to end dies of that.
    if (code === 0 || (state.name === "stopping" && signal === "SIGINT")) {
      output.say(`${id} has ended`);
      return;
    }
    const how = signal === undefined ? `ended with exit code ${code}` : `was ended by ${signal}`;
    if (state.name === "running") {
      output.say(`${id} ${how}; the others are stopped`);
      this.#stopAll(code);
    } else {
      output.say(`${id} ${how}`);
      if (state.code === 0) this.#state = { ...state, code };
    }
  }
}

/** The processes that a configuration names, in the order of their modules' ids. */
export function processIds(config: Config): string[] {
  return [...new Set(config.modules.map(({ processId }) => processId))];
}
