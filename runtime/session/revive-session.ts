import { RpcError } from "../errors.ts";
import type { RpcCaller } from "../rpc/rpc-caller.ts";
import { Session, type WireSession } from "./session.ts";

/**
 * Makes a session of what came from another process.
 *
 * @param caller - Makes the session's calls home.
 * @throws {RpcError} `invalid_argument` for data that is no session.
 */
export function reviveSession(data: unknown, caller: RpcCaller): Session {
  if (!isWireSession(data)) throw new RpcError("invalid_argument", "what came is no session");
  const { gate, ...snapshot } = data;
  return new Session(snapshot, gate, caller);
}

function isWireSession(data: unknown): data is WireSession {
  if (typeof data !== "object" || data === null) return false;
  const session = data as Partial<Record<keyof WireSession, unknown>>; // looked at below
  const { settings } = session;
  return (
    TEXTS.every((key) => typeof session[key] === "string") &&
    typeof settings === "object" &&
    settings !== null &&
    Object.values(settings).every((value) => typeof value === "string")
  );
}

const TEXTS = ["sessionId", "userId", "serverId", "network", "ip", "gate"] as const;
