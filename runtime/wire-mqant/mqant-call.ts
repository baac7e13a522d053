import { randomUUID } from "node:crypto";
import type { Outgoing } from "../broker/publisher.ts";
import { RemoteCall } from "../wire/remote-call.ts";
import type { MqantAddress } from "./mqant-entry.ts";
import { encodeRequest } from "./mqant-request.ts";
import { encodeHeaders } from "./message-headers.ts";

/** A call over mqant's wire. */
export class MqantCall extends RemoteCall {
  #cid = "";
  #encoded: { readonly replyTo: string; readonly body: Buffer } | undefined;

  /** What its reply is known by: nobody who has not seen the request can guess it. */
  get cid(): string {
    return this.#cid;
  }

  renewCid(): void {
    this.#cid = randomUUID();
    this.#encoded = undefined;
  }

  /**
   * The request's body; made once, as long as it is not sent and replies go to the same queue.
   *
   * @throws {RpcError} see {@link encodeRequest}
   */
  encode(replyTo: string, maxMessageBytes: number): Buffer {
    if (this.#encoded?.replyTo === replyTo) return this.#encoded.body;
    const { target, handler, args, plainFrom } = this.request;
    const request = {
      cid: this.cid,
      target: `${target.type}@${target.id}`,
      fn: handler,
      args,
      plainFrom,
      timeoutMs: Math.max(1, this.deadline - performance.now()),
      replyTo: this.isOneWay ? undefined : replyTo,
    };
    const body = encodeRequest(request, { maxMessageBytes });
    this.#encoded = { replyTo, body };
    return body;
  }

  /**
   * The message that carries the request, as Go's are. The broker drops it when nobody waits any more.
   *
   * @throws {RpcError} see {@link encodeRequest}
   */
  toMessage(
    { exchange, bindingKey }: MqantAddress,
    replyTo: string,
    maxMessageBytes: number,
  ): Outgoing {
    return {
      exchange,
      routingKey: bindingKey,
      content: this.encode(replyTo, maxMessageBytes),
      contentType: "text/plain",
      persistent: false,
      expiresInMs: Math.max(1, Math.ceil(this.deadline - performance.now())),
      headers: encodeHeaders(replyTo, this),
    };
  }

  override sent(now: number): void {
    super.sent(now);
    this.#encoded = undefined; // it may be large, and few are sent again
  }
}
