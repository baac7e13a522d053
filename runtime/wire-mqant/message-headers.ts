import { RpcError } from "../errors.ts";
import { isWithheld, withhold } from "../rpc/withheld.ts";
import { isText, isTexts } from "../wire/checks.ts";

// What processes of ours tell each other beside the body, which has no room for it. Go looks at no headers,
// and sends none but `reply_to`.

type MessageHeaders = Readonly<Record<string, unknown>>;

/** Where a call comes from. */
export interface CallingChain {
  /** The module that calls; empty if it is not known. */
  readonly caller: string;
  /** W3C trace context. */
  readonly traceparent: string | undefined;
  /** The turns in serial lanes that the calling chain holds. */
  readonly heldTurns: readonly string[];
}

/**
 * The headers of a request.
 *
 * @param replyTo - The queue that replies go to, which the body names as well.
 */
export function encodeHeaders(
  replyTo: string,
  { caller, traceparent, heldTurns }: CallingChain,
): MessageHeaders {
  return {
    reply_to: replyTo,
    caller,
    ...(traceparent !== undefined && { traceparent }),
    ...(heldTurns.length > 0 && { turns: heldTurns }),
  };
}

/** Reads the headers that anybody may have sent. */
export function decodeHeaders(headers: MessageHeaders): CallingChain {
  const { caller, traceparent, turns } = headers;
  return {
    caller: isText(caller) ? caller : "",
    traceparent: isText(traceparent) ? traceparent : undefined,
    heldTurns: isTexts(turns) ? turns : NO_TURNS,
  };
}

/** The queue that replies go to, for a body that is not read; `undefined` if it is not told. */
export function replyToOf({ reply_to: replyTo }: MessageHeaders): string | undefined {
  return isText(replyTo) && replyTo !== "" ? replyTo : undefined;
}

/** The headers of a reply to a call that failed: that its handler did not run, or that clients are not told. */
export function failureHeaders(error: RpcError): MessageHeaders | undefined {
  if (!error.maybeExecuted) return NOT_EXECUTED;
  return isWithheld(error) ? WITHHELD : undefined;
}

/** An error that was read from a reply's body, with what the reply's headers say of it. */
export function withHeaders(error: RpcError, { executed, withheld }: MessageHeaders): RpcError {
  if (executed === false) return new RpcError(error.code, error.rawMessage);
  return withheld === true ? withhold(error) : error;
}

const NOT_EXECUTED: MessageHeaders = { executed: false };
const WITHHELD: MessageHeaders = { withheld: true };
const NO_TURNS: readonly string[] = [];
