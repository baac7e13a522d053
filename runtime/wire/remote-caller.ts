import { randomBytes } from "node:crypto";
import type { TurnEnd } from "../async/turn-end.ts";
import type { Broker } from "../broker/broker.ts";
import type { Publisher, Returned } from "../broker/publisher.ts";
import type { Received } from "../broker/received.ts";
import { ReplyQueue, type ReplyQueueOwner } from "../broker/reply-queue.ts";
import type { Counters } from "../counters.ts";
import type { RpcError } from "../errors.ts";
import type { LimitedLog } from "../limited-log.ts";
import { brokerAway, brokerBlocked, nobodyServes } from "../rpc/call-errors.ts";
import type { CarriedRequest } from "../rpc/carrier.ts";
import type { PendingCalls } from "../rpc/local-call.ts";
import { CallTable, NumberedCall } from "./call-table.ts";
import { CalleeClock } from "./callee-clock.ts";
import { decodeFrame, maxBodyBytes, type Frame } from "./frame.ts";
import { Liveness } from "./liveness.ts";
import { OpenCalls } from "./open-calls.ts";
import { Outlet, type OutletHost } from "./outlet.ts";
import { readReplies, readReply, type Server } from "./reply-message.ts";
import { readCall, readRequests, type Asker, type Probe } from "./request-message.ts";
import { WireError, type Revive } from "./wire-value.ts";

/** What a {@link RemoteCaller} is made of. */
export interface RemoteCallerOptions {
  readonly broker: Broker;
  readonly publisher: Publisher;
  /** The one with confirmations. */
  readonly confirming: Publisher;
  readonly turn: TurnEnd;
  readonly pending: PendingCalls;
  /** What may wait to be sent, in bytes. */
  readonly maxUnsentBytes: number;
  /** The queue of an instance. */
  readonly queueOf: (id: string) => string;
  readonly revive: Revive;
  readonly log: LimitedLog;
  readonly counters: Counters;
  /** There is a reply queue: questions can be asked. */
  readonly onReady: () => void;
  /** Somebody else serves a queue that this process wants to serve. */
  readonly onServer: (server: Server) => void;
}

/** The calls that this process makes over the broker, from the request to the reply. */
export class RemoteCaller implements ReplyQueueOwner, OutletHost {
  readonly replyQueue: ReplyQueue = new ReplyQueue(this);
  readonly #options: RemoteCallerOptions;
  readonly #key = randomBytes(9).toString("base64url");
  readonly #table = new CallTable();
  readonly #calls: OpenCalls<NumberedCall>;
  readonly #outlets = new Map<string, Outlet>();
  readonly #liveness: Liveness<NumberedCall>;
  #asker: Asker | undefined;
  readonly #maxBytes: number;

  constructor(options: RemoteCallerOptions) {
    this.#options = options;
    const { pending, maxUnsentBytes } = options;
    this.#calls = new OpenCalls({
      pending,
      index: this.#table,
      maxUnsentBytes,
      onAbandoned: (call) => this.#outlet(call.request).cancel(call.number),
    });
    this.#maxBytes = maxBodyBytes(pending.maxMessageBytes);
    this.#liveness = new Liveness(() => this.#pendingCalls());
  }

  /**
   * Asks, and waits for the reply; a one-way call waits for the broker's word that it has it.
   *
   * @throws {RpcError} at once if it is not even tried.
   */
  invoke(request: CarriedRequest, isOneWay: boolean): Promise<unknown> {
    const refusal = this.#refusal(request);
    if (refusal !== undefined) throw refusal;
    const call = new NumberedCall(request, isOneWay, this.#calls);
    // Before it is published: a reply may come before publishing is over.
    this.#calls.begin(call);
    this.#outlet(request).add(call);
    this.#liveness.watch();
    return call.outcome;
  }

  /** Who asks, if replies can come. */
  get currentAsker(): Asker | undefined {
    return this.#asker;
  }

  get asker(): Asker {
    return this.#asker!; // asked for only while something can be published
  }

  get canPublish(): boolean {
    const { publisher, confirming, broker } = this.#options;
    const isWritable = publisher.isWritable && confirming.isWritable;
    return isWritable && this.#asker !== undefined && broker.blockedBy === undefined;
  }

  schedule(outlet: Outlet): void {
    this.#options.turn.add(outlet);
  }

  publish(
    queue: string,
    frame: Frame,
    expiresInMs: number,
    isConfirmed: boolean,
    oneWay: readonly NumberedCall[],
  ): void {
    const { publisher, confirming } = this.#options;
    const message = {
      exchange: "",
      routingKey: queue,
      content: frame.content,
      contentType: frame.contentType,
      replyTo: this.#asker?.from,
      expiresInMs,
    };
    if (!isConfirmed) publisher.publish(message);
    else confirming.publish(message, (error) => confirmed(oneWay, error));
  }

  /** Sends what waits, as far as it can be sent. */
  flushAll(): void {
    for (const outlet of this.#outlets.values()) outlet.flush();
  }

  /** The broker takes no messages: what need not wait for it is refused. */
  blocked(reason: string): void {
    for (const outlet of this.#outlets.values()) outlet.refuse(() => brokerBlocked(reason));
  }

  /** What was sent may be lost, and nothing can be sent until the broker is back. */
  connectionLost(): void {
    const { place } = this.#options.broker;
    for (const call of this.#calls) {
      if (call.place === "sent") call.lose("the connection to the broker broke");
    }
    for (const outlet of this.#outlets.values()) outlet.refuse(() => brokerAway(place));
  }

  replyQueueOpened(name: string): void {
    this.#asker = { from: name, key: this.#key };
    this.flushAll();
    this.#options.onReady();
  }

  replyQueueLost(): void {
    this.#asker = undefined;
    this.connectionLost();
  }

  reply(received: Received): void {
    try {
      const { json, attachments } = decodeFrame(received, this.#maxBytes);
      const message = readReplies(json, attachments);
      if (message.key !== this.#key) throw new WireError("it has not the key of this process");
      for (const entry of message.replies) this.#settle(entry, message);
      if (message.leaving !== undefined) this.#calleeLeaves(message.leaving);
      if (message.unknown !== undefined) this.#doubt(message.unknown);
      if (message.server !== undefined) this.#options.onServer(message.server);
    } catch (error) {
      this.#drop(error);
    }
  }

  /** Nobody took a message: its calls have not run, and what was asked about before is gone. */
  returned(message: Returned): void {
    try {
      const { json, attachments } = decodeFrame(message, this.#maxBytes);
      const { calls, probe } = readRequests(json, attachments);
      for (const entry of calls) {
        const call = this.#table.get(readCall(entry).number);
        if (call !== undefined)
          this.#outlet(call.request).park(call, nobodyServes(call.request.target));
      }
      if (probe !== undefined) this.#doubt(probe);
    } catch (error) {
      this.#drop(error);
    }
  }

  /** Settles all calls with `error`. */
  abandon(error: RpcError): void {
    this.#calls.abandonAll(error);
  }

  stop(): void {
    this.#liveness.stop();
  }

  #doubt({ at, numbers }: Probe): void {
    for (const number of numbers) {
      const call = this.#table.get(number);
      if (call !== undefined) this.#outlet(call.request).doubt(call, at);
    }
  }

  #calleeLeaves(queues: readonly string[]): void {
    for (const outlet of this.#outlets.values()) {
      if (queues.includes(outlet.queue)) outlet.calleeLeaves();
    }
  }

  #settle(entry: unknown, message: ReturnType<typeof readReplies>): void {
    const { counters, revive } = this.#options;
    const reply = readReply(entry, message.attachments, revive);
    const call = this.#table.get(reply.number);
    if (call === undefined) {
      counters.lateReplies++;
      return;
    }
    const outlet = this.#outlet(call.request);
    outlet.heard(message);
    if ("result" in reply) call.succeed(reply.result);
    // One that is closing has not begun it: its successor may.
    else if (reply.error.code === "unavailable" && !reply.error.maybeExecuted) {
      outlet.park(call, reply.error);
    } else call.cancel(reply.error);
  }

  #outlet({ target }: CarriedRequest): Outlet {
    let outlet = this.#outlets.get(target.id);
    if (outlet === undefined) {
      const queue = this.#options.queueOf(target.id);
      outlet = new Outlet(queue, new CalleeClock(), this);
      this.#outlets.set(target.id, outlet);
    }
    return outlet;
  }

  /** Why a call is not even tried. */
  #refusal(request: CarriedRequest): RpcError | undefined {
    const { broker, publisher, confirming } = this.#options;
    const noRoom = this.#calls.refusal(request);
    if (noRoom !== undefined || request.waitForReady) return noRoom;
    if (broker.blockedBy !== undefined) return brokerBlocked(broker.blockedBy);
    const isOpen = publisher.isOpen && confirming.isOpen && this.#asker !== undefined;
    return isOpen ? undefined : brokerAway(broker.place);
  }

  *#pendingCalls(): Iterable<readonly [NumberedCall, Outlet]> {
    for (const call of this.#calls) yield [call, this.#outlet(call.request)];
  }

  #drop(error: unknown): void {
    const { log, counters } = this.#options;
    const text = error instanceof Error ? error.message : String(error);
    counters.messagesDropped.add("reply");
    log.write("warn", "bad_reply", {}, `a message on the reply queue is dropped: ${text}`);
  }
}

function confirmed(oneWay: readonly NumberedCall[], error: Error | null): void {
  for (const call of oneWay) {
    // One that was returned is settled already, or waits to be sent again.
    if (call.place !== "sent") continue;
    if (error === null) call.succeed(undefined);
    else call.lose("the connection to the broker broke");
  }
}
