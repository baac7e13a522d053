import { RpcError } from "../errors.ts";
import type { CallOptions } from "../rpc/call-options.ts";
import type { Session } from "../session/session.ts";
import { clientError } from "./client-error.ts";
import type { LimitedLog } from "../limited-log.ts";
import { encodeFailure, encodeResult } from "./reply-body.ts";
import { parseBody } from "./request-body.ts";
import { checkHandlerName, parseRequestTopic, type RequestTopic } from "./request-topic.ts";

/** What dispatch needs of the world: a way to call, and who there is. */
export interface DispatchOptions {
  /** Asks a module: `RpcCaller.invoke`. */
  readonly invoke: (
    target: string,
    handler: string,
    args: readonly unknown[],
    options: CallOptions,
  ) => Promise<unknown>;
  /** The ids of a type's instances: `App.instances`. */
  readonly instances: (type: string) => readonly { readonly id: string }[];
  /** The types that clients may call; all if it is `undefined`. */
  readonly allowedModules: ReadonlySet<string> | undefined;
  readonly maxJsonDepth: number;
  readonly log: LimitedLog;
}

/** A client's publish that asks for a handler. */
export interface ClientRequest {
  readonly topic: string;
  readonly payload: Buffer;
}

/** Who asks: the session as handlers get it, and how its calls are made. */
export interface Asker {
  readonly session: Session;
  readonly options: CallOptions;
}

/** Turns what clients publish into calls, and what comes of them into replies. */
export class Dispatch {
  readonly #options: DispatchOptions;

  constructor(options: DispatchOptions) {
    this.#options = options;
  }

  /**
   * Makes the call that a publish asks for. It is begun before this returns, so that calls of one client
   * begin in the order of its publishes.
   *
   * @param hasResponseTopic - Whether a reply is wanted although the topic has no message id.
   * @returns The reply's body, or `undefined` if none is to be sent. Never rejects.
   */
  async serve(
    asker: Asker,
    request: ClientRequest,
    hasResponseTopic: boolean,
  ): Promise<string | undefined> {
    const topic = parseRequestTopic(request.topic);
    if (topic === undefined) {
      const fields = { topic: request.topic, sessionId: asker.session.sessionId };
      this.#options.log.write("warn", "topic", fields, "a publish that is no request is ignored");
      return undefined;
    }
    const isAnswered = topic.reply || hasResponseTopic;
    try {
      const result = await this.#call(asker, topic, request.payload);
      // Encoded also where nobody waits: a result that can't be is worth a line in the log.
      const body = encodeResult(result);
      return isAnswered ? body : undefined;
    } catch (thrown) {
      const error = RpcError.from(thrown, "internal");
      const body = this.#reported(asker, request, topic, error, isAnswered);
      return isAnswered ? body : undefined;
    }
  }

  /**
   * The body that tells a client of an error that is not its request's own.
   *
   * @returns `undefined` if no reply is wanted.
   */
  failure(request: ClientRequest, hasResponseTopic: boolean, error: RpcError): string | undefined {
    const topic = parseRequestTopic(request.topic);
    if (topic === undefined || !(topic.reply || hasResponseTopic)) return undefined;
    const { code, text } = clientError(error, topic);
    return encodeFailure(code, text);
  }

  #call(asker: Asker, topic: RequestTopic, payload: Buffer): Promise<unknown> {
    const { session, options } = asker;
    checkHandlerName(topic.handler);
    const { invoke, maxJsonDepth } = this.#options;
    const args = payload.length === 0 ? [session] : [session, parseBody(payload, maxJsonDepth)];
    this.#checkTarget(topic);
    return invoke(topic.target, topic.handler, args, options);
  }

  /** Here and not only where the call is routed: what is said there lists what there is. */
  #checkTarget({ type, id }: RequestTopic): void {
    const { allowedModules } = this.#options;
    const isAllowed = allowedModules === undefined || allowedModules.has(type);
    // What is not for clients is answered like what is not there: nobody learns what else runs.
    const instances = isAllowed ? this.#options.instances(type) : [];
    if (instances.length === 0) {
      throw new RpcError("not_found", `there is no module type ${JSON.stringify(type)}`);
    }
    if (id !== undefined && !instances.some((instance) => instance.id === id)) {
      throw new RpcError("not_found", `${type} has no instance ${JSON.stringify(id)}`);
    }
  }

  #reported(
    asker: Asker,
    request: ClientRequest,
    topic: RequestTopic,
    error: RpcError,
    isAnswered: boolean,
  ): string {
    const { code, text, hidden } = clientError(error, topic);
    const { sessionId, userId } = asker.session;
    const fields = { topic: request.topic, sessionId, userId, code };
    const { log } = this.#options;
    const failed = `a request failed: ${error.message}`;
    // A fault of ours comes with its stack; that somebody is away, or has too much to do, needs none.
    if (hidden && error.maybeExecuted)
      log.write("error", "request", { ...fields, err: error }, failed);
    else if (hidden) log.write("warn", "request", fields, failed);
    else if (!isAnswered) log.write("info", "unheard", fields, `nobody hears: ${error.message}`);
    return encodeFailure(code, text);
  }
}
