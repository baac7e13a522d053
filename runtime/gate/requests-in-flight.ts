/** How many requests of all clients of a gate are being served, or wait to be. */
export class RequestsInFlight {
  #count = 0;
  readonly #onIdle: (() => void)[] = [];

  get count(): number {
    return this.#count;
  }

  began(): void {
    this.#count++;
  }

  ended(): void {
    this.#count--;
    if (this.#count === 0) for (const resolve of this.#onIdle.splice(0)) resolve();
  }

  /** Resolves when there is none. */
  idle(): Promise<void> {
    if (this.#count === 0) return Promise.resolve();
    return new Promise((resolve) => this.#onIdle.push(resolve));
  }
}
