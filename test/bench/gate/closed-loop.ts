import type { Client } from "./dialogue.ts";
import type { Load } from "./orders.ts";

/** Clients that each ask again as soon as they have their reply. */
export class ClosedLoop {
  #clients: readonly Client[] = [];
  #askedAt = new Float64Array();
  #end = 0;
  #latencies: number[] = [];
  #requests = 0;
  #waiting = 0;
  #onOver: (() => void) | undefined;

  /** Resolves when all replies have come; those that come late count in `requests` alone. */
  async run(clients: readonly Client[], seconds: number): Promise<Load> {
    this.#clients = clients;
    this.#askedAt = new Float64Array(clients.length);
    this.#latencies = [];
    this.#requests = 0;
    const over = new Promise<void>((resolve) => (this.#onOver = resolve));
    this.#waiting = clients.length;
    const begun = performance.now();
    this.#end = begun + seconds * 1000;
    for (const index of clients.keys()) this.#ask(index, performance.now());
    await over;
    const sorted = Float64Array.from(this.#latencies).sort();
    const rank = (share: number): number => {
      return sorted[Math.floor(sorted.length * share)] ?? Number.NaN;
    };
    return {
      perSecond: sorted.length / seconds,
      p50: rank(0.5),
      p99: rank(0.99),
      requests: this.#requests,
    };
  }

  /** @param index - Of the client that has got its reply. */
  onReply(index: number): void {
    const now = performance.now();
    this.#requests++;
    if (now < this.#end) {
      this.#latencies.push(now - this.#askedAt[index]!); // as many as there are clients
      this.#ask(index, now);
    } else if (--this.#waiting === 0) this.#onOver?.();
  }

  #ask(index: number, now: number): void {
    this.#askedAt[index] = now;
    this.#clients[index]!.ask(); // see above
  }
}
