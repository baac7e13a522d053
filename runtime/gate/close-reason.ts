import type { Level } from "../limited-log.ts";

/**
 * Why a connection ended:
 *
 * - `left`: the client sent DISCONNECT;
 * - `gone`: the client closed its socket without a word;
 * - `full`, `full_for_ip`: as many sockets are open as `MaxConnNum` or `maxConnectionsPerIp` allow;
 * - `tls`: the TLS handshake failed;
 * - `http`: a request for something that is not there, or no proper WebSocket upgrade;
 * - `origin`: a WebSocket of a page that `allowedOrigins` does not have;
 * - `no_connect`: no CONNECT within `connectTimeoutMs`;
 * - `unauthenticated`: `onConnect` does not know the user name and password;
 * - `refused`: CONNECT was answered with another return code than 0;
 * - `malformed`, `violation`: bytes that are no MQTT, or MQTT against its rules;
 * - `too_large`: a packet beyond `maxPacketBytes`, or a CONNECT beyond `maxConnectBytes`;
 * - `keep_alive`: silence for one and a half times the client's keep-alive interval;
 * - `slow_reader`: more than `maxUnsentBytes`, or for longer than `drainTimeoutMs`, that the client does not
 *   read;
 * - `unacknowledged`: more than `maxUnacknowledged` messages without PUBACK;
 * - `taken_over`: the same client id connected again;
 * - `duplicate_user`: its user was bound to another session, and `onDuplicateUser` is `kick_old`;
 * - `closed`: a module called `session.close()`;
 * - `stopping`: the gate is closing;
 * - `failed`: the socket broke, or an error inside the gate;
 * - `not_resumed`, of sessions only: the connection broke, and the client did not come back in time.
 */
export type CloseKind =
  | "left"
  | "gone"
  | "full"
  | "full_for_ip"
  | "tls"
  | "http"
  | "origin"
  | "no_connect"
  | "unauthenticated"
  | "refused"
  | "malformed"
  | "violation"
  | "too_large"
  | "keep_alive"
  | "slow_reader"
  | "unacknowledged"
  | "taken_over"
  | "duplicate_user"
  | "closed"
  | "stopping"
  | "failed"
  | "not_resumed";

/** Why a connection ended, for programs and for people. */
export interface CloseReason {
  readonly kind: CloseKind;
  readonly text: string;
}

/** What a client did against the protocol. Whoever reads packets throws it; the connection closes by it. */
export class Violation extends Error implements CloseReason {
  override readonly name = "Violation";
  readonly kind: CloseKind;
  /** The reason code of MQTT 5, where there is a closer one than the kind's. */
  readonly reasonCode: number | undefined;

  constructor(kind: "malformed" | "violation" | "too_large", text: string, reasonCode?: number) {
    super(text);
    this.kind = kind;
    this.reasonCode = reasonCode;
  }

  get text(): string {
    return this.message;
  }
}

/** How serious the end of a connection is: what clients do every day, what they should not, and our faults. */
export function levelOf(kind: CloseKind): Level {
  switch (kind) {
    case "left":
    case "gone":
    case "not_resumed":
    case "taken_over":
    case "duplicate_user":
    case "closed":
    case "stopping":
      return "debug";
    case "http":
    case "no_connect":
    case "unauthenticated":
    case "keep_alive":
    case "refused":
      return "info";
    case "full":
    case "full_for_ip":
    case "tls":
    case "origin":
    case "malformed":
    case "violation":
    case "too_large":
    case "slow_reader":
    case "unacknowledged":
    case "failed":
      return "warn";
  }
}

/** Whether the end of a connection was nobody's wish, so that its client may come back for its session. */
export function isBreak(kind: CloseKind): boolean {
  return kind === "gone" || kind === "failed" || kind === "keep_alive" || kind === "slow_reader";
}
