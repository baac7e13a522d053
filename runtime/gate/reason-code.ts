import type { CloseKind } from "./close-reason.ts";

/** Reason codes of MQTT 5 (section 2.4) that the gate sends. */
export const REASON = {
  success: 0x00,
  noSubscriptionExisted: 0x11,
  unspecified: 0x80,
  malformed: 0x81,
  protocolError: 0x82,
  unsupportedVersion: 0x84,
  invalidClientId: 0x85,
  badUserNameOrPassword: 0x86,
  notAuthorized: 0x87,
  serverUnavailable: 0x88,
  serverShuttingDown: 0x8b,
  badAuthenticationMethod: 0x8c,
  keepAliveTimeout: 0x8d,
  sessionTakenOver: 0x8e,
  invalidTopicFilter: 0x8f,
  invalidTopicName: 0x90,
  packetIdNotFound: 0x92,
  receiveMaximumExceeded: 0x93,
  invalidTopicAlias: 0x94,
  packetTooLarge: 0x95,
  quotaExceeded: 0x97,
  administrativeAction: 0x98,
  retainNotSupported: 0x9a,
  sharedSubscriptionsNotSupported: 0x9e,
  subscriptionIdentifiersNotSupported: 0xa1,
} as const;

/** What DISCONNECT says in words: where the code alone does not tell a client what has happened. */
export function reasonTextOf(kind: CloseKind): string | undefined {
  return kind === "duplicate_user" ? "the user has another session" : undefined;
}

/**
 * What DISCONNECT says of a connection that the gate ends; `undefined` where there is nobody to tell. A
 * {@link Violation} may say it closer.
 */
export function reasonOf(kind: CloseKind): number | undefined {
  switch (kind) {
    case "left":
    case "gone":
    case "not_resumed":
    case "full":
    case "full_for_ip":
    case "tls":
    case "http":
    case "origin":
    case "no_connect":
    case "unauthenticated":
    case "refused":
    case "slow_reader":
      return undefined;
    case "malformed":
      return REASON.malformed;
    case "violation":
      return REASON.protocolError;
    case "too_large":
      return REASON.packetTooLarge;
    case "keep_alive":
      return REASON.keepAliveTimeout;
    case "unacknowledged":
      return REASON.quotaExceeded;
    case "taken_over":
    case "duplicate_user":
      return REASON.sessionTakenOver;
    case "closed":
      return REASON.administrativeAction;
    case "stopping":
      return REASON.serverShuttingDown;
    case "failed":
      return REASON.unspecified;
  }
}
