import { deferred } from "../async/deferred.ts";
import { pause } from "../async/pause.ts";
import { backoffMs } from "./backoff.ts";
import type { BrokerFault } from "./broker-fault.ts";

/** One try: has something until it is lost, and tells by what. `onHeld` is called as soon as it is there. */
export type Hold = (onHeld: () => void) => Promise<BrokerFault>;

/** Something that is had again whenever it is lost. */
export interface Holding {
  /** Resolves when it is there for the first time; rejects if the first try fails for good. */
  readonly first: Promise<void>;
  /** Resolves when nothing is held or tried any more. */
  readonly ended: Promise<void>;
}

/**
 * Tries until `over` fires, after each fault a little later.
 *
 * @param onFault - Told of each fault.
 */
export function keepHolding(
  hold: Hold,
  over: AbortSignal,
  onFault: (fault: BrokerFault) => void,
): Holding {
  const first = deferred();
  over.addEventListener("abort", () => first.resolve(), { once: true });
  const run = async (): Promise<void> => {
    for (let failures = 0; !over.aborted; failures++) {
      const fault = await hold(() => {
        failures = 0;
        first.resolve();
      });
      if (over.aborted) return;
      onFault(fault);
      if (fault.isPermanent) first.reject(fault);
      await pause(backoffMs(failures, fault.isPermanent), over);
    }
  };
  return { first: first.promise, ended: run() };
}
