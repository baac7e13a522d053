/** How much the latest call counts in the estimate. */
const WEIGHT = 0.2;
/** What is allowed for the way back, and for handlers that take a little longer than usual. */
const ALLOWANCE = 1.2;
const WAY_BACK_MS = 2;

/**
 * Knows how long handlers take when there is more to do than can be done, so that a call which has waited for
 * most of its time is not begun when its caller will be gone before it ends. Without that, a callee that is
 * too slow runs each call just in time to be too late, and answers none.
 */
export class Patience {
  readonly #takesMs = new Map<string, number>();

  /** Whether a call has waited for so long that the time its handler takes is of interest. */
  static isTried(waitedMs: number, timeoutMs: number): boolean {
    return waitedMs > timeoutMs / 4;
  }

  /** A call of `handler` took so long, in milliseconds. */
  note(handler: string, tookMs: number): void {
    const known = this.#takesMs.get(handler) ?? tookMs;
    this.#takesMs.set(handler, known + (tookMs - known) * WEIGHT);
  }

  /** Whether a call that has waited for so long, and has so much time left, would be answered in time. */
  isWorthwhile(handler: string, waitedMs: number, leftMs: number): boolean {
    // One that has waited for less than half of its time is begun in any case: estimates may be wrong.
    if (waitedMs < leftMs) return true;
    const takesMs = this.#takesMs.get(handler) ?? 0;
    return leftMs > takesMs * ALLOWANCE + WAY_BACK_MS;
  }
}
