import { endsWithin } from "../async/ends-within.ts";
import type { ModuleSettings } from "../config/config.ts";
import type { Logger } from "../log.ts";
import { runAside } from "../rpc/call-context.ts";
import type { App, Module } from "./module.ts";

/** A module together with its entry of the configuration. */
export interface PlacedModule {
  readonly module: Module;
  readonly settings: ModuleSettings;
}

/** A module could not start; what had been started before it was undone. */
export class StartError extends Error {
  override readonly name = "StartError";

  constructor(module: string, step: string, cause: unknown) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    super(`${module} failed in ${step}: ${reason}`, { cause });
  }
}

/**
 * Takes the modules of a process through their life: `onInit` in order, `onStart` in order, `run` side
 * by side, `onStop` in reverse, `onDestroy` in reverse.
 */
export class ModuleGroup {
  readonly #app: App;
  readonly #log: Logger;
  readonly #closeTimeoutMs: number;
  readonly #onRunFailed: (error: StartError) => void;
  readonly #stop = new AbortController();
  /** Those whose `onInit` has ended well, in order. */
  readonly #initialised: PlacedModule[] = [];
  /** Those whose `onStart` has ended well, in order. */
  readonly #started: PlacedModule[] = [];
  readonly #runs: { name: string; ended: Promise<void> }[] = [];

  /** @param onRunFailed - Told when the `run` of a module rejects. */
  constructor(
    app: App,
    log: Logger,
    closeTimeoutMs: number,
    onRunFailed: (error: StartError) => void,
  ) {
    this.#app = app;
    this.#log = log;
    this.#closeTimeoutMs = closeTimeoutMs;
    this.#onRunFailed = onRunFailed;
  }

  /**
   * Ends early if {@link stopAccepting} is called meanwhile.
   *
   * @param open - Lets calls from other processes in: between `onInit` of all and the first `onStart`.
   * @throws {StartError} naming the module; call {@link destroy} then. What `open` throws.
   */
  async start(placed: readonly PlacedModule[], open: () => Promise<void>): Promise<void> {
    for (const each of placed) {
      if (this.#stop.signal.aborted) return;
      await step(each, "onInit", async () => each.module.onInit(this.#app, each.settings));
      this.#initialised.push(each);
    }
    if (this.#stop.signal.aborted) return;
    await open();
    for (const each of placed) {
      if (this.#stop.signal.aborted) return;
      await step(each, "onStart", async () => each.module.onStart?.());
      this.#started.push(each);
    }
    if (this.#stop.signal.aborted) return;
    for (const each of placed) {
      const ended = step(each, "run", async () => each.module.run(this.#stop.signal));
      this.#runs.push({ name: nameOf(each), ended: ended.catch(this.#onRunFailed) });
    }
  }

  /** Fires the signal that `run` was given: whoever accepts work from outside stops doing so. */
  stopAccepting(): void {
    this.#stop.abort();
  }

  /** Waits for `run` to end, then stops and destroys in reverse order; who hangs is left behind. */
  async destroy(): Promise<void> {
    this.#stop.abort();
    for (const { name, ended } of this.#runs) {
      if (!(await endsWithin(ended, this.#closeTimeoutMs))) this.#abandoned(name, "run");
    }
    await runAside(async () => {
      for (const each of this.#started.splice(0).reverse()) await this.#end(each, "onStop");
      for (const each of this.#initialised.splice(0).reverse()) await this.#end(each, "onDestroy");
    });
  }

  async #end(placed: PlacedModule, hook: "onStop" | "onDestroy"): Promise<void> {
    try {
      const ended = step(placed, hook, async () => placed.module[hook]?.());
      if (!(await endsWithin(ended, this.#closeTimeoutMs))) this.#abandoned(nameOf(placed), hook);
    } catch (error) {
      this.#log.error({ err: error }, (error as StartError).message); // step throws nothing else
    }
  }

  #abandoned(name: string, hook: string): void {
    const text = `${name} did not end ${hook} within ${this.#closeTimeoutMs} ms and is left behind`;
    this.#log.error({ module: name }, text);
  }
}

async function step(placed: PlacedModule, hook: string, work: () => Promise<void>): Promise<void> {
  try {
    await work();
  } catch (error) {
    throw new StartError(nameOf(placed), hook, error);
  }
}

function nameOf({ settings }: PlacedModule): string {
  return `${settings.type}@${settings.id}`;
}
