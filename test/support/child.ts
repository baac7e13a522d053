import { spawn, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import { fileURLToPath } from "node:url";
import { eventually } from "./eventually.ts";

const TSCONFIG = new URL("../../tsconfig.json", import.meta.url);

/** How a child is started. */
export interface ChildOptions {
  cwd?: string;
  env?: NodeJS.ProcessEnv;
  /** Kills the child when it fires: give it the test's signal. */
  signal?: AbortSignal;
}

/** A process under test, with what it prints. */
export class Child implements AsyncDisposable {
  readonly process: ChildProcess;
  readonly #ended: Promise<unknown>;
  stdout = "";
  stderr = "";

  constructor(command: string, args: readonly string[], options: ChildOptions = {}) {
    const { cwd, signal, env } = options;
    signal?.addEventListener("abort", () => this.killGroup("SIGKILL"));
    this.process = spawn(command, args, {
      cwd,
      env: { ...process.env, NO_COLOR: "1", ...env },
      stdio: ["pipe", "pipe", "pipe"],
      // A group of its own: what the child starts (npx does) ends with it.
      detached: true,
    });
    this.process.stdout?.setEncoding("utf8").on("data", (text: string) => (this.stdout += text));
    this.process.stderr?.setEncoding("utf8").on("data", (text: string) => (this.stderr += text));
    this.process.on("error", (error) => (this.stderr += String(error)));
    this.#ended = once(this.process, "close").catch(() => undefined);
  }

  /** A TypeScript file of this repository, run by Node. */
  static ofTypeScript(
    file: string,
    args: readonly string[] = [],
    options: ChildOptions = {},
  ): Child {
    // Both by absolute place: the child's working directory may be anywhere.
    const env = { ...options.env, TSX_TSCONFIG_PATH: fileURLToPath(TSCONFIG) };
    const loader = import.meta.resolve("tsx");
    return new Child(process.execPath, ["--import", loader, file, ...args], { ...options, env });
  }

  /** Waits until standard output or error have this in them. */
  async prints(text: string | RegExp): Promise<void> {
    const has = (): boolean => {
      const all = this.stdout + this.stderr;
      return typeof text === "string" ? all.includes(text) : text.test(all);
    };
    await eventually(
      () => has() || this.process.exitCode !== null,
      `printing ${String(text)}`,
      20_000,
    );
    if (!has()) {
      throw new Error(`ended without printing ${String(text)}:\n${this.stdout}\n${this.stderr}`);
    }
  }

  /** Waits for the end; the exit code, or the signal that ended it. */
  async ends(): Promise<number | NodeJS.Signals | null> {
    await this.#ended;
    return this.process.exitCode ?? this.process.signalCode;
  }

  /** Sends a signal to the child and to all that it has started. */
  killGroup(signal: NodeJS.Signals): void {
    const { pid } = this.process;
    if (pid === undefined) return;
    try {
      process.kill(-pid, signal);
    } catch {
      // Nobody of the group is left.
    }
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.killGroup("SIGKILL");
    await this.#ended;
  }
}
