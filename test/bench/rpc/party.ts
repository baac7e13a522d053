import type { ChildProcess } from "node:child_process";
import { once } from "node:events";
import { startWorker } from "../worker.ts";
import type { OrderName, Orders } from "./orders.ts";

/** How long a contestant may take to start, in milliseconds. */
const START_MS = 30_000;
/** How long it may take beyond what it was told to, in milliseconds. */
const GRACE_MS = 30_000;

/** One of the two processes of a contestant, seen from outside. */
export class Party implements AsyncDisposable {
  readonly #process: ChildProcess;
  readonly #title: string;
  readonly #ended: Promise<never>;

  private constructor(role: "caller" | "callee", contestant: string, uri: string) {
    this.#title = `the ${role} of ${contestant}`;
    this.#process = startWorker("rpc/party-process.ts", [role, contestant, uri], "messages");
    this.#ended = once(this.#process, "exit").then(([code, signal]) => {
      throw new Error(`${this.#title} ended with ${code ?? signal}`);
    });
    this.#ended.catch(() => {}); // told to whoever waits for it
  }

  /** @param contestant - Its name. */
  static async start(role: "caller" | "callee", contestant: string, uri: string): Promise<Party> {
    const party = new Party(role, contestant, uri);
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
  async ask<N extends OrderName>(
    name: N,
    order: Orders[N]["order"],
    seconds = 0,
  ): Promise<Orders[N]["answer"]> {
    this.#process.send({ name, order }, () => {}); // one that ended says so below
    // What party-process.ts answers to this order.
    return (await this.#says(seconds * 1000 + GRACE_MS)) as Orders[N]["answer"];
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#process.kill("SIGKILL");
    await this.#ended.catch(() => {}); // that is what was wanted
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

/** Both processes of a contestant. */
export class Pair implements AsyncDisposable {
  readonly caller: Party;
  readonly callee: Party;

  private constructor(caller: Party, callee: Party) {
    this.caller = caller;
    this.callee = callee;
  }

  static async start(contestant: string, uri: string): Promise<Pair> {
    const callee = await Party.start("callee", contestant, uri);
    try {
      return new Pair(await Party.start("caller", contestant, uri), callee);
    } catch (error) {
      await callee[Symbol.asyncDispose]();
      throw error;
    }
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.caller[Symbol.asyncDispose]();
    await this.callee[Symbol.asyncDispose]();
  }
}
