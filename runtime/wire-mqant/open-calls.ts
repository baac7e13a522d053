import type { RpcError } from "../errors.ts";
import { unsentFull } from "../rpc/call-errors.ts";
import type { CarriedRequest } from "../rpc/carrier.ts";
import type { PendingCalls } from "../rpc/local-call.ts";
import type { CallKeeper } from "../wire/remote-call.ts";
import { MqantCall } from "./mqant-call.ts";

/** The calls of this wire that are not settled, found by their Cid. */
export class OpenCalls implements CallKeeper, Iterable<MqantCall> {
  readonly #pending: PendingCalls;
  readonly #maxUnsentBytes: number;
  readonly #calls = new Map<string, MqantCall>();
  #unsentBytes = 0;

  /** @param maxUnsentBytes - What may wait to be sent, in bytes. */
  constructor(pending: PendingCalls, maxUnsentBytes: number) {
    this.#pending = pending;
    this.#maxUnsentBytes = maxUnsentBytes;
  }

  /** Begins a call: its time runs. */
  begin(request: CarriedRequest, isOneWay: boolean): MqantCall {
    const call = new MqantCall(request, isOneWay, this);
    this.#pending.count++;
    this.#pending.wheel.add(call, call.deadline);
    this.waits(call);
    return call;
  }

  /** @param cid - `undefined` finds none. */
  get(cid: string | undefined): MqantCall | undefined {
    return cid === undefined ? undefined : this.#calls.get(cid);
  }

  [Symbol.iterator](): Iterator<MqantCall> {
    return this.#calls.values();
  }

  /** Why there is no room for a call, if there is none. */
  refusal({ bytes }: CarriedRequest): RpcError | undefined {
    const unsent = this.#unsentBytes;
    if (unsent === 0 || unsent + bytes <= this.#maxUnsentBytes) return undefined;
    return unsentFull(unsent, this.#maxUnsentBytes);
  }

  /** Each time it waits to be sent, it gets a Cid: an answer to what was sent before is none to it. */
  waits(call: MqantCall): void {
    this.#calls.delete(call.cid);
    call.renewCid();
    this.#calls.set(call.cid, call);
    this.#unsentBytes += call.request.bytes;
  }

  left(call: MqantCall): void {
    this.#unsentBytes -= call.request.bytes;
  }

  settled(call: MqantCall, outcome: string): void {
    const { outcomes, wheel } = this.#pending;
    if (outcome === "ok") outcomes.ok++;
    else outcomes.failed.add(outcome);
    this.#calls.delete(call.cid);
    this.#pending.count--;
    wheel.remove(call);
  }

  /** This wire has no word for it: the callee goes on. */
  abandoned(): void {}
}
