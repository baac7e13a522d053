/**
 * Why a call failed. The names are gRPC's in snake case
 * (https://grpc.io/docs/guides/status-codes/), and three of our own:
 * `no_responder` (nobody serves the target), `lost` (the connection or the callee went away with the
 * call in flight) and `too_large` (request or reply over `maxMessageBytes`).
 */
export type RpcErrorCode =
  | "canceled"
  | "unknown"
  | "invalid_argument"
  | "deadline_exceeded"
  | "not_found"
  | "already_exists"
  | "permission_denied"
  | "resource_exhausted"
  | "failed_precondition"
  | "aborted"
  | "out_of_range"
  | "unimplemented"
  | "internal"
  | "unavailable"
  | "data_loss"
  | "unauthenticated"
  | "no_responder"
  | "lost"
  | "too_large";

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

/** Whether a peer that says `code` means one of ours. */
export function isErrorCode(code: unknown): code is RpcErrorCode {
  return typeof code === "string" && Object.hasOwn(ERROR_CODES, code);
}

/** What an {@link RpcError} may carry besides its code and text. */
export interface RpcErrorOptions {
  /** Data for the caller. It travels, so it must be data that can cross the wire. */
  details?: unknown;
  /** What led to this error. Stays in this process. */
  cause?: unknown;
  /** Whether the handler may have run. Defaults to `false`. */
  maybeExecuted?: boolean;
}

/**
 * A call that failed. A handler throws one to answer with a code of its choice; the caller catches
 * an equal one, wherever the handler ran.
 *
 * @example
 * throw new RpcError("not_found", `room "${name}" does not exist`, { details: { name } });
 */
export class RpcError extends Error {
  override readonly name = "RpcError";
  /** What programs decide by. */
  readonly code: RpcErrorCode;
  /** The text without the code in front, as people are shown it. */
  readonly rawMessage: string;
  /** Data that the handler added, or `undefined`. */
  readonly details: unknown;
  /** `false` where it is known that the handler did not run: then it is safe to call again. */
  readonly maybeExecuted: boolean;

  constructor(code: RpcErrorCode, message: string, options: RpcErrorOptions = {}) {
    // An empty text would read as success to clients that look at `Error` only, as mqant's do.
    const text = message === "" ? "no reason was given" : message;
    super(`[${code}] ${text}`, options.cause === undefined ? undefined : { cause: options.cause });
    this.code = code;
    this.rawMessage = text;
    this.details = options.details;
    this.maybeExecuted = options.maybeExecuted ?? false;
  }

  /**
   * Turns anything that was thrown into an `RpcError`. What is one already comes back as it is;
   * anything else becomes `code` with a message that is never empty, and the thing itself as `cause`.
   */
  static from(thrown: unknown, code: RpcErrorCode = "unknown"): RpcError {
    if (thrown instanceof RpcError) return thrown;
    return new RpcError(code, textOf(thrown), { cause: thrown, maybeExecuted: true });
  }
}

function textOf(thrown: unknown): string {
  if (thrown instanceof Error) return thrown.message || thrown.name;
  if (typeof thrown === "string" && thrown !== "") return thrown;
  if (thrown === undefined || thrown === null || thrown === "") {
    return `a handler threw ${thrown === "" ? "an empty string" : String(thrown)}`;
  }
  try {
    const text = JSON.stringify(thrown) as string | undefined; // functions and symbols have none
    return text ?? `a handler threw a ${typeof thrown}`;
  } catch {
    return `a handler threw a value of type ${typeof thrown}`;
  }
}
