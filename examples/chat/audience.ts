import type { Session } from "mqant";
import { RpcError } from "mqant";

/** The part of an audience that one gate holds. */
export interface Audience {
  /** Any session of that gate: whatever is sent through it goes there. */
  readonly via: Session;
  readonly sessions: readonly Session[];
  readonly sessionIds: readonly string[];
}

/** Groups sessions by their gates, so that each gate gets a push once for all of its clients. */
export function audiences(sessions: readonly Session[]): Audience[] {
  const byGate = new Map<string, Session[]>();
  for (const session of sessions) {
    const ofGate = byGate.get(session.serverId);
    if (ofGate === undefined) byGate.set(session.serverId, [session]);
    else ofGate.push(session);
  }
  return Array.from(byGate.values(), (ofGate) => ({
    via: ofGate[0]!, // made with one
    sessions: ofGate,
    sessionIds: ofGate.map(({ sessionId }) => sessionId),
  }));
}

/** Those of some sessions that their gates do not know any more. */
export async function gone(sessions: readonly Session[]): Promise<Session[]> {
  const isGone = await Promise.all(
    sessions.map(async (session) => {
      try {
        await session.update();
        return false;
      } catch (error) {
        return RpcError.from(error).code === "not_found";
      }
    }),
  );
  return sessions.filter((_, index) => isGone[index]);
}
