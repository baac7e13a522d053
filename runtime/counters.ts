/** How often something happened, by what it was. */
export class Tally {
  readonly #counts = new Map<string, number>();

  add(what: string, count = 1): void {
    this.#counts.set(what, (this.#counts.get(what) ?? 0) + count);
  }

  get(what: string): number {
    return this.#counts.get(what) ?? 0;
  }

  toJSON(): Record<string, number> {
    return Object.fromEntries(this.#counts);
  }
}

/** How calls ended. */
export class Outcomes {
  /** Those that succeeded, apart because they are the many. */
  ok = 0;
  /** Those that failed, by the error's code. */
  readonly failed: Tally = new Tally();

  toJSON(): Record<string, number> {
    return { ok: this.ok, ...this.failed.toJSON() };
  }
}

/** What one process counts from its start on. `Metrics` says what each means. */
export class Counters {
  readonly callsMade: Outcomes = new Outcomes();
  readonly callsServed: Outcomes = new Outcomes();
  lateReplies = 0;
  redelivered = 0;
  expired = 0;
  returned = 0;
  repliesDropped = 0;
  reconnects = 0;
  blockedMs = 0;
  readonly messagesDropped: Tally = new Tally();
  readonly brokerFaults: Tally = new Tally();
  /** Clients that are connected. */
  clients = 0;
  clientsConnected = 0;
  readonly clientsDisconnected: Tally = new Tally();
  /** Sessions whose connection broke and whose client may come back. */
  clientsAway = 0;
  clientsResumed = 0;
  readonly awaySessionsEnded: Tally = new Tally();
}
