import type { TimingWheel } from "../async/timing-wheel.ts";
import type { CloseReason } from "./close-reason.ts";
import type { ConnackCode } from "./connack-packet.ts";
import type { ConnectRequest } from "./connect-packet.ts";
import type { MqttConnection } from "./mqtt-connection.ts";
import type { ExchangeLimits } from "./packet-exchange.ts";
import type { PublishServer, RequestLimits } from "./request-lane.ts";
import type { SenderLimits } from "./sender.ts";
import type { TurnEnd } from "../async/turn-end.ts";

/** What bounds one connection; `GateOptions` says what each means. */
export interface ConnectionLimits extends ExchangeLimits, RequestLimits, SenderLimits {
  readonly connectTimeoutMs: number;
  readonly maxConnectBytes: number;
  readonly maxPacketBytes: number;
  readonly maxKeepAliveSeconds: number;
}

/** Who a connection's publishes are for, once its CONNECT is accepted. */
export interface ConnectedClient extends PublishServer {
  /** The client id of a client that leaves the choice to the gate. */
  readonly sessionId: string;
  /** MQTT 5: the reason code for a publish on a topic that can't be served, or 0. */
  refusal(topic: string): number;
  /** CONNACK is on its way. */
  connected(): void;
  /** The connection is closed. Called once, also if it closed before {@link connected}. */
  closed(reason: CloseReason): void;
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
   * @returns The client, or the return code to refuse it with.
   */
  admit(
    connection: MqttConnection,
    request: ConnectRequest,
  ): Promise<ConnectedClient | RefusedConnect>;
  /** Told of each connection's end, once. */
  connectionClosed(connection: MqttConnection, reason: CloseReason): void;
}
