/** Wakes one loop: however often it rings before the loop listens again, that is one round. */
export class Bell {
  #hasRung = false;
  #wake: () => void = () => {};

  ring(): void {
    this.#hasRung = true;
    this.#wake();
  }

  /** Yields after it has rung, until `signal` fires. */
  async *rounds(signal: AbortSignal): AsyncGenerator<void, void> {
    signal.addEventListener("abort", () => this.#wake(), { once: true });
    while (!signal.aborted) {
      if (this.#hasRung) {
        this.#hasRung = false;
        yield;
      } else {
        await new Promise<void>((resolve) => (this.#wake = resolve));
      }
    }
  }
}
