/** What has something to write at the end of this turn of the event loop. */
export interface Flushable {
  flush(): void;
}

/**
 * Gathers what is written in one turn of the event loop, so that each connection costs one system call
 * a turn, however many packets it is sent.
 */
export class WriteTurn {
  #waiting: Flushable[] = [];

  /** Calls `flushable.flush()` at the end of this turn. */
  add(flushable: Flushable): void {
    if (this.#waiting.push(flushable) === 1) setImmediate(this.#flush);
  }

  readonly #flush = () => {
    const flushables = this.#waiting;
    this.#waiting = [];
    for (const flushable of flushables) flushable.flush();
  };
}
