import type { TimingWheel } from "../async/timing-wheel.ts";
import { RpcError } from "../errors.ts";
import { AwaitedCall } from "../rpc/awaited-call.ts";
import { badResult } from "../rpc/call-errors.ts";
import { copied, copyValue } from "../rpc/copy-value.ts";
import type { Request } from "../rpc/served-call.ts";
import type { Peer } from "./peers.ts";
import { encodeError, encodeResult } from "./reply-message.ts";

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
  /** When its handler began, if somebody wants to know how long it takes. */
  #begunAt = 0;
  #onEnd: ((tookMs: number) => void) | undefined;

  /** @param name - `Type@Id/handler`. */
  constructor(request: Request, number: number, name: string, peer: Peer, shared: ServedCalls) {
    super(request, name, shared.wheel);
    this.number = number;
    this.#peer = peer;
    this.#shared = shared;
  }

  /** Tells `listener` how long the handler took, in milliseconds. */
  measure(listener: (tookMs: number) => void): void {
    this.#onEnd = listener;
  }

  override apply(): unknown {
    if (this.#onEnd !== undefined) this.#begunAt = performance.now();
    return super.apply();
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
    const { isJson, bytes } = copied();
    this.#reply(bytes, (attachments) => encodeResult(this.number, copy, isJson, attachments));
  }

  protected fail(error: RpcError): void {
    this.#reply(REPLY_BYTES, (attachments) => {
      return encodeError(this.number, this.#asSent(error), attachments);
    });
  }

  #reply(bytes: number, encode: Parameters<Peer["reply"]>[0]["encode"]): void {
    this.#peer.calls.delete(this.number);
    if (this.#begunAt > 0) this.#onEnd?.(performance.now() - this.#begunAt);
    this.stopTimer();
    this.#peer.reply({ encode, bytes, deadline: this.startBy() });
  }

  /** Details that can't cross are left out: the code and the text are worth more than none at all. */
  #asSent(error: RpcError): RpcError {
    const { code, rawMessage, maybeExecuted } = error;
    try {
      const details = copyValue(error.details, this.#shared.maxMessageBytes);
      return new RpcError(code, rawMessage, { maybeExecuted, details });
    } catch {
      return new RpcError(code, rawMessage, { maybeExecuted });
    }
  }
}
