import type { RpcError } from "../errors.ts";
import { unsentFull } from "../rpc/call-errors.ts";
import type { CarriedRequest } from "../rpc/carrier.ts";
import type { PendingCalls } from "../rpc/local-call.ts";
import type { CallKeeper, RemoteCall } from "./remote-call.ts";

/** Where the calls of a wire are found by what their replies name. */
export interface CallIndex<C extends RemoteCall> extends Iterable<C> {
  /** Gives a call a name that no other has, or had lately. */
  add(call: C): void;
  /** Forgets a call; twice is fine. */
  remove(call: C): void;
}

/** What {@link OpenCalls} are made of. */
export interface OpenCallsOptions<C extends RemoteCall> {
  readonly pending: PendingCalls;
  readonly index: CallIndex<C>;
  /** What may wait to be sent, in bytes. */
  readonly maxUnsentBytes: number;
  /** A caller gave up a call that was sent. */
  readonly onAbandoned: (call: C) => void;
}

/** The calls of a wire that are not settled: their time limits, how they end, and what waits to be sent. */
export class OpenCalls<C extends RemoteCall> implements CallKeeper, Iterable<C> {
  readonly #options: OpenCallsOptions<C>;
  #unsentBytes = 0;

  constructor(options: OpenCallsOptions<C>) {
    this.#options = options;
  }

  /** Begins a call: its time runs. */
  begin(call: C): void {
    const { pending } = this.#options;
    this.waits(call);
    pending.count++;
    pending.wheel.add(call, call.deadline);
  }

  [Symbol.iterator](): Iterator<C> {
    return this.#options.index[Symbol.iterator]();
  }

  /** Why there is no room for a call, if there is none. One is taken, however large it is. */
  refusal({ bytes }: CarriedRequest): RpcError | undefined {
    const { maxUnsentBytes } = this.#options;
    const unsent = this.#unsentBytes;
    if (unsent === 0 || unsent + bytes <= maxUnsentBytes) return undefined;
    return unsentFull(unsent, maxUnsentBytes);
  }

  /** Each time it waits to be sent, it gets a new name: an answer to what was sent before is none to it. */
  waits(call: C): void {
    const { index } = this.#options;
    index.remove(call);
    index.add(call);
    this.#unsentBytes += call.request.bytes;
  }

  left(call: C): void {
    this.#unsentBytes -= call.request.bytes;
  }

  settled(call: C, outcome: string): void {
    const { pending, index } = this.#options;
    if (outcome === "ok") pending.outcomes.ok++;
    else pending.outcomes.failed.add(outcome);
    index.remove(call);
    pending.count--;
    pending.wheel.remove(call);
  }

  abandoned(call: C): void {
    this.#options.onAbandoned(call);
  }

  /** Settles all of them with `error`. */
  abandonAll(error: RpcError): void {
    for (const call of this) call.cancel(error);
  }
}
