/** What the process of a server is told, and what it answers. */
export type ServerOrders = {
  /** Where clients connect, and whose time and memory count. */
  address: { order: true; answer: { port: number; pid: number } };
  /** Lets go of all garbage; answers what the objects of JavaScript take, in bytes. */
  collect: { order: true; answer: number };
  /**
   * Sends a message to all clients, so many times, each when the one before was handed over. Answers when it
   * began, by `instant`.
   */
  broadcast: { order: { times: number }; answer: number };
};

/** What the process of the clients is told, and what it answers. */
export type ClientOrders = {
  /** Connects that many more. */
  open: { order: { count: number }; answer: true };
  /** All clients ask, one request in flight each, for some time. */
  load: { order: { seconds: number }; answer: Load };
  /** Answers when that many pushes have come since the last time: when the last one came, by `instant`. */
  pushes: { order: { count: number }; answer: number };
  /** Disconnects all. */
  close: { order: true; answer: true };
  /** Connects and disconnects that many, some at a time. */
  churn: { order: { count: number }; answer: true };
};

/** What requests took. */
export interface Load {
  readonly perSecond: number;
  /** Milliseconds. */
  readonly p50: number;
  readonly p99: number;
  /** All that were made, also those that ended after the time was over. */
  readonly requests: number;
}

/** Now, in milliseconds, on a clock that all processes of a machine share. */
export function instant(): number {
  return Number(process.hrtime.bigint()) / 1e6;
}
