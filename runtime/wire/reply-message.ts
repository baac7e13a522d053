import { RpcError, type RpcErrorCode } from "../errors.ts";
import { isWithheld, withhold } from "../rpc/withheld.ts";
import { isNumber, isObject, isText, isWhole, optional } from "./checks.ts";
import { encodeFrame, quoted, type Frame } from "./frame.ts";
import { isProbe, type Probe } from "./request-message.ts";
import { tagged, untagged, WireError, type Attachments, type Revive } from "./wire-value.ts";

/** Who answers, and when: what comes before the replies of a message. */
export interface Answerer {
  /** The key of whoever asked. */
  readonly key: string;
  /** Names the process, from its start to its end. */
  readonly boot: string;
  /** When the message was sent, on that process's clock. */
  readonly clock: number;
}

/** Who serves a queue that somebody else wants to serve. */
export interface Server {
  /** The token of the hello. */
  readonly token: string;
  /** For people: process, pid, host. */
  readonly title: string;
  /** It is going anyway. */
  readonly isClosing: boolean;
}

/** What comes to the reply queue of a process. */
export interface ReplyMessage extends Answerer {
  readonly replies: readonly unknown[];
  /** Those of a probe that are not known. */
  readonly unknown: Probe | undefined;
  readonly server: Server | undefined;
  /** Queues that the process is leaving. */
  readonly leaving: readonly string[] | undefined;
  readonly attachments: Uint8Array;
}

/** The outcome of one call. */
export type WireReply =
  | { readonly number: number; readonly result: unknown }
  | { readonly number: number; readonly error: RpcError };

/** A result that came as it is. */
const PLAIN = 0;
/** A result that is tagged. */
const TAGGED = 1;
const FAILED = 2;

/** A result that is JSON as it is: `[number]` for undefined, `[number, 0, result]`. */
export function encodePlainResult(number: number, result: unknown): string {
  if (result === undefined) return `[${number}]`;
  return `[${number},${PLAIN},${JSON.stringify(result)}]`;
}

/** Any result, a copy made by `copyValue`. */
export function encodeTaggedResult(
  number: number,
  result: unknown,
  attachments: Attachments,
): string {
  if (result === undefined) return `[${number}]`;
  return `[${number},${TAGGED},${JSON.stringify(tagged(result, attachments))}]`;
}

/** An error as JSON. Its details are a copy made by `copyValue`; its cause and its stack stay here. */
export function encodeError(number: number, error: RpcError, attachments: Attachments): string {
  const { code, rawMessage: message, details, maybeExecuted } = error;
  const told = {
    code,
    message,
    ...(details !== undefined && { details: tagged(details, attachments) }),
    ...(maybeExecuted && { maybe: 1 }),
    ...(isWithheld(error) && { withheld: 1 }),
  };
  return `[${number},${FAILED},${JSON.stringify(told)}]`;
}

/** What a reply message is encoded from; everything but the answerer may be missing. */
export interface ReplyParts {
  readonly replies?: readonly string[];
  readonly unknown?: Probe | undefined;
  readonly server?: Server | undefined;
  readonly leaving?: readonly string[] | undefined;
}

/** A message to the reply queue of a process. */
export function encodeReplies(
  { key, boot, clock }: Answerer,
  { replies = [], unknown, server, leaving }: ReplyParts,
  attachments: readonly Uint8Array[] = [],
): Frame {
  // The key is the asker's: whatever it is.
  let json = `{"key":${quoted(key)},"boot":"${boot}","clock":${Math.round(clock)}`;
  if (unknown !== undefined) json += `,"unknown":${JSON.stringify(unknown)}`;
  if (server !== undefined) json += `,"server":${JSON.stringify(server)}`;
  if (leaving !== undefined) json += `,"leaving":${JSON.stringify(leaving)}`;
  return encodeFrame(`${json},"replies":[${replies.join()}]}`, attachments);
}

/** @throws {WireError} */
export function readReplies(json: unknown, attachments: Uint8Array): ReplyMessage {
  if (!isObject(json)) throw new WireError("it is no object");
  const { key, boot, clock, replies, unknown, server, leaving } = json;
  const whole =
    isText(key) &&
    isText(boot) &&
    isNumber(clock) &&
    Array.isArray(replies) &&
    optional(unknown, isProbe) &&
    optional(server, isServer) &&
    optional(leaving, isTexts);
  if (!whole) throw new WireError("it is no reply");
  return { key, boot, clock, replies, unknown, server, leaving, attachments };
}

/**
 * Reads one reply of a message by itself: one that can't be read does not harm the others.
 *
 * @throws {WireError}
 */
export function readReply(entry: unknown, attachments: Uint8Array, revive: Revive): WireReply {
  if (!Array.isArray(entry)) throw new WireError("a reply is no list");
  const [number, kind, value] = entry as unknown[];
  if (!isWhole(number)) throw new WireError("a reply has no number");
  switch (kind) {
    case undefined:
      return { number, result: undefined };
    case PLAIN:
      return { number, result: value };
    case TAGGED:
      return { number, result: untagged(value, attachments, revive) };
    case FAILED:
      return { number, error: readError(value, attachments, revive) };
    default:
      throw new WireError("a reply is of a kind that does not exist");
  }
}

function readError(value: unknown, attachments: Uint8Array, revive: Revive): RpcError {
  if (!isObject(value) || !isText(value["code"]) || !isText(value["message"])) {
    throw new WireError("an error is not as errors are");
  }
  // A newer peer may have codes that this one does not know: they are as good as any text.
  const error = new RpcError(value["code"] as RpcErrorCode, value["message"], {
    details: untagged(value["details"], attachments, revive),
    maybeExecuted: value["maybe"] === 1,
  });
  return value["withheld"] === 1 ? withhold(error) : error;
}

function isTexts(value: unknown): value is readonly string[] {
  return Array.isArray(value) && value.every(isText);
}

function isServer(value: unknown): value is Server {
  return (
    isObject(value) &&
    isText(value["token"]) &&
    isText(value["title"]) &&
    typeof value["isClosing"] === "boolean"
  );
}
