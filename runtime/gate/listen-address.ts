/** Where a listener listens. */
export interface ListenAddress {
  /** `undefined` for all of the machine's addresses. */
  readonly host: string | undefined;
  /** 0 for a free one. */
  readonly port: number;
}

/** Where a gate can be reached. */
export interface GateAddress {
  readonly network: "tcp" | "tls" | "ws" | "wss";
  /** The address that is listened on; `::` or `0.0.0.0` for all. */
  readonly host: string;
  readonly port: number;
}

/**
 * Reads `":3563"`, `"host:3563"` or `"[::1]:3563"`, as mqant writes addresses; `undefined` for anything
 * else.
 */
export function parseListenAddress(text: string): ListenAddress | undefined {
  const match = /^(?:\[([\da-fA-F:.%\w]+)\]|([^\s:[\]/]*)):(\d{1,5})$/u.exec(text);
  if (match === null) return undefined;
  const port = Number(match[3]);
  const host = match[1] ?? match[2];
  return port <= 65_535 ? { host: host === "" ? undefined : host, port } : undefined;
}
