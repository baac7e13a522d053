import type { Session } from "mqant";
import { RpcError } from "mqant";

/** The ids of those sessions that their gates do not know any more, or whose gates have died. */
export async function gone(sessions: readonly Session[]): Promise<string[]> {
  const ids = sessions.map(async (session) => {
    try {
      await session.update();
      return [];
    } catch (error) {
      const { code } = RpcError.from(error);
      return code === "not_found" || code === "no_responder" ? [session.sessionId] : [];
    }
  });
  return (await Promise.all(ids)).flat();
}
