import type { ChildProcess } from "node:child_process";
import { once } from "node:events";
import { startWorker } from "./worker.ts";

/** How long a process may take to start, in milliseconds. */
const START_MS = 30_000;
/** How long it may take beyond what it was told to, in milliseconds. */
const GRACE_MS = 30_000;
/** How long it may take to end what it started, in milliseconds. */
const END_MS = 2000;

/** What a process is told, by name, and what it answers. */
export type OrderTable = Record<string, { order: unknown; answer: unknown }>;

/** What carries orders out, in the process that gets them; some may not be for it. */
export type Obedience<O extends OrderTable> = {
  [N in keyof O]?: (order: O[N]["order"]) => O[N]["answer"] | Promise<O[N]["answer"]>;
};

/** A process of a contestant, seen from outside: a file that calls {@link obey}. */
export class Party<O extends OrderTable> implements AsyncDisposable {
  readonly #process: ChildProcess;
  readonly #title: string;
  readonly #ended: Promise<never>;

  private constructor(title: string, file: string, args: readonly string[]) {
    this.#title = title;
    this.#process = startWorker(file, args, "messages");
    this.#ended = once(this.#process, "exit").then(([code, signal]) => {
      throw new Error(`${title} ended with ${code ?? signal}`);
    });
    this.#ended.catch(() => {}); // told to whoever waits for it
  }

  /** @param title - For messages. */
  static async start<T extends OrderTable>(
    title: string,
    file: string,
    args: readonly string[],
  ): Promise<Party<T>> {
    const party = new Party<T>(title, file, args);
    await party.#says(START_MS);
    return party;
  }

  get pid(): number {
    return this.#process.pid ?? Number.NaN;
  }

  /**
   * Gives an order, and waits until it is carried out.
   *
   * @param seconds - How long that takes.
   * @throws Error if the process ends instead, or is not done in time.
   */
  async ask<N extends keyof O & string>(
    name: N,
    order: O[N]["order"],
    seconds = 0,
  ): Promise<O[N]["answer"]> {
    this.#process.send({ name, order }, () => {}); // one that ended says so below
    // What `obey` answers to this order.
    return (await this.#says(seconds * 1000 + GRACE_MS)) as O[N]["answer"];
  }

  async [Symbol.asyncDispose](): Promise<void> {
    // It ends by itself then, with what it started.
    if (this.#process.connected) this.#process.disconnect();
    const timer = setTimeout(() => this.#process.kill("SIGKILL"), END_MS);
    await this.#ended.catch(() => {}); // that is what was wanted
    clearTimeout(timer);
  }

  async #says(withinMs: number): Promise<unknown> {
    const over = new AbortController();
    const timer = setTimeout(() => over.abort(), withinMs);
    try {
      const message = once(this.#process, "message", { signal: over.signal });
      const [said] = (await Promise.race([message, this.#ended])) as [unknown];
      return said;
    } catch (error) {
      if (!over.signal.aborted) throw error;
      // What it might still answer would be taken for the answer to the next order.
      this.#process.kill("SIGKILL");
      throw new Error(`${this.#title} was not done in ${withinMs} ms`, { cause: error });
    } finally {
      clearTimeout(timer);
      over.abort();
    }
  }
}

/** Tells the parent that this process is ready, and carries out what it is told until the parent is gone. */
export function obey<O extends OrderTable>(obedience: Obedience<O>): void {
  process.on("message", (message) => {
    const { name, order } = message as { name: keyof O; order: never }; // as `Party` sends it
    const carryOut = obedience[name];
    if (carryOut === undefined) throw new Error(`nobody here takes an order "${String(name)}"`);
    // What fails ends the process, and its parent sees it.
    void Promise.resolve(carryOut(order)).then((answer) => process.send?.(answer));
  });
  process.on("disconnect", () => process.exit());
  process.send?.("ready");
}
