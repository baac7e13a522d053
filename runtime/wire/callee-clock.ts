import type { Stamp } from "./request-message.ts";

/** How much two clocks may drift apart: a millisecond in ten seconds, more than crystals do. */
const DRIFT = 1e-4;

/**
 * What this process knows of a callee's clock, so that a request can say when it was sent in the callee's own
 * time: then one that lay in a queue, or in the socket of a process that was stopped, is not run late.
 *
 * Each reply says when it was sent; it arrived a little later, so the largest difference is the nearest to
 * the truth. Older differences fade as fast as clocks drift. An estimate that is wrong after all makes a
 * request look younger than it is, never older by more than a reply took.
 */
export class CalleeClock {
  #boot: string | undefined;
  /** The callee's time minus ours, at most. */
  #offset = 0;
  #heardAt = 0;

  /** A reply came, sent when the callee's clock showed `clock`. */
  heard(boot: string, clock: number): void {
    const now = performance.now();
    const offset = clock - now;
    if (boot !== this.#boot) {
      this.#boot = boot;
      this.#offset = offset;
    } else {
      this.#offset = Math.max(offset, this.#offset - (now - this.#heardAt) * DRIFT);
    }
    this.#heardAt = now;
  }

  /** This moment in the callee's time; `undefined` as long as the callee was never heard. */
  stamp(): Stamp | undefined {
    if (this.#boot === undefined) return undefined;
    return { at: performance.now() + this.#offset, boot: this.#boot };
  }
}
