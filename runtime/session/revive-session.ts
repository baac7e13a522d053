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
  const [sessionId, userId, serverId, network, ip, gate, settings = NO_SETTINGS] = data;
  return new Session({ sessionId, userId, serverId, network, ip, settings }, gate, caller);
}

/** How many texts come before the settings. */
const TEXTS = 6;

const NO_SETTINGS: Readonly<Record<string, string>> = Object.freeze({});

function isWireSession(data: unknown): data is WireSession {
  if (!Array.isArray(data) || data.length < TEXTS || data.length > TEXTS + 1) return false;
  const parts: readonly unknown[] = data;
  const { [TEXTS]: settings = NO_SETTINGS } = parts;
  return (
    parts.every((part, index) => index === TEXTS || typeof part === "string") &&
    typeof settings === "object" &&
    settings !== null &&
    Object.values(settings).every((value) => typeof value === "string")
  );
}
