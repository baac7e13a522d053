import type { HandlerServer } from "../module/handler-server.ts";
import type { ClientTable } from "./client-table.ts";
import type { GateClient } from "./gate-client.ts";
import { wrong } from "./handler-arguments.ts";
import type { SessionInfo } from "./session-info.ts";

/** The most sessions that a page has: some hundred KiB. */
const MAX_PAGE = 1000;

/** Some of the sessions of a gate, in the order in which they began. */
export interface SessionPage {
  readonly sessions: readonly SessionInfo[];
  /** Where the next page begins; `undefined` if this was the last. */
  readonly next: number | undefined;
}

/** A session as it is now. */
export function infoOf(client: GateClient): SessionInfo {
  const { sessionId, userId, clientId, conversation, isAway } = client;
  const { serverId, network, ip } = client.home;
  return {
    sessionId,
    userId,
    serverId,
    clientId,
    network,
    ip,
    protocolVersion: conversation.version,
    connectedAt: new Date(client.connectedAt),
    isAway,
    requests: conversation.requests,
    unsentBytes: client.unsentBytes,
    unacknowledged: conversation.unacknowledged,
  };
}

/** Registers what `Gates.sessions` calls: `Sessions(after, limit)`, a {@link SessionPage}. */
export function registerSessionList(server: HandlerServer, clients: ClientTable): void {
  server.registerGO("Sessions", (after: unknown = 0, limit: unknown = MAX_PAGE): SessionPage => {
    if (!isCount(after)) throw wrong("the end of a page, or 0", after);
    if (!isCount(limit) || limit < 1) throw wrong("a number of sessions", limit);
    const sessions: SessionInfo[] = [];
    for (const client of clients.joined(after)) {
      sessions.push(infoOf(client));
      if (sessions.length === Math.min(limit, MAX_PAGE)) return { sessions, next: client.serial };
    }
    return { sessions, next: undefined };
  });
}

function isCount(value: unknown): value is number {
  return Number.isSafeInteger(value) && (value as number) >= 0; // it is a number
}
