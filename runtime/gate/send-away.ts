import { endsWithin } from "../async/ends-within.ts";
import type { Logger } from "../log.ts";
import type { ClientTable } from "./client-table.ts";
import type { GateServer } from "./gate-server.ts";
import type { RequestsInFlight } from "./requests-in-flight.ts";

/** The most of its time that a gate keeps for sending its clients away, in milliseconds, and as a part. */
const FAREWELL_MS = 500;
const FAREWELL_PART = 0.1;

/** What a gate ends its service with. */
export interface Service {
  readonly server: GateServer;
  readonly clients: ClientTable;
  readonly requests: RequestsInFlight;
  readonly log: Logger;
}

/**
 * Ends the service: no more sockets come in, requests in flight are answered, with an error if there is no more
 * time for them, clients are told that the gate stops, and what was written leaves. All of it takes no longer than `timeoutMs`, whatever handlers and
 * clients do; it is over as soon as there is nothing to wait for. Twice is fine.
 */
export async function sendAway(service: Service, timeoutMs: number): Promise<void> {
  const { server, clients, requests, log } = service;
  const end = performance.now() + timeoutMs;
  server.stop();
  // They can't come back any more, and who waits for their acknowledgements should not.
  for (const client of clients) if (client.isAway) client.end("stopping", "the gate is closing");
  const servingMs = timeoutMs - Math.min(FAREWELL_MS, timeoutMs * FAREWELL_PART);
  const over = Promise.race([requests.idle(), server.empty()]);
  if (!(await endsWithin(over, servingMs))) {
    const text = "requests of clients are given up: the gate closes before they are answered";
    log.warn({ requests: requests.count }, text);
    for (const client of clients) client.giveUp();
  }
  for (const client of clients) client.end("stopping", "the gate is closing");
  await endsWithin(server.empty(), Math.max(0, end - performance.now()));
  server.closeAll();
}
