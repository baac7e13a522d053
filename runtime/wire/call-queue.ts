import type { RpcError } from "../errors.ts";
import type { RemoteCall } from "./remote-call.ts";

/** How long to wait for somebody to serve the target, in milliseconds: doubled each time, up to the longest. */
const FIRST_WAIT_MS = 25;
const LONGEST_WAIT_MS = 400;

/** Calls to one module instance that wait here, in order: to be sent, or until somebody serves the target. */
export class CallQueue<C extends RemoteCall> {
  readonly #onDue: () => void;
  #unsent: C[] = [];
  /** Calls that wait until somebody serves the target. */
  readonly #parked: C[] = [];
  #waitMs = FIRST_WAIT_MS;
  #retry: NodeJS.Timeout | undefined;

  /** @param onDue - Told when calls that were parked are to be sent again. */
  constructor(onDue: () => void) {
    this.#onDue = onDue;
  }

  /** Whether nothing is to be sent. */
  get isEmpty(): boolean {
    return this.#unsent.length === 0;
  }

  /** @returns Whether it is the first that is to be sent. */
  add(call: C): boolean {
    if (this.#parked.length > 0 && call.request.waitForReady) {
      this.#parked.push(call); // behind those that wait already, or it would overtake them
      return false;
    }
    return this.#unsent.push(call) === 1;
  }

  /** Takes what is to be sent; some of it may have been given up. */
  take(): C[] {
    const calls = this.#unsent;
    this.#unsent = [];
    return calls;
  }

  /** Puts back what was taken and can't be sent yet. */
  putBack(calls: readonly C[]): void {
    this.#unsent = [...calls, ...this.#unsent];
  }

  /** Nobody took a call, or its callee is going: it waits if it was asked to, or fails with `error`. */
  park(call: C, error: RpcError): void {
    if (!call.request.waitForReady) {
      call.cancel(error);
      return;
    }
    if (call.place === "sent") call.cameBack();
    this.#parked.push(call);
    if (this.#retry !== undefined) return;
    this.#retry = setTimeout(() => {
      this.#retry = undefined;
      this.putBack(this.#parked.splice(0));
      this.#onDue();
    }, this.#waitMs);
    this.#waitMs = Math.min(LONGEST_WAIT_MS, this.#waitMs * 2);
  }

  /** The target has answered: the next one that nobody takes is tried again soon. */
  heard(): void {
    this.#waitMs = FIRST_WAIT_MS;
  }

  /** Nothing can be sent for now: what need not wait fails. */
  refuse(makeError: () => RpcError): void {
    for (const call of this.#unsent) if (!call.request.waitForReady) call.cancel(makeError());
    this.#unsent = this.#unsent.filter((call) => call.place === "here");
  }
}
