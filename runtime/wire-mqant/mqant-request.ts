import { RpcError } from "../errors.ts";
import type { SessionSnapshot } from "../session/session.ts";
import { decodeArguments } from "./decode-arguments.ts";
import { encodeArguments, type OutgoingArguments } from "./encode-arguments.ts";
import { expiredAfter, remainingMs } from "./expiry.ts";
import { spellAsGo } from "./json-text.ts";
import { ReceivedObject } from "./received-json.ts";
import { fromSessionMap } from "./session-map.ts";

/** A call as its caller has it. */
export interface OutgoingRequest extends OutgoingArguments {
  /** What the reply is known by. */
  readonly cid: string;
  /** Whom it goes to, for messages: `"Login@Login001"`. */
  readonly target: string;
  /** The handler's name. */
  readonly fn: string;
  /** How long the caller waits, in milliseconds. */
  readonly timeoutMs: number;
  /** The queue that the reply goes to; `undefined` for a call without one. */
  readonly replyTo: string | undefined;
}

/** A call as its callee gets it: checked, in time, its arguments decoded. */
export interface IncomingRequest {
  readonly cid: string;
  readonly fn: string;
  readonly args: readonly unknown[];
  /** How long the caller still waits, in milliseconds, above 0. */
  readonly remainingMs: number;
  /** The queue that the reply goes to; `undefined` if nobody waits for one. */
  readonly replyTo: string | undefined;
}

/** Where the answer to a request goes. */
export interface ReplyAddress {
  readonly cid: string;
  readonly replyTo: string;
}

/** What a message on a request queue is. */
export type ReceivedRequest =
  | { readonly kind: "call"; readonly request: IncomingRequest }
  | {
      /** Not to be run. */
      readonly kind: "refused";
      /** What to answer. */
      readonly error: RpcError;
      /** Whom to answer; `undefined` if nobody waits, or it can't be told who does. */
      readonly answerTo: ReplyAddress | undefined;
    };

/** The longest name of a queue that AMQP 0-9-1 has room for, in bytes (a short string). */
const MAX_QUEUE_NAME_BYTES = 255;

/**
 * Encodes a request as Go mqant does (`AMQPClient.Call`): the same fields in the same order, all of them
 * always there, with the same escapes. Only keys of objects stay in their own order, where Go sorts them;
 * and a call without reply has its `ArgsType` too, without which Go's server runs no handler that takes
 * arguments.
 *
 * @param options.maxMessageBytes - How large the message may be.
 * @param options.now - The time in Unix milliseconds, that of this machine by default.
 * @throws {RpcError} `invalid_argument` for what mqant has no argument type for, `too_large`.
 */
export function encodeRequest(
  request: OutgoingRequest,
  { maxMessageBytes, now = Date.now() }: { maxMessageBytes: number; now?: number },
): Buffer {
  const { cid, target, fn, timeoutMs, replyTo } = request;
  const name = `${target}/${fn}`;
  const encoded = encodeArguments(request, name);
  const json =
    `{"Cid":${JSON.stringify(cid)},"Fn":${JSON.stringify(fn)},"Args":${encoded.args},` +
    `"ArgsType":${encoded.argsType},"Expired":${expiredAfter(timeoutMs, now)},` +
    `"Reply":${replyTo !== undefined},"ReplyTo":${JSON.stringify(replyTo ?? "")},` +
    `"Result":{"Cid":"","Error":"","Result":null}}`;
  const body = Buffer.from(spellAsGo(json));
  if (body.length <= maxMessageBytes) return body;
  const text = `the request to ${name} has ${body.length} bytes; maxMessageBytes allows ${maxMessageBytes}`;
  throw new RpcError("too_large", text);
}

/**
 * Decodes a message of a request queue. Never throws: what can't be served says why, and whom to tell.
 *
 * As in Go, the names of fields are taken in any case, `Result` and unknown fields are passed over, and
 * a field that is missing or null is its type's zero. Where Go gives no answer at all (to an `Args` that is
 * no array, to a request that comes too late), the caller is told, if it can be told who that is.
 *
 * @param options.reviveSession - Makes the session that an `HD_` handler gets, of the map that Go sends as
 *   its first argument. What it throws refuses the request. Without it the map stays one.
 * @param options.now - The time in Unix milliseconds, that of this machine by default.
 */
export function decodeRequest(
  body: Buffer,
  {
    reviveSession,
    now = Date.now(),
  }: {
    reviveSession?: ((snapshot: SessionSnapshot) => unknown) | undefined;
    now?: number;
  } = {},
): ReceivedRequest {
  let answerTo: ReplyAddress | undefined;
  try {
    const message = new ReceivedObject(body);
    answerTo = readAnswerTo(message);
    const fn = message.textField("Fn");
    const left = readRemainingMs(message, fn, now);
    const args = decodeArguments(message, fn, answerTo?.replyTo);
    if (reviveSession !== undefined && fn.startsWith("HD_")) {
      const snapshot = fromSessionMap(args[0]);
      if (snapshot !== undefined) args[0] = reviveSession(snapshot);
    }
    const cid = message.textField("Cid");
    const request = { cid, fn, args, remainingMs: left, replyTo: answerTo?.replyTo };
    return { kind: "call", request };
  } catch (error) {
    return { kind: "refused", error: asRefusal(error), answerTo };
  }
}

function asRefusal(error: unknown): RpcError {
  if (error instanceof RpcError) return error;
  // Not RpcError.from alone: it would say that the handler may have run.
  return new RpcError("internal", RpcError.from(error).rawMessage, { cause: error });
}

function readAnswerTo(message: ReceivedObject): ReplyAddress | undefined {
  const cid = message.textField("Cid");
  const replyTo = message.textField("ReplyTo");
  if (!message.booleanField("Reply") || replyTo === "") return undefined;
  if (Buffer.byteLength(replyTo) <= MAX_QUEUE_NAME_BYTES) return { cid, replyTo };
  const text = `ReplyTo is longer than the ${MAX_QUEUE_NAME_BYTES} bytes of a queue's name`;
  throw new RpcError("invalid_argument", text);
}

function readRemainingMs(message: ReceivedObject, fn: string, now: number): number {
  const expired = message.numberField("Expired");
  if (expired === undefined) {
    const text = `${fn} was called without Expired: until when, in Unix ms, does the caller wait?`;
    throw new RpcError("invalid_argument", text);
  }
  const left = remainingMs(expired, now);
  if (left > 0) return left;
  // Said with a number, since clocks of two machines may be to blame.
  const text = `${fn} was called too late: it expired ${-left} ms ago by the callee's clock`;
  throw new RpcError("deadline_exceeded", text);
}
