import { Fifo } from "./fifo.ts";

/** How long work goes on before others of the process have their turn, in milliseconds. */
const SLICE_MS = 1;

/**
 * Does what arrives, in order, a slice of time in each turn of the event loop: however much arrives at once,
 * timers and sockets are looked after in between.
 */
export class Slices<T> {
  readonly #work: (item: T) => void;
  readonly #waiting = new Fifo<T>();
  readonly #onIdle: (() => void)[] = [];
  #isBusy = false;

  /** @param work - Never throws. */
  constructor(work: (item: T) => void) {
    this.#work = work;
  }

  push(item: T): void {
    this.#waiting.push(item);
    this.#drain();
  }

  /** Resolves when nothing waits to be done. */
  idle(): Promise<void> {
    if (this.#waiting.size === 0) return Promise.resolve();
    return new Promise((resolve) => this.#onIdle.push(resolve));
  }

  readonly #drain = (): void => {
    if (this.#isBusy) return;
    this.#isBusy = true;
    const until = performance.now() + SLICE_MS;
    let item = this.#waiting.shift();
    while (item !== undefined) {
      this.#work(item);
      if (performance.now() >= until) break;
      item = this.#waiting.shift();
    }
    if (this.#waiting.size > 0) {
      setImmediate(() => {
        this.#isBusy = false;
        this.#drain();
      });
      return;
    }
    this.#isBusy = false;
    for (const resolve of this.#onIdle.splice(0)) resolve();
  };
}
