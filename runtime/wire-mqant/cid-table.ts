import type { CallIndex } from "../wire/open-calls.ts";
import type { MqantCall } from "./mqant-call.ts";

/** Calls, found by their Cid. */
export class CidTable implements CallIndex<MqantCall> {
  readonly #calls = new Map<string, MqantCall>();

  add(call: MqantCall): void {
    call.renewCid();
    this.#calls.set(call.cid, call);
  }

  /** @param cid - `undefined` finds none. */
  get(cid: string | undefined): MqantCall | undefined {
    return cid === undefined ? undefined : this.#calls.get(cid);
  }

  remove(call: MqantCall): void {
    this.#calls.delete(call.cid);
  }

  [Symbol.iterator](): Iterator<MqantCall> {
    return this.#calls.values();
  }
}
