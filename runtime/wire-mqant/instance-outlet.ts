import type { Publisher } from "../broker/publisher.ts";
import type { RpcError } from "../errors.ts";
import { nobodyServes } from "../rpc/call-errors.ts";
import { CallQueue } from "../wire/call-queue.ts";
import type { Callee } from "../wire/liveness.ts";
import type { MqantCall } from "./mqant-call.ts";
import type { MqantInstance } from "./mqant-entry.ts";

/** For this long after its last sign an instance is taken to be there, in milliseconds. */
const FRESH_MS = 200;
/** Replies of a callee that is gone may be on their way still, for this long, in milliseconds. */
const GRACE_MS = 150;

/** What outlets need of the wire. */
export interface InstanceOutletHost {
  /** Whether something can be published now; `flush` is called again when it can. */
  canPublish(publisher: Publisher): boolean;
  publish(call: MqantCall, outlet: InstanceOutlet): void;
  /** How many consume a queue; `undefined` if that can't be told. */
  consumersOf(queue: string): Promise<number | undefined>;
}

/**
 * What goes to one module instance: a message for each call.
 *
 * Queues of mqant stay when nobody serves them, so the broker takes a request to a process that is down. That
 * nobody consumes is found by looking at the queue: before a request, unless the instance has just given a
 * sign of life, and while replies are overdue.
 */
export class InstanceOutlet implements Callee<MqantCall> {
  readonly instance: MqantInstance;
  readonly publisher: Publisher;
  readonly #host: InstanceOutletHost;
  readonly #calls = new CallQueue<MqantCall>(() => this.flush());
  /** On the clock of `performance.now()`. */
  #seenAt = -Infinity;
  #isLooking = false;

  constructor(instance: MqantInstance, publisher: Publisher, host: InstanceOutletHost) {
    this.instance = instance;
    this.publisher = publisher;
    this.#host = host;
  }

  /** Sends a call as soon as it can be sent. */
  add(call: MqantCall): void {
    this.#calls.add(call);
    this.flush();
  }

  flush(): void {
    if (this.#calls.isEmpty || !this.#host.canPublish(this.publisher)) return;
    if (performance.now() - this.#seenAt > FRESH_MS) {
      void this.#look(); // never rejects
      return;
    }
    const calls = this.#calls.take();
    for (const [index, call] of calls.entries()) {
      if (!this.#host.canPublish(this.publisher)) {
        this.#calls.putBack(calls.slice(index));
        break;
      }
      if (call.place === "here") this.#host.publish(call, this); // not given up meanwhile
    }
  }

  /** The target has answered. */
  heard(): void {
    this.#seenAt = performance.now();
    this.#calls.heard();
  }

  /** Nobody took a call: it waits if it was asked to, or fails with `error`. */
  park(call: MqantCall, error: RpcError): void {
    this.#calls.park(call, error);
  }

  /** Nothing can be sent for now: what need not wait fails. */
  refuse(makeError: () => RpcError): void {
    this.#calls.refuse(makeError);
  }

  probe(calls: readonly MqantCall[]): void {
    void this.#probe(calls); // never rejects
  }

  async #probe(calls: readonly MqantCall[]): Promise<void> {
    const at = performance.now();
    const consumers = await this.#host.consumersOf(this.instance.rabbitmq.queue);
    if (consumers !== 0) return;
    this.#seenAt = -Infinity;
    const lose = (): void => {
      for (const call of calls) {
        if (call.place !== "sent" || call.sentAt > at) continue;
        // It may lie in the queue still, for the instance that comes next.
        if (!call.request.waitForReady) call.lose("its callee went away");
      }
    };
    setTimeout(lose, GRACE_MS).unref();
  }

  async #look(): Promise<void> {
    if (this.#isLooking) return;
    this.#isLooking = true;
    const consumers = await this.#host.consumersOf(this.instance.rabbitmq.queue);
    this.#isLooking = false;
    if (consumers === 0) {
      for (const call of this.#calls.take()) {
        if (call.place === "here") this.park(call, nobodyServes(this.instance));
      }
      return;
    }
    // A queue that is not there is found by what comes back of it.
    this.#seenAt = performance.now();
    this.flush();
  }
}
