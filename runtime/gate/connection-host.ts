import type { TimingWheel } from "../async/timing-wheel.ts";
import type { TurnEnd } from "../async/turn-end.ts";
import type { CloseReason } from "./close-reason.ts";
import type { ConnackCode } from "./connack-packet.ts";
import type { ConnectRequest } from "./connect-packet.ts";
import type { Conversation, ConversationLimits } from "./conversation.ts";
import type { MqttConnection } from "./mqtt-connection.ts";
import type { SenderLimits } from "./sender.ts";
import type { Keeping } from "./session-keeping.ts";

/** What bounds one connection; `GateSettings` says what each means. */
export interface ConnectionLimits extends ConversationLimits, SenderLimits {
  readonly connectTimeoutMs: number;
  readonly maxConnectBytes: number;
  readonly maxPacketBytes: number;
  readonly maxKeepAliveSeconds: number;
}

/** The session that a connection is part of, once its CONNECT is accepted. */
export interface ConnectedClient {
  /** As CONNECT named it, or as a client of MQTT 5 is told that leaves the choice to the gate. */
  readonly clientId: string;
  readonly conversation: Conversation;
  /** Whether the session is over. */
  readonly hasEnded: boolean;
  /** CONNACK is on its way. */
  connected(connection: MqttConnection, keeping: Keeping | undefined): void;
  /** A connection is closed, also before {@link connected}; one that is not the session's any more is passed over. */
  disconnected(connection: MqttConnection, reason: CloseReason): void;
}

/** A CONNECT that is accepted. */
export interface Admission {
  readonly client: ConnectedClient;
  /** Whether the client gets the session again that it had. */
  readonly isResumed: boolean;
  /** What there is to keep the session by, if its client may come back for it. */
  readonly keeping: Keeping | undefined;
}

/** A CONNECT that is refused, and why, for the log. */
export interface RefusedConnect {
  readonly code: ConnackCode;
  readonly text: string;
}

/** What all connections of a gate have in common, and all that they know of it. */
export interface ConnectionHost {
  readonly limits: ConnectionLimits;
  readonly wheel: TimingWheel;
  readonly turn: TurnEnd;
  /**
   * Decides about a CONNECT that is well-formed. Never rejects.
   *
   * @returns What it is accepted with, or the return code to refuse it with.
   */
  admit(connection: MqttConnection, request: ConnectRequest): Promise<Admission | RefusedConnect>;
  /** Told of each connection's end, once. */
  connectionClosed(connection: MqttConnection, reason: CloseReason): void;
}
