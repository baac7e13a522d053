import { isErrorCode, RpcError } from "../errors.ts";

/** What a reply of the gate means: a result, or the error to throw. */
export type GateReply = { readonly result: unknown } | { readonly error: RpcError };

/**
 * Reads a reply of the gate, `{"Error":"","Result":…}` or `{"Error":"<text>","Code":"<code>","Result":null}`.
 * Without a code, as mqant's own gate answers, and with one of a newer gate, the code is `unknown`.
 *
 * @returns `undefined` if the body is no reply.
 */
export function readGateReply(body: unknown): GateReply | undefined {
  if (typeof body !== "object" || body === null || !("Error" in body)) return undefined;
  const { Error: text } = body;
  if (typeof text !== "string") return undefined;
  if (text === "") return { result: "Result" in body ? body.Result : undefined };

  const code = "Code" in body && isErrorCode(body.Code) ? body.Code : "unknown";
  return { error: new RpcError(code, text, { maybeExecuted: true }) };
}
