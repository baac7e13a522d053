import { isErrorCode, RpcError, type RpcErrorCode } from "../errors.ts";

/**
 * What `Error` of a reply says of a failure. There is room for a text alone: `[not_found] no such room`.
 * Never empty, which would mean success. Details stay here.
 */
export function toErrorText({ code, rawMessage }: RpcError): string {
  return `[${code}] ${rawMessage}`;
}

/**
 * Reads a text that is not empty: one that {@link toErrorText} made gets its code back, and those that Go
 * mqant itself answers get the code that the same failure has here. Whatever a Go handler says is
 * `unknown`. The text does not tell whether the handler ran.
 */
export function fromErrorText(text: string): RpcError {
  const { code, message } = CODED.exec(text)?.groups ?? {};
  if (code !== undefined && isErrorCode(code)) {
    return new RpcError(code, message ?? "", { maybeExecuted: true });
  }
  const known = GO_TEXTS.find(([pattern]) => pattern.test(text));
  return new RpcError(known?.[1] ?? "unknown", text, { maybeExecuted: true });
}

const CODED = /^\[(?<code>[a-z_]+)\] (?<message>.+)$/s;

/** What Go mqant answers before or instead of running a handler, and its gate for a session that is gone. */
const GO_TEXTS: readonly (readonly [RegExp, RpcErrorCode])[] = [
  [/^Remote function\(.*\) not found$/s, "unimplemented"],
  [/^Service\(type:.*\) not found$/s, "not_found"],
  [/^No Sesssion found$/, "not_found"], // sic
  [/^timeout: This is Call|^(?:context )?deadline exceeded/, "deadline_exceeded"],
  [/^The number of params .* is not adapted/s, "invalid_argument"],
  [/^reflect: Call using /, "invalid_argument"],
  [/^args\[\d+\] \[.*\] (?:Types not allowed|Not converted to Base64)$/s, "invalid_argument"],
];
