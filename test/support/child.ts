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
    this.process = spawn(command, args, {
      cwd,
      signal,
      env: { ...process.env, NO_COLOR: "1", ...env },
      stdio: ["pipe", "pipe", "pipe"],
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

  async [Symbol.asyncDispose](): Promise<void> {
    if (this.process.exitCode === null && this.process.signalCode === null) {
      this.process.kill("SIGKILL");
    }
    await this.#ended;
  }
}
