/** What has something to send at the end of this turn of the event loop. */
export interface Flushable {
  flush(): void;
}

/**
 * Gathers what is sent in one turn of the event loop, after all sockets of the turn were read: a connection
 * then costs one system call a turn, and a queue one message, however much there is for it.
 */
export class TurnEnd {
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
