import { readFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import { Child } from "../support/child.ts";
import { eventually } from "../support/eventually.ts";
import { freePort } from "../support/free-port.ts";
import { TemporaryFolder } from "../support/temporary-folder.ts";

const EXAMPLE = fileURLToPath(new URL("../../examples/chat/", import.meta.url));
const STARTER = `${EXAMPLE}start-cluster.ts`;
const CONFIG = `${EXAMPLE}server.cluster.json`;

/** Five processes on a busy machine take their time to load. */
const START_TIMEOUT_MS = 90_000;

/** The ports of `server.cluster.json`, gate by gate. */
const PORTS = { tcp: [3563, 3564], ws: [3653, 3654], web: [8080, 8081] } as const;

/** The chat example over several processes, as `npm run start:cluster` runs it, on free ports. */
export class ChatCluster implements AsyncDisposable {
  /** The file that it was started with: the example's own, but for ports and broker. */
  readonly configFile: string;
  readonly #folder: TemporaryFolder;
  readonly #ports: ReadonlyMap<number, number>;
  readonly #child: Child;

  private constructor(
    folder: TemporaryFolder,
    configFile: string,
    ports: ReadonlyMap<number, number>,
    signal: AbortSignal,
  ) {
    this.#folder = folder;
    this.configFile = configFile;
    this.#ports = ports;
    this.#child = Child.ofTypeScript(STARTER, ["--conf", configFile], { signal });
  }

  /**
   * Starts the processes and does not wait for them.
   *
   * @param change - Changes the text of the configuration, whose ports are free ones already.
   */
  static async start(
    brokerUri: string,
    signal: AbortSignal,
    change: (text: string) => string = (text) => text,
  ): Promise<ChatCluster> {
    const ports = new Map<number, number>();
    for (const port of Object.values(PORTS).flat()) ports.set(port, await freePort());
    const original = await readFile(CONFIG, "utf8");
    const text = original
      .replace(/amqp:[^"]+/u, brokerUri)
      .replace(/\b\d{4}\b/gu, (digits) => String(ports.get(Number(digits)) ?? digits));
    const folder = await TemporaryFolder.with({ "server.cluster.json": change(text) });
    return new ChatCluster(folder, folder.file("server.cluster.json"), ports, signal);
  }

  /** Where MQTT clients connect to the first gate, or the second. */
  mqttUrl(gate: 0 | 1): string {
    return `mqtt://127.0.0.1:${this.#ports.get(PORTS.tcp[gate])}`;
  }

  /** Where the page of the first gate is, or of the second. */
  pageUrl(gate: 0 | 1): string {
    return `http://localhost:${this.#ports.get(PORTS.web[gate])}`;
  }

  /** All that the processes have written. */
  get output(): string {
    return this.#child.stdout + this.#child.stderr;
  }

  /** Waits until it has written something. */
  async says(text: RegExp): Promise<void> {
    const { process } = this.#child;
    const isOver = (): boolean => text.test(this.output) || process.exitCode !== null;
    await eventually(isOver, String(text), START_TIMEOUT_MS).catch(() => {}); // told below
    if (!text.test(this.output)) throw new Error(`no ${String(text)} in:\n${this.output}`);
  }

  async isUp(): Promise<void> {
    await this.says(/^cluster \| all are up/mu);
  }

  /** Sends a signal to the one that has started the others. */
  kill(signal: NodeJS.Signals): void {
    this.#child.process.kill(signal);
  }

  /** Waits for the end of all; the exit code. */
  async ends(): Promise<number | NodeJS.Signals | null> {
    return await this.#child.ends();
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.kill("SIGTERM");
    await this.ends();
    await this.#folder[Symbol.asyncDispose]();
  }
}
