import type { Session } from "../session/session.ts";

/** What a client says of itself in CONNECT. */
export interface ConnectCredentials {
  /** Empty if the client leaves the choice to the gate. */
  readonly clientId: string;
  readonly username: string | undefined;
  /** Decoded as UTF-8. */
  readonly password: string | undefined;
}

/** What a gate may have to say about clients that come and go. */
export interface SessionHooks {
  onConnect(session: Session, credentials: ConnectCredentials): void | Promise<void>;
  onResume(session: Session): void | Promise<void>;
  onDisconnect(session: Session): void | Promise<void>;
}

/** The hooks that are to be run. */
export type ChosenHooks = Pick<SessionHooks, "onConnect"> & {
  readonly [H in AfterwardsHook]: ((session: Session) => void | Promise<void>) | undefined;
};

/** Hooks that are run on nobody's behalf. */
export type AfterwardsHook = "onResume" | "onDisconnect";

/**
 * The hooks of a gate but for those that are left as they are: to run something aside costs each promise of the
 * process from then on (see `runInShortCall`).
 *
 * @param unset - The hooks of a gate that has none of its own.
 */
export function hooksOf(gate: SessionHooks, unset: SessionHooks): ChosenHooks {
  const own = (hook: AfterwardsHook): ChosenHooks[AfterwardsHook] =>
    gate[hook] === unset[hook] ? undefined : (session) => gate[hook](session);
  return {
    onConnect: (session, credentials) => gate.onConnect(session, credentials),
    onResume: own("onResume"),
    onDisconnect: own("onDisconnect"),
  };
}
