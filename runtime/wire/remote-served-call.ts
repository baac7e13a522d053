import type { TimingWheel } from "../async/timing-wheel.ts";
import { RpcError } from "../errors.ts";
import { AwaitedCall } from "../rpc/awaited-call.ts";
import { badResult } from "../rpc/call-errors.ts";
import { copied, copyValue } from "../rpc/copy-value.ts";
import { withholdLike } from "../rpc/withheld.ts";
import type { Encoded, Peer } from "./peers.ts";
import { encodeError, encodePlainResult, encodeTaggedResult } from "./reply-message.ts";
import type { WireCall } from "./request-message.ts";

/** What an error's text and a result's brackets take, in bytes, roughly. */
const REPLY_BYTES = 64;

/** What the served calls of a process share. */
export interface ServedCalls {
  readonly wheel: TimingWheel;
  readonly maxMessageBytes: number;
}

/** A call from another process: its outcome goes back to the process that asked. */
export class RemoteServedCall extends AwaitedCall {
  readonly number: number;
  readonly #peer: Peer;
  readonly #shared: ServedCalls;

  /** @param server - `Type@Id` of who serves it. */
  constructor(call: WireCall, server: string, peer: Peer, shared: ServedCalls) {
    super(call, server, shared.wheel);
    this.number = call.number;
    this.#peer = peer;
    this.#shared = shared;
  }

  get correlationId(): string {
    return `${this.caller}-${this.#peer.from}-${this.number}`;
  }

  /** The caller gave it up. */
  abandoned(): void {
    this.cancel(new RpcError("canceled", `the caller gave up ${this.name}`));
  }

  protected succeed(result: unknown): void {
    let copy: unknown;
    try {
      copy = copyValue(result, this.#shared.maxMessageBytes);
    } catch (error) {
      this.fail(badResult(this.name, error, this.#shared.maxMessageBytes));
      return;
    }
    const { plainFrom, bytes } = copied();
    // What has bytes in it is encoded with the message that will hold them.
    const encode: Encoded =
      plainFrom === 0
        ? encodePlainResult(this.number, copy)
        : (attachments) => encodeTaggedResult(this.number, copy, attachments);
    this.#reply(bytes, encode);
  }

  protected fail(error: RpcError): void {
    this.#reply(REPLY_BYTES, (attachments) => {
      return encodeError(this.number, this.#asSent(error), attachments);
    });
  }

  #reply(bytes: number, encode: Encoded): void {
    this.#peer.calls.delete(this.number);
    this.stopTimer();
    this.#peer.reply({ encode, bytes, deadline: this.startBy() });
  }

  /** Details that can't cross are left out: the code and the text are worth more than none at all. */
  #asSent(error: RpcError): RpcError {
    const { code, rawMessage, maybeExecuted } = error;
    try {
      const details = copyValue(error.details, this.#shared.maxMessageBytes);
      return withholdLike(error, new RpcError(code, rawMessage, { maybeExecuted, details }));
    } catch {
      return withholdLike(error, new RpcError(code, rawMessage, { maybeExecuted }));
    }
  }
}
