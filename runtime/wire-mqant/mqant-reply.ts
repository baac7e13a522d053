import { RpcError } from "../errors.ts";
import { badResult } from "../rpc/call-errors.ts";
import { copied, CopyError, copyValue } from "../rpc/copy-value.ts";
import { jsonText, spellAsGo } from "./json-text.ts";
import { fromErrorText, toErrorText } from "./mqant-error.ts";
import { cleanJson, ReceivedObject } from "./received-json.ts";

/** What a message on a reply queue is. */
export type ReceivedReply =
  | { readonly kind: "result"; readonly cid: string; readonly result: unknown }
  | { readonly kind: "failure"; readonly cid: string; readonly error: RpcError }
  /** It can't be told which call it answers. */
  | { readonly kind: "unreadable"; readonly error: RpcError };

/**
 * Encodes a reply as Go mqant does (`AMQPServer.Callback`). Results have no types on this wire: bytes
 * arrive as their standard base64 text, a `Date` as ISO 8601 text, a `bigint` as decimal text (as clients
 * of the gate get them), `undefined` as null.
 *
 * @param options.name - Whose result it is, for messages: `"Login@Login001/HD_Login"`.
 * @throws {RpcError} `internal` with the path to what can't be sent, `too_large`.
 */
export function encodeResult(
  cid: string,
  result: unknown,
  { name, maxMessageBytes }: { name: string; maxMessageBytes: number },
): Buffer {
  const text = resultText(result, name, maxMessageBytes);
  const json = `{"Cid":${JSON.stringify(cid)},"Error":"","Result":${text}}`;
  const body = Buffer.from(spellAsGo(json));
  if (body.length <= maxMessageBytes) return body;
  throw badResult(name, new CopyError("too_large", `${body.length} bytes`), maxMessageBytes);
}

/** Encodes the reply to a call that failed; see {@link toErrorText}. */
export function encodeFailure(cid: string, error: RpcError): Buffer {
  const text = JSON.stringify(toErrorText(error));
  return Buffer.from(spellAsGo(`{"Cid":${JSON.stringify(cid)},"Error":${text},"Result":null}`));
}

/**
 * Decodes a message of a reply queue. Never throws. As in Go, the names of fields are taken in any case, and
 * an `Error` that is missing or null means success; the `Result` beside an error is dropped. Where Go's
 * caller waits for its timeout (an `Error` that is no text), the call fails at once.
 */
export function decodeReply(body: Buffer): ReceivedReply {
  let message: ReceivedObject;
  let cid: string;
  try {
    message = new ReceivedObject(body);
    cid = message.textField("Cid");
  } catch (error) {
    return { kind: "unreadable", error: RpcError.from(error, "internal") };
  }
  try {
    const text = message.textField("Error");
    if (text !== "") return { kind: "failure", cid, error: fromErrorText(text) };
    return { kind: "result", cid, result: cleanJson(message.field("Result") ?? null) };
  } catch (error) {
    return { kind: "failure", cid, error: misread(error) };
  }
}

function resultText(result: unknown, name: string, maxMessageBytes: number): string {
  try {
    const copy = copyValue(result, maxMessageBytes);
    return jsonText(copy, copied().plainFrom === 0);
  } catch (error) {
    throw badResult(name, error, maxMessageBytes);
  }
}

/** The call has been answered, whatever the answer was. */
function misread(error: unknown): RpcError {
  const { rawMessage } =
    error instanceof CopyError
      ? error.toRpcError("its result", "internal", Infinity)
      : RpcError.from(error);
  const text = `the reply can't be read: ${rawMessage}`;
  return new RpcError("internal", text, { maybeExecuted: true });
}
