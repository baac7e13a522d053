import type { RpcError, RpcErrorCode } from "../errors.ts";
import { isByRuntime, isWithheld } from "../rpc/withheld.ts";
import type { RequestTopic } from "./request-topic.ts";

/** What a client is told of a request that failed. */
export interface ClientError {
  readonly code: RpcErrorCode;
  readonly text: string;
  /** Whether the real reason was kept back, so that the log has to have it. */
  readonly hidden: boolean;
}

/**
 * What a client may know of an error: what a handler threw on purpose, and what the client itself did
 * wrong. Texts about the inside of the system, such as which modules run where, are replaced.
 */
export function clientError(error: RpcError, topic: RequestTopic): ClientError {
  const { code, rawMessage, maybeExecuted } = error;
  if (code === "deadline_exceeded" && (isWithheld(error) || isByRuntime(error))) {
    return { code, text: `${topic.type} gave no reply in time`, hidden: false };
  }
  // Of a call that the handler made: not the client's own, and nothing that it could mend.
  if (isWithheld(error)) return { code, text: "the request failed", hidden: true };
  switch (code) {
    case "unknown":
    case "internal":
    case "data_loss":
      return { code, text: "the request failed", hidden: true };
    case "no_responder":
      return { code, text: `${topic.type} is not available at the moment`, hidden: true };
    case "lost":
      return { code, text: `${topic.type} went away with the request`, hidden: true };
    case "unavailable":
    case "resource_exhausted":
      // Where no handler ran, the text is about our own processes and limits.
      if (maybeExecuted) return { code, text: rawMessage, hidden: false };
      return { code, text: "the request can't be served at the moment", hidden: true };
    case "unimplemented":
      return { code, text: `${topic.type} has no handler ${topic.handler}`, hidden: false };
    default:
      return { code, text: rawMessage, hidden: false };
  }
}
