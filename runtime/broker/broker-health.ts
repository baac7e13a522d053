/** What a broker is to the process: `blocked` is up, but takes no messages (its memory or disk is full). */
export type BrokerState = "connecting" | "up" | "blocked" | "away" | "closed";

/** How a process stands with its broker. */
export interface BrokerHealth {
  readonly state: BrokerState;
  /** For how long it has not been usable, in milliseconds; 0 while it is. */
  readonly awayMs: number;
}
