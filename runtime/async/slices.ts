import { Fifo } from "./fifo.ts";

/** How long work goes on before others of the process have their turn, in milliseconds. */
const SLICE_MS = 1;

/**
 * Does what arrives, in order, a slice of time in each turn of the event loop: however much arrives at once,
 * timers and sockets are looked after in between.
 */
export class Slices<T> {
  readonly #work: (item: T, now: number) => boolean;
  readonly #waiting = new Fifo<T>();
  readonly #onIdle: (() => void)[] = [];
  #isBusy = false;
  #isHurried = false;

  /**
   * @param work - Does a step, and returns whether the item needs another one. Never throws. `now` is the
   *   time on the clock of `performance.now()`.
   */
  constructor(work: (item: T, now: number) => boolean) {
    this.#work = work;
  }

  push(item: T): void {
    this.#waiting.push(item);
    this.#drain();
  }

  /** From now on everything is done at once. */
  hurry(): void {
    this.#isHurried = true;
  }

  /** Resolves when nothing waits to be done. */
  idle(): Promise<void> {
    if (this.#waiting.size === 0) return Promise.resolve();
    return new Promise((resolve) => this.#onIdle.push(resolve));
  }

  readonly #drain = (): void => {
    if (this.#isBusy) return;
    this.#isBusy = true;
    const until = this.#isHurried ? Infinity : performance.now() + SLICE_MS;
    let item = this.#waiting.peek();
    while (item !== undefined) {
      const now = performance.now();
      if (now >= until) {
        setImmediate(this.#goOn);
        return;
      }
      if (!this.#work(item, now)) this.#waiting.shift();
      item = this.#waiting.peek();
    }
    this.#isBusy = false;
    for (const resolve of this.#onIdle.splice(0)) resolve();
  };

  readonly #goOn = (): void => {
    this.#isBusy = false;
    this.#drain();
  };
}
