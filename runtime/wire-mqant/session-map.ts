import type { SessionSnapshot } from "../session/session.ts";

/**
 * A session as Go mqant sends and reads it: the first argument of `HD_` handlers, and what its gate's
 * `Bind`, `UnBind`, `Update`, `Set`, `Remove` and `Push` answer. Empty texts are left out; keys are in Go's
 * order.
 */
export interface SessionMap {
  /** The client's address; from Go with the port. */
  IP?: string;
  Network?: string;
  Serverid?: string;
  Sessionid?: string;
  Settings: Record<string, string>;
  Userid?: string;
}

/** What a peer is told of a session. */
export function toSessionMap(session: SessionSnapshot): SessionMap {
  const { ip, network, serverId, sessionId, settings, userId } = session;
  return {
    ...(ip !== "" && { IP: ip }),
    ...(network !== "" && { Network: network }),
    ...(serverId !== "" && { Serverid: serverId }),
    ...(sessionId !== "" && { Sessionid: sessionId }),
    Settings: Object.fromEntries(Object.entries(settings).filter(crosses)),
    ...(userId !== "" && { Userid: userId }),
  };
}

/**
 * Reads what {@link toSessionMap} or Go made. Settings that are no texts, as Go's may be, become their
 * JSON text (`true` is `"true"`), those that are null are left out; the port is taken off the address.
 *
 * @returns `undefined` for anything that has no `Sessionid` and `Serverid`, or a field of another type.
 */
export function fromSessionMap(value: unknown): SessionSnapshot | undefined {
  if (typeof value !== "object" || value === null) return undefined;
  const fields = new Map<string, unknown>(Object.entries(value));
  const text = (name: string): string | undefined => {
    const field = fields.get(name) ?? "";
    return typeof field === "string" ? field : undefined;
  };
  const [ip, network, userId] = [text("IP"), text("Network"), text("Userid")];
  const [serverId, sessionId] = [text("Serverid"), text("Sessionid")];
  const settings = settingTexts(fields.get("Settings") ?? {});
  if (!serverId || !sessionId) return undefined;
  if (ip === undefined || network === undefined || userId === undefined) return undefined;
  if (settings === undefined) return undefined;
  return { sessionId, userId, serverId, network, ip: withoutPort(ip), settings };
}

/**
 * The settings of a session of Go's as ours are: all texts, without those that are null.
 *
 * @returns `undefined` for what is no object.
 */
export function settingTexts(value: unknown): Record<string, string> | undefined {
  if (typeof value !== "object" || value === null || Array.isArray(value)) return undefined;
  const entries = Object.entries(value as Record<string, unknown>) // any object's values are unknown
    .filter((entry) => crosses(entry) && entry[1] !== null && entry[1] !== undefined)
    .map(([key, item]) => [key, settingText(item)] as const);
  return Object.fromEntries(entries);
}

/** One setting as text: itself, or its JSON. */
export function settingText(value: unknown): string {
  return typeof value === "string" ? value : JSON.stringify(value);
}

/** Assigning to a key of that name changes the prototype of many a peer's object. */
function crosses([key]: readonly [string, unknown]): boolean {
  return key !== "__proto__";
}

/** `127.0.0.1:33530` and `[::1]:33530`, as Go's `RemoteAddr` writes them, without the port. */
function withoutPort(address: string): string {
  const parts = /^(?:\[(?<v6>[^\]]*)\]|(?<v4>[^:]*)):\d+$/.exec(address)?.groups;
  return parts?.["v6"] ?? parts?.["v4"] ?? address;
}
