import type { BrokerHealth, BrokerState } from "./broker/broker-health.ts";

/** A broker that is away for longer makes a process unhealthy, in milliseconds. */
const PATIENCE_MS = 5000;

/** Where an app is in its life. */
export type AppState = "new" | "starting" | "running" | "closing";

/** How an app is, for whoever has to decide whether to send it work. */
export interface Health {
  /** It runs, and no broker has been away for more than five seconds. */
  readonly healthy: boolean;
  readonly state: AppState;
  /** The worst of its brokers; `undefined` if it has none. */
  readonly broker: BrokerState | undefined;
  /** For how long that broker has not been usable, in milliseconds; 0 while it is. */
  readonly brokerAwayMs: number;
}

/** @param brokers - How the app stands with each of its brokers. */
export function healthOf(state: AppState, brokers: readonly BrokerHealth[]): Health {
  const [worst] = brokers.toSorted((a, b) => b.awayMs - a.awayMs);
  const brokerAwayMs = worst?.awayMs ?? 0;
  return {
    healthy: state === "running" && brokerAwayMs <= PATIENCE_MS,
    state,
    broker: worst?.state,
    brokerAwayMs,
  };
}
