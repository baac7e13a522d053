/** What became of the calls of a caller under load. */
export interface CallerReport {
  /** Calls that were made. */
  made: number;
  /** Answered with what was asked for. */
  right: number;
  /** Failed clearly and in time, by code. */
  failed: Record<string, number>;
  /** The first message of each code. */
  samples: Record<string, string>;
  /** Failed or answered later than the time limit and a quarter of a second. */
  late: number;
  /** Never settled. */
  hung: number;
  /** Answered with something else, or failed without a code. */
  wrong: number;
  /** Calls that failed though `maybeExecuted` says that they did not run, and ran all the same: ids. */
  claimedUnrun: number[];
  log: string[];
  metrics: Record<string, unknown>;
  rssMb: number;
}

/** What a callee under load did. */
export interface CalleeReport {
  /** The calls whose handler began, in order. */
  ran: number[];
  /** Those that began more than a quarter of a second after their deadline. */
  stale: number[];
  log: string[];
  metrics: Record<string, unknown>;
  rssMb: number;
}

/** How calls are made. */
export interface LoadSettings {
  uri: string;
  timeoutMs: number;
  /** Calls begun each 10 ms. */
  callsPerTick: number;
  waitForReady: boolean;
  /** How long the handler takes, in milliseconds; busy for so long if it is `busy`. */
  workMs: number;
  busy: boolean;
  closeTimeoutMs: number;
  /** Seconds. */
  heartbeat: number;
  /** Unlike for two runs of one test. */
  firstId: number;
}

/** The configuration that both processes share. */
export function loadConfigText({ uri, heartbeat }: LoadSettings): string {
  return JSON.stringify({
    Module: {
      Caller: [{ Id: "Caller001", ProcessID: "caller" }],
      Load: [{ Id: "Load001", ProcessID: "callee" }],
    },
    Rabbitmq: { Uri: uri, Heartbeat: heartbeat },
  });
}

/** How long after its deadline something still counts as in time, in milliseconds. */
export const TOLERANCE_MS = 250;
