import type { HandlerServer } from "../module/handler-server.ts";
import type { ClientTable } from "./client-table.ts";
import type { ProtocolVersion } from "./connect-packet.ts";
import type { GateClient } from "./gate-client.ts";
import { wrong } from "./handler-arguments.ts";

/** The most sessions that a page has: some hundred KiB. */
const MAX_PAGE = 1000;

/** One session of a gate, for whoever wants to know who is there and how they are. */
export interface SessionInfo {
  readonly sessionId: string;
  /** The user that the session is bound to, empty for a guest. */
  readonly userId: string;
  /** The module id of the gate. */
  readonly serverId: string;
  /** As the client named itself; empty if it did not. */
  readonly clientId: string;
  /** `"tcp"`, `"tls"`, `"ws"` or `"wss"`. */
  readonly network: string;
  /** The client's address, without the port. */
  readonly ip: string;
  /** 3 is MQTT 3.1, 4 is 3.1.1. */
  readonly protocolVersion: ProtocolVersion;
  /** When the session began. */
  readonly connectedAt: Date;
  /** Whether its connection broke, and its client may come back: gates with `resume`. */
  readonly isAway: boolean;
  /** Requests that are served, or wait to be. */
  readonly requests: number;
  /** What was written and not read by the client yet. */
  readonly unsentBytes: number;
  /** Messages at QoS 1 that the client has not acknowledged, those that wait included. */
  readonly unacknowledged: number;
}

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
