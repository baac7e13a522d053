import type { Broker } from "../broker/broker.ts";
import { Publisher, type PublisherOwner, type Returned } from "../broker/publisher.ts";
import type { Received } from "../broker/received.ts";
import { ReplyQueue, type ReplyQueueOwner } from "../broker/reply-queue.ts";
import type { Counters } from "../counters.ts";
import { RpcError } from "../errors.ts";
import type { LimitedLog } from "../limited-log.ts";
import { badResult, brokerAway, brokerBlocked, nobodyServes } from "../rpc/call-errors.ts";
import type { CarriedRequest } from "../rpc/carrier.ts";
import { CopyError } from "../rpc/copy-value.ts";
import type { PendingCalls } from "../rpc/local-call.ts";
import { Liveness } from "../wire/liveness.ts";
import { OpenCalls } from "../wire/open-calls.ts";
import { CidTable } from "./cid-table.ts";
import { InstanceOutlet, type InstanceOutletHost } from "./instance-outlet.ts";
import { leadingCid } from "./leading-cid.ts";
import { withHeaders } from "./message-headers.ts";
import { MqantCall } from "./mqant-call.ts";
import type { MqantInstance } from "./mqant-entry.ts";
import { decodeReply } from "./mqant-reply.ts";

/** What a {@link MqantCaller} is made of. */
export interface MqantCallerOptions {
  readonly broker: Broker;
  /** Who can be called. */
  readonly instances: readonly MqantInstance[];
  readonly pending: PendingCalls;
  /** What may wait to be sent, in bytes. */
  readonly maxUnsentBytes: number;
  readonly log: LimitedLog;
  readonly counters: Counters;
}

/**
 * The calls that this process makes over mqant's wire, from the request to the reply.
 *
 * Source: mqant's `AMQPClient`.
 */
export class MqantCaller implements ReplyQueueOwner, PublisherOwner, InstanceOutletHost {
  readonly replyQueue: ReplyQueue = new ReplyQueue(this);
  /** One for each exchange: one that can't be used is no harm to the others. */
  readonly publishers: readonly Publisher[];
  readonly #options: MqantCallerOptions;
  readonly #table = new CidTable();
  readonly #calls: OpenCalls<MqantCall>;
  /** By the id of the instance. */
  readonly #outlets = new Map<string, InstanceOutlet>();
  readonly #liveness: Liveness<MqantCall>;
  /** The queue that replies go to, while there is one. */
  #replyTo: string | undefined;

  constructor(options: MqantCallerOptions) {
    this.#options = options;
    const { pending, maxUnsentBytes } = options;
    this.#calls = new OpenCalls({
      pending,
      index: this.#table,
      maxUnsentBytes,
      onAbandoned: () => {}, // this wire has no word for it: the callee goes on
    });
    this.#liveness = new Liveness(() => this.#pendingCalls());
    const publishers = new Map<string, Publisher>();
    for (const instance of options.instances) {
      const { exchange: name, exchangeType: type } = instance.rabbitmq;
      const key = `${type} ${name}`;
      const publisher =
        publishers.get(key) ?? new Publisher(this, { exchange: { name, type }, confirms: true });
      publishers.set(key, publisher);
      this.#outlets.set(instance.id, new InstanceOutlet(instance, publisher, this));
    }
    this.publishers = [...publishers.values()];
  }

  /** Whether this is the way to an instance. */
  reaches(id: string): boolean {
    return this.#outlets.has(id);
  }

  /**
   * Asks, and waits for the reply; a one-way call waits for the broker's word that it has it.
   *
   * @throws {RpcError} at once if it is not even tried.
   */
  invoke(request: CarriedRequest, isOneWay: boolean): Promise<unknown> {
    const outlet = this.#outlet(request);
    const refusal = this.#refusal(request, outlet);
    if (refusal !== undefined) throw refusal;
    const call = new MqantCall(request, isOneWay, this.#calls);
    // Before it is published: a reply may come before publishing is over.
    this.#calls.begin(call);
    // What can't be encoded fails now, also if it would have to wait.
    const body = this.#encoded(call, (replyTo, maxBytes) => call.encode(replyTo, maxBytes));
    if (body !== undefined) outlet.add(call);
    this.#liveness.watch();
    return call.outcome;
  }

  canPublish(publisher: Publisher): boolean {
    const { blockedBy } = this.#options.broker;
    return publisher.isWritable && this.#replyTo !== undefined && blockedBy === undefined;
  }

  consumersOf(queue: string): Promise<number | undefined> {
    // Not on the connection for publishing, which the broker may have stopped to read from.
    return this.#options.broker.consuming.consumersOf(queue);
  }

  publish(call: MqantCall, outlet: InstanceOutlet): void {
    const { rabbitmq } = outlet.instance;
    const message = this.#encoded(call, (replyTo, maxMessageBytes) => {
      return call.toMessage(rabbitmq, replyTo, maxMessageBytes);
    });
    if (message === undefined) return;
    call.sent(performance.now());
    let isHandedOver = false;
    outlet.publisher.publish(message, (error) => {
      if (isHandedOver) this.#confirmed(call, error, rabbitmq.exchange);
      else outlet.park(call, this.#away(outlet)); // the channel is closing, and nothing has left
    });
    isHandedOver = true;
  }

  /** Sends what waits, as far as it can be sent. */
  flushAll(): void {
    for (const outlet of this.#outlets.values()) outlet.flush();
  }

  /** The broker takes no messages: what need not wait for it is refused. */
  blocked(reason: string): void {
    for (const outlet of this.#outlets.values()) outlet.refuse(() => brokerBlocked(reason));
  }

  publisherOpened(): void {
    this.flushAll();
  }

  writable(): void {
    this.flushAll();
  }

  /** What the broker did not confirm has been told of it; what it did is answered all the same. */
  publisherLost(): void {
    this.#refuseUnsent();
  }

  /** No queue took a request. */
  returned({ content }: Returned): void {
    this.#options.counters.returned++;
    const call = this.#table.get(leadingCid(content));
    if (call?.place !== "sent") return; // it has been given up
    const outlet = this.#outlet(call.request);
    outlet.park(call, nobodyServes(call.request.target));
  }

  replyQueueOpened(name: string): void {
    this.#replyTo = name;
    this.flushAll();
  }

  replyQueueLost(): void {
    this.#replyTo = undefined;
    for (const call of this.#calls) {
      // The broker's word for a one-way call comes another way.
      if (call.place === "sent" && !call.isOneWay) call.lose("the connection to the broker broke");
    }
    this.#refuseUnsent();
  }

  reply(received: Received): void {
    try {
      this.#read(received);
    } catch (error) {
      this.#drop(RpcError.from(error).rawMessage);
    }
  }

  /** Settles all calls with `error`. */
  abandon(error: RpcError): void {
    this.#calls.abandonAll(error);
  }

  stop(): void {
    this.#liveness.stop();
  }

  #read({ content, headers }: Received): void {
    const { maxMessageBytes } = this.#options.pending;
    if (content.length > maxMessageBytes) {
      this.#tooLarge(content, maxMessageBytes);
      return;
    }
    const reply = decodeReply(content);
    if (reply.kind === "unreadable") {
      this.#drop(reply.error.rawMessage);
      return;
    }
    const call = this.#table.get(reply.cid);
    if (call === undefined) {
      this.#options.counters.lateReplies++;
      return;
    }
    const outlet = this.#outlet(call.request);
    outlet.heard();
    if (reply.kind === "result") {
      call.succeed(reply.result);
      return;
    }
    const error = withHeaders(reply.error, headers);
    // One that is closing has not begun it: its successor may.
    if (error.code === "unavailable" && !error.maybeExecuted) outlet.park(call, error);
    else call.cancel(error);
  }

  /** It is not read, but which call it answers stands at its beginning. */
  #tooLarge(content: Buffer, maxMessageBytes: number): void {
    const what = `${content.length} bytes`;
    const call = this.#table.get(leadingCid(content));
    const error = new CopyError("too_large", what);
    if (call === undefined) this.#drop(`${what}; maxMessageBytes allows ${maxMessageBytes}`);
    else call.cancel(badResult(call.name, error, maxMessageBytes));
  }

  /** What `encode` makes of a call; `undefined` if the call has failed by it. */
  #encoded<T>(
    call: MqantCall,
    encode: (replyTo: string, maxMessageBytes: number) => T,
  ): T | undefined {
    try {
      return encode(this.#replyTo ?? "", this.#options.pending.maxMessageBytes);
    } catch (error) {
      call.cancel(RpcError.from(error, "internal"));
      return undefined;
    }
  }

  #confirmed(call: MqantCall, error: Error | null, exchange: string): void {
    if (call.place !== "sent") return; // settled, or it came back and waits to be sent again
    if (error === null) {
      if (call.isOneWay) call.succeed(undefined);
    } else if (/NOT[-_]FOUND/u.test(error.message)) {
      // Of several messages on the channel it is not known which one found it gone.
      const text = `${call.name} can't be reached: the exchange "${exchange}" is gone; it is made anew`;
      call.cancel(new RpcError("no_responder", text, { maybeExecuted: true }));
    } else call.lose("the connection to the broker broke");
  }

  #outlet({ target }: CarriedRequest): InstanceOutlet {
    const outlet = this.#outlets.get(target.id);
    if (outlet === undefined) throw new RpcError("internal", `${target.id} is not on this wire`);
    return outlet;
  }

  /** Why a call is not even tried. */
  #refusal(request: CarriedRequest, outlet: InstanceOutlet): RpcError | undefined {
    const { broker } = this.#options;
    const noRoom = this.#calls.refusal(request);
    if (noRoom !== undefined || request.waitForReady) return noRoom;
    if (broker.blockedBy !== undefined) return brokerBlocked(broker.blockedBy);
    return this.#isReady(outlet) ? undefined : this.#away(outlet);
  }

  #isReady({ publisher }: InstanceOutlet): boolean {
    return publisher.isOpen && this.#replyTo !== undefined;
  }

  #away({ publisher, instance }: InstanceOutlet): RpcError {
    const { place } = this.#options.broker;
    if (publisher.isOpen || this.#replyTo === undefined) return brokerAway(place);
    const text = `the exchange "${instance.rabbitmq.exchange}" of the broker at ${place} can't be used now`;
    return new RpcError("unavailable", text);
  }

  #refuseUnsent(): void {
    for (const outlet of this.#outlets.values()) {
      if (!this.#isReady(outlet)) outlet.refuse(() => this.#away(outlet));
    }
  }

  *#pendingCalls(): Iterable<readonly [MqantCall, InstanceOutlet]> {
    for (const call of this.#calls) yield [call, this.#outlet(call.request)];
  }

  #drop(what: string): void {
    const { log, counters } = this.#options;
    counters.messagesDropped.add("reply");
    log.write("warn", "bad_reply", {}, `a message on the reply queue is dropped: ${what}`);
  }
}
