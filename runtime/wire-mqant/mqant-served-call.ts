import type { TimingWheel } from "../async/timing-wheel.ts";
import { RpcError } from "../errors.ts";
import { AwaitedCall } from "../rpc/awaited-call.ts";
import type { Request } from "../rpc/served-call.ts";
import { failureHeaders } from "./message-headers.ts";
import { encodeFailure, encodeResult } from "./mqant-reply.ts";
import type { ReplyAddress } from "./mqant-request.ts";
import type { OutgoingReply, ReplyOutbox } from "./reply-outbox.ts";

/** What a peer calls a call may be as long as a message. */
const MAX_CID_IN_LOGS = 64;

/** What the served calls of a process share. */
export interface ServedMqantCalls {
  readonly wheel: TimingWheel;
  readonly replies: ReplyOutbox;
  readonly maxMessageBytes: number;
}

/** A call that came over mqant's wire: its outcome goes to the queue that its caller named. */
export class MqantServedCall extends AwaitedCall {
  readonly #answerTo: ReplyAddress;
  readonly #shared: ServedMqantCalls;
  readonly #asPeersKnow: (result: unknown) => unknown;

  /**
   * @param server - `Type@Id` of who serves it.
   * @param asPeersKnow - Turns the handler's result into what peers on this wire expect.
   */
  constructor(
    request: Request,
    answerTo: ReplyAddress,
    server: string,
    shared: ServedMqantCalls,
    asPeersKnow: (result: unknown) => unknown,
  ) {
    super(request, server, shared.wheel);
    this.#answerTo = answerTo;
    this.#shared = shared;
    this.#asPeersKnow = asPeersKnow;
  }

  get correlationId(): string {
    return this.#answerTo.cid.slice(0, MAX_CID_IN_LOGS);
  }

  protected succeed(result: unknown): void {
    const { maxMessageBytes } = this.#shared;
    let content: Buffer;
    try {
      const told = this.#asPeersKnow(result);
      content = encodeResult(this.#answerTo.cid, told, { name: this.name, maxMessageBytes });
    } catch (error) {
      this.fail(RpcError.from(error, "internal"));
      return;
    }
    this.#reply(content);
  }

  protected fail(error: RpcError): void {
    this.#reply(encodeFailure(this.#answerTo.cid, error), failureHeaders(error));
  }

  #reply(content: Buffer, headers?: OutgoingReply["headers"]): void {
    this.stopTimer();
    const { replyTo } = this.#answerTo;
    this.#shared.replies.send({ replyTo, content, headers, deadline: this.startBy() });
  }
}
