import type { ProtocolVersion } from "./connect-packet.ts";

/** One session of a gate, for whoever wants to know who is there and how they are. */
export interface SessionInfo {
  readonly sessionId: string;
  /** The user that the session is bound to, empty for a guest. */
  readonly userId: string;
  /** The module id of the gate. */
  readonly serverId: string;
  /** As the client named itself; empty if it did not. */
  readonly clientId: string;
  /** `"tcp"`, `"tls"`, `"ws"` or `"wss"`. */
  readonly network: string;
  /** The client's address, without the port. */
  readonly ip: string;
  /** 3 is MQTT 3.1, 4 is 3.1.1. */
  readonly protocolVersion: ProtocolVersion;
  /** When the session began. */
  readonly connectedAt: Date;
  /** Whether its connection broke, and its client may come back: gates with `resume`. */
  readonly isAway: boolean;
  /** Requests that are served, or wait to be. */
  readonly requests: number;
  /** What was written and not read by the client yet. */
  readonly unsentBytes: number;
  /** Messages at QoS 1 that the client has not acknowledged, those that wait included. */
  readonly unacknowledged: number;
}
