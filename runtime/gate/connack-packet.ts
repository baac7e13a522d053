import { generate, type IConnackPacket } from "mqtt-packet";
import type { ConnectRequest, ProtocolVersion } from "./connect-packet.ts";
import { REASON } from "./reason-code.ts";

/** Return codes of CONNACK in MQTT 3.1 and 3.1.1 (table 3.1) for a CONNECT that is refused. */
export type ConnackCode = 1 | 2 | 3 | 4 | 5;

/** What CONNACK of MQTT 5 says of what the gate offers; `GateSettings` says what each means. */
export interface Offer {
  readonly maxPacketBytes: number;
  readonly maxUnreleased: number;
  readonly maxTopicAliases: number;
}

const REASONS: Readonly<Record<ConnackCode, number>> = {
  1: REASON.unsupportedVersion,
  2: REASON.invalidClientId,
  3: REASON.serverUnavailable,
  4: REASON.badUserNameOrPassword,
  5: REASON.notAuthorized,
};

const ACCEPTED = Buffer.from([0x20, 2, 0, 0]);
const RESUMED = Buffer.from([0x20, 2, 1, 0]);

/** Encodes CONNACK for a CONNECT that is refused; MQTT 5 has other codes for the same. */
export function encodeRefused(version: ProtocolVersion, code: ConnackCode): Buffer {
  return version === 5 ? encodeRefused5(REASONS[code]) : Buffer.from([0x20, 2, 0, code]);
}

/** Encodes CONNACK of MQTT 5 with a reason code, and no properties. */
export function encodeRefused5(reason: number): Buffer {
  return Buffer.from([0x20, 3, 0, reason, 0]);
}

/** What CONNACK says of the session that a client gets. */
export interface Welcome {
  /** What the gate goes by. */
  readonly keepAliveSeconds: number;
  /** That of a client that leaves the choice to the gate is told. */
  readonly clientId: string;
  /** Whether the client has had the session before. */
  readonly isResumed: boolean;
  /** How long the session outlives its connection. */
  readonly keptSeconds: number;
}

/** Encodes CONNACK for a CONNECT that is accepted. */
export function encodeAccepted(
  request: ConnectRequest,
  offer: Offer,
  { keepAliveSeconds, clientId, isResumed, keptSeconds }: Welcome,
): Buffer {
  // [MQTT-3.2.2-1 to 3] Session present is 1 for a session that is resumed, and no other. MQTT 3.1 has no such
  // flag: its byte is reserved.
  if (request.protocolVersion !== 5) {
    return isResumed && request.protocolVersion === 4 ? RESUMED : ACCEPTED;
  }
  const { maxPacketBytes, maxUnreleased, maxTopicAliases } = offer;
  const properties: NonNullable<IConnackPacket["properties"]> = {
    receiveMaximum: maxUnreleased,
    retainAvailable: false,
    maximumPacketSize: maxPacketBytes,
    topicAliasMaximum: maxTopicAliases,
    subscriptionIdentifiersAvailable: false,
    sharedSubscriptionAvailable: false,
  };
  // Section 3.2.2.3.2: without it the gate would have agreed to what the client asks for.
  if (request.sessionExpirySeconds !== keptSeconds) properties.sessionExpiryInterval = keptSeconds;
  // [MQTT-3.2.2-16] A client without an id is told the one that it gets.
  if (request.clientId === "") properties.assignedClientIdentifier = clientId;
  // [MQTT-3.2.2-22] Said only where it is not the client's own.
  if (keepAliveSeconds !== request.keepAliveSeconds) properties.serverKeepAlive = keepAliveSeconds;
  const packet: IConnackPacket = {
    cmd: "connack",
    reasonCode: REASON.success,
    sessionPresent: isResumed,
    properties,
  };
  return generate(packet, { protocolVersion: 5 });
}

/**
 * The keep-alive interval that the gate goes by, in seconds; 0 stands for one without end. Clients of MQTT 5
 * alone can be told one that is not theirs.
 *
 * @param maxSeconds - The longest that the gate allows.
 */
export function keepAliveOf(request: ConnectRequest, maxSeconds: number): number {
  const { protocolVersion, keepAliveSeconds } = request;
  if (protocolVersion !== 5 || maxSeconds === 0) return keepAliveSeconds;
  return keepAliveSeconds === 0 ? maxSeconds : Math.min(maxSeconds, keepAliveSeconds);
}
