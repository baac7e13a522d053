import { taggedText, WireError, type Attachments } from "./wire-value.ts";
import { encodeFrame, quoted, type Frame } from "./frame.ts";
import { isNumber, isObject, isText, isTexts, isWhole, isWholes, optional } from "./checks.ts";

/** Who asks: what comes before the calls of a message. */
export interface Asker {
  /** The queue that replies go to. */
  readonly from: string;
  /** Goes back with each reply: nobody else knows it. */
  readonly key: string;
}

/** When a message was sent, on the clock of the process that `boot` names. */
export interface Stamp {
  readonly at: number;
  readonly boot: string;
}

/** One call of a message, on its way to becoming a request: what is missing is filled in where it arrives. */
export interface WireCall {
  /** Unique over what its process asks. */
  readonly number: number;
  readonly handler: string;
  /** How long the caller waits from the sending on, in milliseconds. */
  readonly timeoutMs: number;
  readonly caller: string;
  /** The arguments as JSON.parse gives them. */
  readonly args: unknown[];
  /** How many of them are tagged, from the first on. */
  readonly tagged: number;
  /** Nobody waits for a reply. */
  readonly isOneWay: boolean;
  readonly heldTurns: readonly string[];
  readonly traceparent: string | undefined;
  /** When its caller stops waiting, on our clock. */
  startBy: number;
}

/** Asks about calls that wait for a long time: which of them are not known to the callee? */
export interface Probe {
  /** When it was asked, on the asking process's clock. */
  readonly at: number;
  readonly numbers: readonly number[];
}

/** Asks whoever serves a queue who it is. */
export interface Hello {
  readonly token: string;
}

/** What comes to the queue of a module instance. */
export interface RequestMessage extends Asker {
  /** `undefined` if the sender does not know any clock of ours. */
  readonly stamp: Stamp | undefined;
  readonly calls: readonly unknown[];
  /** Calls that their caller gave up. */
  readonly cancel: readonly number[];
  readonly probe: Probe | undefined;
  readonly hello: Hello | undefined;
  readonly attachments: Uint8Array;
}

/** What a call is encoded from. */
export interface CallParts {
  readonly number: number;
  readonly handler: string;
  readonly caller: string;
  /** Copies made by `copyValue`. */
  readonly args: readonly unknown[];
  /** From which of them on all are JSON as they are. */
  readonly plainFrom: number;
  readonly isOneWay: boolean;
  readonly heldTurns: readonly string[];
  readonly traceparent: string | undefined;
}

const NO_CALLS: readonly string[] = [];
const NO_ATTACHMENTS: readonly Uint8Array[] = [];
const NO_NUMBERS: readonly number[] = [];
const NO_TURNS: readonly string[] = [];
/** What most calls have beside the ordinary. */
const NOTHING_RARE: Readonly<Record<string, unknown>> = {};

/**
 * One call as JSON: `[number, handler, timeoutMs, caller, args]`, with an object behind for what is rare.
 *
 * @param attachments - Those of the message: bytes among the arguments are added.
 */
export function encodeCall(call: CallParts, timeoutMs: number, attachments: Attachments): string {
  const { number, handler, caller, args, plainFrom, isOneWay, heldTurns, traceparent } = call;
  const texts = plainFrom === 0 ? JSON.stringify(args) : taggedTexts(args, plainFrom, attachments);
  const head = `[${number},${quoted(handler)},${timeoutMs},${quoted(caller)},${texts}`;
  let rare = "";
  if (plainFrom > 0) rare += `,"tagged":${plainFrom}`;
  if (isOneWay) rare += `,"oneWay":1`;
  if (heldTurns.length > 0) rare += `,"turns":${JSON.stringify(heldTurns)}`;
  if (traceparent !== undefined) rare += `,"traceparent":${JSON.stringify(traceparent)}`;
  return rare === "" ? `${head}]` : `${head},{${rare.slice(1)}}]`;
}

function taggedTexts(
  args: readonly unknown[],
  plainFrom: number,
  attachments: Attachments,
): string {
  const texts = args.map((argument, index) =>
    index < plainFrom ? taggedText(argument, attachments) : JSON.stringify(argument),
  );
  return `[${texts.join()}]`;
}

/** What a request message is encoded from; everything but the asker may be missing. */
export interface RequestParts {
  readonly calls?: readonly string[];
  readonly cancel?: readonly number[];
  readonly probe?: Probe;
  readonly hello?: Hello;
}

/**
 * A message to the queue of a module instance.
 *
 * @param stamp - When it is sent, if the callee's clock is known.
 */
export function encodeRequests(
  asker: Asker,
  stamp: Stamp | undefined,
  parts: RequestParts,
  attachments: readonly Uint8Array[] = NO_ATTACHMENTS,
): Frame {
  const { calls = NO_CALLS, cancel = NO_NUMBERS, probe, hello } = parts;
  let json = `{"from":"${asker.from}","key":"${asker.key}"`;
  if (stamp !== undefined) json += `,"at":${Math.round(stamp.at)},"boot":"${stamp.boot}"`;
  if (cancel.length > 0) json += `,"cancel":[${cancel.join()}]`;
  if (probe !== undefined) json += `,"probe":${JSON.stringify(probe)}`;
  if (hello !== undefined) json += `,"hello":${JSON.stringify(hello)}`;
  return encodeFrame(`${json},"calls":[${calls.join()}]}`, attachments);
}

/** @throws {WireError} */
export function readRequests(json: unknown, attachments: Uint8Array): RequestMessage {
  if (!isObject(json)) throw new WireError("it is no object");
  const { from, key, at, boot, calls, cancel = NO_NUMBERS, probe, hello } = json;
  const whole =
    isText(from) &&
    isText(key) &&
    Array.isArray(calls) &&
    isWholes(cancel) &&
    optional(probe, isProbe) &&
    optional(at, isNumber) &&
    optional(boot, isText) &&
    optional(hello, isHello);
  if (!whole) throw new WireError("it is no request");
  const stamp = at === undefined || boot === undefined ? undefined : { at, boot };
  return { from, key, stamp, calls, cancel, probe, hello, attachments };
}

/**
 * Reads one call of a message by itself: one that can't be read does not harm the others.
 *
 * @throws {WireError}
 */
export function readCall(entry: unknown): WireCall {
  if (!Array.isArray(entry)) throw new WireError("a call is no list");
  const [number, handler, timeoutMs, caller, args, rare] = entry as unknown[];
  const whole =
    isWhole(number) &&
    isText(handler) &&
    isNumber(timeoutMs) &&
    isText(caller) &&
    Array.isArray(args) &&
    optional(rare, isObject);
  if (!whole) throw new WireError("a call is not as calls are");
  const { tagged = 0, oneWay, turns = NO_TURNS, traceparent } = rare ?? NOTHING_RARE;
  if (!isWhole(tagged) || !isTexts(turns) || !optional(traceparent, isText)) {
    throw new WireError("a call is not as calls are");
  }
  return {
    number,
    handler,
    timeoutMs,
    caller,
    args,
    tagged,
    isOneWay: oneWay === 1,
    heldTurns: turns,
    traceparent,
    startBy: 0,
  };
}

/** Whether `value` names calls, and when they were asked about. */
export function isProbe(value: unknown): value is Probe {
  return isObject(value) && isNumber(value["at"]) && isWholes(value["numbers"]);
}

function isHello(value: unknown): value is Hello {
  return isObject(value) && isText(value["token"]);
}
