import { RpcError } from "../errors.ts";

/** How one call is made. */
export interface CallOptions {
  /**
   * How long to wait for the result, in milliseconds, above 0. A call made inside a handler never
   * outlives the call that the handler serves, unless it is `detached`.
   *
   * @defaultValue 5000, as mqant's `RpcExpired`
   */
  timeoutMs?: number | undefined;
  /** Gives up with `canceled` when it fires. The handler may run on; its own signal fires. */
  signal?: AbortSignal | undefined;
  /**
   * Wait, inside the time limit, for a broker that is away and for a callee that is being restarted, instead
   * of failing with `unavailable` or `no_responder`. A call that may have run is never made again.
   *
   * @defaultValue false
   */
  waitForReady?: boolean | undefined;
  /**
   * What the route of the target's type hashes to pick an instance: equal texts reach the same
   * instance.
   *
   * @defaultValue the id of the calling module; at the gate the user id, or the session id of a guest
   */
  hash?: string | undefined;
  /**
   * Do not inherit the deadline of the call that is being served.
   *
   * @defaultValue false
   */
  detached?: boolean | undefined;
  /**
   * W3C trace context that travels with the call, such as
   * `"00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01"`.
   *
   * @defaultValue that of the call that is being served
   */
  traceparent?: string | undefined;
}

/** Node's timers know no longer duration, in milliseconds: 24.8 days. */
const MAX_TIMEOUT_MS = 2 ** 31 - 1;

/**
 * Checks a timeout that somebody gave.
 *
 * @throws {RpcError} `invalid_argument` for what is not above 0, and for what no timer can wait.
 */
export function checkTimeout(timeoutMs: number): void {
  if (timeoutMs > 0 && timeoutMs <= MAX_TIMEOUT_MS) return;
  throw new RpcError(
    "invalid_argument",
    `timeoutMs is ${timeoutMs}; a number of milliseconds above 0 and up to ${MAX_TIMEOUT_MS} is expected`,
  );
}
