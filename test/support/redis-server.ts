import { existsSync } from "node:fs";
import { join } from "node:path";
import { createClient } from "@redis/client";
import { Child } from "./child.ts";
import { freePort } from "./free-port.ts";
import { TemporaryFolder } from "./temporary-folder.ts";
import { Watchdog } from "./watchdog.ts";

const PROGRAM = "redis-server";

/** Why tests that need Redis have to be skipped on this machine; `undefined` if they don't. */
export function redisMissing(): string | undefined {
  const folders = (process.env["PATH"] ?? "").split(":");
  const isThere = folders.some((folder) => existsSync(join(folder, PROGRAM)));
  return isThere ? undefined : `${PROGRAM} is missing`;
}

/**
 * A Redis of a test's own on 127.0.0.1, with its own port and data. All of it is gone after `await using`,
 * and also when this process ends.
 */
export class RedisServer implements AsyncDisposable {
  readonly port: number;
  readonly #folder: string;
  readonly #watchdog: Watchdog;
  #child: Child | undefined;

  private constructor(port: number, folder: string) {
    this.port = port;
    this.#folder = folder;
    this.#watchdog = new Watchdog(folder);
  }

  /** Starts one with empty data; resolves when it answers. */
  static async start(): Promise<RedisServer> {
    const folder = await TemporaryFolder.with();
    const server = new RedisServer(await freePort(), folder.path);
    try {
      await server.start();
      return server;
    } catch (error) {
      await server[Symbol.asyncDispose]();
      throw error;
    }
  }

  get url(): string {
    return `redis://127.0.0.1:${this.port}`;
  }

  /** Starts it again after {@link kill}, with its data and port; resolves when it answers. */
  async start(): Promise<void> {
    if (this.#child !== undefined) throw new Error("Redis runs already");
    const settings = ["--bind", "127.0.0.1", "--port", String(this.port), "--dir", this.#folder];
    // Each command is on the disk when it is answered.
    const durable = ["--save", "", "--appendonly", "yes", "--appendfsync", "always"];
    this.#child = new Child(PROGRAM, [...settings, ...durable], { cwd: this.#folder });
    this.#watchdog.watch(this.#child);
    await this.#child.prints("Ready to accept connections");
  }

  /** Kills it with SIGKILL; resolves when it is dead. */
  async kill(): Promise<void> {
    const child = this.#child;
    this.#child = undefined;
    if (child !== undefined) await this.#watchdog.kill(child);
  }

  /** Lets it do nothing, with all its connections open, until {@link thaw}. */
  freeze(): void {
    this.#child?.killGroup("SIGSTOP");
  }

  thaw(): void {
    this.#child?.killGroup("SIGCONT");
  }

  /** What Redis answers to a command. */
  async ask(...command: string[]): Promise<unknown> {
    const client = createClient({ url: this.url });
    client.on("error", () => {}); // the command fails
    await client.connect();
    try {
      return await client.sendCommand(command);
    } finally {
      client.destroy();
    }
  }

  /** How often Redis was given a command, by its name in lower case. */
  async countOf(command: string): Promise<number> {
    const stats = String(await this.ask("INFO", "commandstats"));
    return Number(new RegExp(`cmdstat_${command}:calls=(\\d+)`).exec(stats)?.[1] ?? 0);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.kill();
    await this.#watchdog[Symbol.asyncDispose]();
  }
}
