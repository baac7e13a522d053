/** The longest that Node's timers can wait, in milliseconds: 24.8 days. */
const MAX_REMAINING_MS = 2 ** 31 - 1;

/**
 * `Expired` of a request: the instant, in Unix milliseconds, after which it shall not be started. Go reads
 * an `int64` there and throws away a request with a fraction, so it is rounded up.
 *
 * @param timeoutMs - How long the caller waits from now on, in milliseconds.
 * @param now - The time in Unix milliseconds.
 */
export function expiredAfter(timeoutMs: number, now: number): number {
  return Math.ceil(now + Math.min(timeoutMs, MAX_REMAINING_MS));
}

/**
 * What is left until `expired` by this machine's clock, in milliseconds; 0 or below: it has passed. Capped
 * at 24.8 days, since peers that want no limit send instants thousands of years ahead.
 */
export function remainingMs(expired: number, now: number): number {
  return Math.min(expired - now, MAX_REMAINING_MS);
}
