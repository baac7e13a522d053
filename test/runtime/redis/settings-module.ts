import type { Handler, Session } from "mqant";

/** Handlers of a module `User` by which a client binds itself and changes its settings. */
export const userHandlers: Record<string, Handler> = {
  HD_Bind: async (session: Session, userId: string) => {
    await session.bind(userId);
    return session.settings;
  },
  HD_Set: async (session: Session, settings: Record<string, string>) => {
    for (const [key, value] of Object.entries(settings)) session.set(key, value);
    await session.push();
    return session.settings;
  },
  HD_Echo: (_session: Session, body: unknown) => body,
};
