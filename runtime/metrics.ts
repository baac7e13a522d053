import type { Counters } from "./counters.ts";

/** How often something happened, by what it was. */
export type Tallied = Readonly<Record<string, number>>;

/** What one process has counted from its start on, and how things stand at the moment. */
export interface Metrics {
  /** Calls that this process made, by how they ended: `ok`, or the error's code. */
  readonly callsMade: Tallied;
  /** Calls that modules of this process served, by how they ended. */
  readonly callsServed: Tallied;
  /** Replies that came after their caller had stopped waiting. */
  readonly lateReplies: number;
  /** Requests that the broker delivered twice: answered with `lost`, and not run. */
  readonly redelivered: number;
  /** Requests that came when nobody waited for them any more: not run. */
  readonly expired: number;
  /** Messages that no queue took. */
  readonly returned: number;
  /** Replies that could not be sent in time, or were too many. */
  readonly repliesDropped: number;
  /** Messages that could not be read, by the kind of queue: `request`, `reply`. */
  readonly messagesDropped: Tallied;
  /** Faults of brokers, by kind: `lost`, `unreachable`, `forced`, `topology` and others. */
  readonly brokerFaults: Tallied;
  /** How often a broker came back. */
  readonly reconnects: number;
  /** How long brokers took no messages, in seconds. */
  readonly blockedSeconds: number;
  /** Clients that gates have let in. */
  readonly clientsConnected: number;
  /** Connections of clients that ended, by the reason: `left`, `slow_reader`, `malformed` and others. */
  readonly clientsDisconnected: Tallied;
  /** Clients that are connected. */
  readonly clients: number;
  /** Sessions whose connection broke and whose client may come back: gates with `resume`. */
  readonly clientsAway: number;
  /** Clients that came back to their session. */
  readonly clientsResumed: number;
  /** Sessions that ended while their client was away, by the reason: `not_resumed`, `taken_over` and others. */
  readonly awaySessionsEnded: Tallied;
  /** Calls of this process that wait for their result. */
  readonly pendingCalls: number;
  /** Requests that wait for a place or a turn, over all modules. */
  readonly waitingCalls: number;
  /** Handlers that run, over all modules. */
  readonly runningCalls: number;
}

/** How busy the modules of a process are. */
export interface Load {
  readonly pendingCalls: number;
  readonly waitingCalls: number;
  readonly runningCalls: number;
}

/** The counters as they are now, and the load. */
export function metricsOf(counters: Counters, load: Load): Metrics {
  return {
    callsMade: counters.callsMade.toJSON(),
    callsServed: counters.callsServed.toJSON(),
    lateReplies: counters.lateReplies,
    redelivered: counters.redelivered,
    expired: counters.expired,
    returned: counters.returned,
    repliesDropped: counters.repliesDropped,
    messagesDropped: counters.messagesDropped.toJSON(),
    brokerFaults: counters.brokerFaults.toJSON(),
    reconnects: counters.reconnects,
    blockedSeconds: counters.blockedMs / 1000,
    clientsConnected: counters.clientsConnected,
    clientsDisconnected: counters.clientsDisconnected.toJSON(),
    clients: counters.clients,
    clientsAway: counters.clientsAway,
    clientsResumed: counters.clientsResumed,
    awaySessionsEnded: counters.awaySessionsEnded.toJSON(),
    ...load,
  };
}
