/** More are not remembered: those seen longest ago then cost a command again. */
const MAX_USERS = 100_000;

/** The users whose expiry was put off so lately that it need not be again. */
export class FreshUsers {
  readonly #freshMs: number;
  /** Since when, on the clock of `performance.now()`; in that order. */
  readonly #users = new Map<string, number>();

  /** @param freshMs - How long a user stays fresh, in milliseconds. */
  constructor(freshMs: number) {
    this.#freshMs = freshMs;
  }

  has(userId: string): boolean {
    const since = this.#users.get(userId);
    return since !== undefined && this.#isFresh(since);
  }

  add(userId: string): void {
    this.#users.delete(userId); // to the end of the order
    this.#users.set(userId, performance.now());
    for (const [oldest, since] of this.#users) {
      if (this.#isFresh(since) && this.#users.size <= MAX_USERS) break;
      this.#users.delete(oldest);
    }
  }

  remove(userId: string): void {
    this.#users.delete(userId);
  }

  #isFresh(since: number): boolean {
    return performance.now() - since < this.#freshMs;
  }
}
