import type { RpcErrorCode } from "../errors.ts";
import { RpcError } from "../errors.ts";

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

// A record, so that the compiler notices when a code is added.
const ERROR_CODES: Readonly<Record<RpcErrorCode, true>> = {
  canceled: true,
  unknown: true,
  invalid_argument: true,
  deadline_exceeded: true,
  not_found: true,
  already_exists: true,
  permission_denied: true,
  resource_exhausted: true,
  failed_precondition: true,
  aborted: true,
  out_of_range: true,
  unimplemented: true,
  internal: true,
  unavailable: true,
  data_loss: true,
  unauthenticated: true,
  no_responder: true,
  lost: true,
  too_large: true,
};

function isErrorCode(code: unknown): code is RpcErrorCode {
  return typeof code === "string" && Object.hasOwn(ERROR_CODES, code);
}
