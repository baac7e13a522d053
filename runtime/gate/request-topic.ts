import { RpcError } from "../errors.ts";
import { REASON } from "./reason-code.ts";

/** What handlers that clients may call begin with. */
const CLIENT_PREFIX = "HD_";

/** A request's topic, taken apart. */
export interface RequestTopic {
  /** `Type` or `Type@Id`. */
  readonly target: string;
  readonly type: string;
  /** The instance that the client asks for, if any. */
  readonly id: string | undefined;
  readonly handler: string;
  /** Whether the client waits for a reply: there is a message id, and it is not empty. */
  readonly reply: boolean;
}

/**
 * Takes `Type[@Id]/handler[/msgid]` apart. A topic with an empty message id is one without, as in mqant.
 *
 * @returns `undefined` for a topic of fewer or more segments: nobody can be answered there.
 */
export function parseRequestTopic(topic: string): RequestTopic | undefined {
  const first = topic.indexOf("/");
  if (first === -1) return undefined;
  const second = topic.indexOf("/", first + 1);
  if (second !== -1 && topic.includes("/", second + 1)) return undefined;
  const target = topic.slice(0, first);
  const at = target.indexOf("@");
  return {
    target,
    type: at === -1 ? target : target.slice(0, at),
    id: at === -1 ? undefined : target.slice(at + 1),
    handler: second === -1 ? topic.slice(first + 1) : topic.slice(first + 1, second),
    reply: second !== -1 && second + 1 < topic.length,
  };
}

/** MQTT 5: why a publish on this topic can't be served, as a reason code; 0 if it can, or may. */
export function refusalOf(topic: string): number {
  const request = parseRequestTopic(topic);
  if (request === undefined) return REASON.invalidTopicName;
  return request.handler.startsWith(CLIENT_PREFIX) ? REASON.success : REASON.notAuthorized;
}

/** @throws {RpcError} `permission_denied` for a handler that is not for clients. */
export function checkHandlerName(handler: string): void {
  if (handler.startsWith(CLIENT_PREFIX)) return;
  throw new RpcError(
    "permission_denied",
    `a client calls handlers that begin with ${CLIENT_PREFIX}`,
  );
}
