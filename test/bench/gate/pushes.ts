import { instant } from "./orders.ts";

/** Counts pushes, whoever they are for, and tells who waits for a number of them. */
export class Pushes {
  #count = 0;
  #wanted = Number.POSITIVE_INFINITY;
  #resolve: ((at: number) => void) | undefined;
  #lastAt = 0;

  readonly onPush = (): void => {
    this.#lastAt = instant();
    if (++this.#count === this.#wanted) this.#tell();
  };

  /** When the last of `count` pushes came, or comes. */
  came(count: number): Promise<number> {
    return new Promise((resolve) => {
      this.#wanted = count;
      this.#resolve = resolve;
      if (this.#count >= count) this.#tell();
    });
  }

  #tell(): void {
    this.#count -= this.#wanted;
    this.#wanted = Number.POSITIVE_INFINITY;
    this.#resolve?.(this.#lastAt);
  }
}
