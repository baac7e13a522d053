import type { RemoteCall } from "./remote-call.ts";

/** After this long without a reply the callee is asked whether it is still there, and asked again, in milliseconds. */
const PATIENCE_MS = 250;
/** How many calls one question is about; more are asked for the next time. */
const MAX_CALLS = 2000;

/** A callee that can be asked. */
export interface Callee<C extends RemoteCall> {
  /**
   * Asks whether it is there and knows these calls.
   *
   * @param expiresInMs - After this long the answer is of no use, in milliseconds.
   */
  probe(calls: readonly C[], expiresInMs: number): void;
}

/**
 * Notices that a callee is gone. The queue of one that died comes back as unroutable when something is
 * published to it; one that was started again does not know the calls of its predecessor.
 */
export class Liveness<C extends RemoteCall> {
  readonly #pending: () => Iterable<readonly [C, Callee<C>]>;
  #timer: NodeJS.Timeout | undefined;

  /** @param pending - The calls that wait for a reply. */
  constructor(pending: () => Iterable<readonly [C, Callee<C>]>) {
    this.#pending = pending;
  }

  /** There is a call to look after. */
  watch(): void {
    if (this.#timer !== undefined) return;
    this.#timer = setTimeout(() => this.#ask(), PATIENCE_MS);
    this.#timer.unref();
  }

  stop(): void {
    clearTimeout(this.#timer);
  }

  #ask(): void {
    this.#timer = undefined;
    const longSince = performance.now() - PATIENCE_MS;
    const waiting = new Map<Callee<C>, C[]>();
    let isAnyPending = false;
    for (const [call, callee] of this.#pending()) {
      isAnyPending = true;
      if (call.place !== "sent" || call.isOneWay || call.sentAt > longSince) continue;
      const calls = waiting.get(callee);
      if (calls === undefined) waiting.set(callee, [call]);
      else if (calls.length < MAX_CALLS) calls.push(call);
    }
    for (const [callee, calls] of waiting) callee.probe(calls, PATIENCE_MS * 2);
    if (isAnyPending) this.watch();
  }
}
