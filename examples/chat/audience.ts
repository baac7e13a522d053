import type { Session } from "mqant";

/** The part of an audience that one gate holds. */
export interface Audience {
  /** Any session of that gate: whatever is sent through it goes there. */
  readonly via: Session;
  readonly sessionIds: readonly string[];
}

/** Groups sessions by their gates, so that each gate gets a push once for all of its clients. */
export function audiences(sessions: readonly Session[]): Audience[] {
  const byGate = new Map<string, { via: Session; sessionIds: string[] }>();
  for (const session of sessions) {
    const audience = byGate.get(session.serverId) ?? { via: session, sessionIds: [] };
    audience.sessionIds.push(session.sessionId);
    byGate.set(session.serverId, audience);
  }
  return [...byGate.values()];
}
