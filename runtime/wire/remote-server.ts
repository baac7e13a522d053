import { randomBytes } from "node:crypto";
import { deferred } from "../async/deferred.ts";
import { pause } from "../async/pause.ts";
import { Slices } from "../async/slices.ts";
import type { Delivery } from "../broker/ack-window.ts";
import type { Publisher } from "../broker/publisher.ts";
import { RequestQueue } from "../broker/request-queue.ts";
import type { Counters } from "../counters.ts";
import { RpcError } from "../errors.ts";
import type { LimitedLog } from "../limited-log.ts";
import type { RpcServer } from "../rpc/rpc-server.ts";
import { Intake } from "./intake.ts";
import { Patience } from "./patience.ts";
import { Peers, type Peer } from "./peers.ts";
import { decodeFrame, maxBodyBytes } from "./frame.ts";
import { RemoteServedCall, type ServedCalls } from "./remote-served-call.ts";
import type { Server } from "./reply-message.ts";
import {
  encodeRequests,
  readCall,
  readRequests,
  type Asker,
  type RequestMessage,
  type WireCall,
} from "./request-message.ts";
import { untagFirst, WireError, type Revive } from "./wire-value.ts";

/** How long a former consumer may be silent before the log says that it is waited for, in milliseconds. */
const SILENCE_MS = 2000;
/** How long what was sent before its sender heard that the queue is left may take to get there, in milliseconds. */
const ON_ITS_WAY_MS = 100;

/** What a {@link RemoteServer} is made of. */
export interface RemoteServerOptions {
  readonly server: RpcServer;
  readonly queue: string;
  /** Who this is, for people who start it twice. */
  readonly title: string;
  readonly prefetch: number;
  readonly peers: Peers;
  readonly publisher: Publisher;
  /** Who asks, as long as replies can come. */
  readonly asker: () => Asker | undefined;
  readonly shared: ServedCalls;
  readonly revive: Revive;
  readonly log: LimitedLog;
  readonly counters: Counters;
}

/** Serves the calls that come to the queue of one module instance. */
export class RemoteServer {
  readonly requestQueue: RequestQueue;
  readonly #options: RemoteServerOptions;
  readonly #token = randomBytes(9).toString("base64url");
  readonly #active = deferred();
  readonly #intake: Intake;
  readonly #arrived = new Slices<Arrival>((arrival, now) => this.#next(arrival, now));
  readonly #patience = new Patience();
  readonly #maxBytes: number;
  #isConsuming = false;
  #silence: NodeJS.Timeout | undefined;

  constructor(options: RemoteServerOptions) {
    this.#options = options;
    this.#intake = new Intake(options);
    this.#maxBytes = maxBodyBytes(options.shared.maxMessageBytes);
    const { queue: name, prefetch } = options;
    this.#active.promise.catch(() => {}); // told to whoever waits for it
    this.requestQueue = new RequestQueue({
      name,
      prefetch,
      onDelivery: (delivery) => this.#receive(delivery),
      onConsuming: () => {
        this.#isConsuming = true;
        this.greet();
      },
      onLeaving: async (signal) => {
        // Callers hold back what they have for this queue until it is somebody else's, or gone.
        if (options.peers.tellLeaving(name)) await pause(ON_ITS_WAY_MS, signal);
      },
    });
  }

  /**
   * Resolves when it is this process that gets what comes to the queue.
   *
   * @throws {RpcError} `already_exists` if another process serves it, naming that one.
   */
  get isActive(): Promise<void> {
    return this.#active.promise;
  }

  /** Asks, through the queue itself, who gets what comes to it. */
  greet(): void {
    const { queue, publisher, asker, log, server } = this.#options;
    const from = asker();
    if (!this.#isConsuming || from === undefined || !publisher.isOpen) return;
    const frame = encodeRequests(from, undefined, { hello: { token: this.#token } });
    publisher.publish({ ...frame, exchange: "", routingKey: queue, replyTo: from.from });
    clearTimeout(this.#silence);
    this.#silence = setTimeout(() => {
      const text = `${server.name} waits for its former process to be given up by the broker`;
      log.write("warn", "standing_by", { module: server.name }, text);
    }, SILENCE_MS);
    this.#silence.unref();
  }

  /** Somebody says that it serves a queue; perhaps this one. */
  heard({ token, title, isClosing }: Server): void {
    if (token !== this.#token) return;
    const { server, log } = this.#options;
    clearTimeout(this.#silence);
    const text = `${server.name} is served by ${title} already`;
    if (isClosing) {
      log.write("info", "standing_by", { module: server.name }, `${text}, which is closing`);
      return;
    }
    this.#active.reject(new RpcError("already_exists", text));
    log.write("error", "served_twice", { module: server.name }, `${text}; this one stands by`);
  }

  /** Calls that come from now on are answered with `unavailable`. */
  stopAccepting(): void {
    this.#intake.stopAccepting();
    this.#arrived.hurry(); // nothing is begun any more, and what is left is waited for
    clearTimeout(this.#silence);
    this.#active.resolve(); // who still waits for it starts nothing any more
  }

  /**
   * Leaves the queue without losing what is in it, as far as that can be done before `signal` fires, and
   * answers what has arrived.
   */
  async retire(signal: AbortSignal): Promise<void> {
    await this.requestQueue.retire(signal);
    await this.#arrived.idle();
  }

  #receive(delivery: Delivery): void {
    try {
      const { json, attachments } = decodeFrame(delivery.received, this.#maxBytes);
      const message = readRequests(json, attachments);
      this.#arrived.push(new Arrival(delivery, message, this.#options.peers.of(message)));
    } catch (error) {
      this.#drop(error);
      delivery.admitted();
    }
  }

  /** Serves the next call of a message; `false` if there was none left. */
  #next(arrival: Arrival, now: number): boolean {
    const entry = arrival.next();
    if (entry === undefined) {
      this.#answer(arrival);
      arrival.done();
      return false;
    }
    try {
      this.#serve(arrival, readCall(entry), now);
    } catch (error) {
      this.#drop(error);
      arrival.done();
    }
    return true;
  }

  #serve(arrival: Arrival, call: WireCall, now: number): void {
    const { server, shared, revive } = this.#options;
    const { handler, timeoutMs } = call;
    const waitedMs = now - arrival.sentAt;
    const isTried = Patience.isTried(waitedMs, timeoutMs);
    call.startBy = arrival.sentAt + timeoutMs;
    untagFirst(call.args, call.tagged, arrival.message.attachments, revive);
    const served = call.isOneWay
      ? this.#intake.oneWay(call)
      : new RemoteServedCall(call, server.name, arrival.peer, shared);
    if (isTried && !this.#patience.isWorthwhile(handler, waitedMs, timeoutMs - waitedMs)) {
      served.cancel(this.#tooLate(handler));
      arrival.done();
      return;
    }
    if (isTried) served.measure((tookMs) => this.#patience.note(handler, tookMs));
    this.#intake.take(served, arrival.isRedelivered, arrival.done);
    if (served instanceof RemoteServedCall && !served.settled)
      arrival.peer.calls.set(call.number, served);
  }

  /** Its caller hears of it only if there is time for that. */
  #tooLate(handler: string): RpcError {
    this.#options.counters.expired++;
    const text = `${this.#options.server.name}/${handler} would have ended too late and was not begun`;
    return new RpcError("deadline_exceeded", text);
  }

  /** What a message asks for besides its calls. */
  #answer({ message, peer }: Arrival): void {
    for (const number of message.cancel) peer.calls.get(number)?.abandoned();
    if (message.probe !== undefined) peer.tellUnknown(message.probe);
    if (message.hello === undefined) return;
    const { token } = message.hello;
    if (token === this.#token) {
      clearTimeout(this.#silence);
      this.#active.resolve();
    } else
      peer.tellServer({ token, title: this.#options.title, isClosing: this.#intake.isClosing });
  }

  #drop(error: unknown): void {
    this.#intake.drop(error instanceof WireError ? error.message : RpcError.from(error).message);
  }
}

/** A message that has arrived, and how far it has been served. */
class Arrival {
  readonly message: RequestMessage;
  readonly peer: Peer;
  /** When it was sent, on our clock; when it came, if its sender does not know our clock. */
  readonly sentAt: number;
  readonly isRedelivered: boolean;
  readonly #delivery: Delivery;
  #index = 0;
  /** Calls that were not admitted yet, and one for the rest of the message. */
  #open: number;

  constructor(delivery: Delivery, message: RequestMessage, peer: Peer) {
    this.message = message;
    this.peer = peer;
    this.isRedelivered = delivery.isRedelivered;
    this.#delivery = delivery;
    this.#open = message.calls.length + 1;
    const now = performance.now();
    const { stamp } = message;
    this.sentAt = stamp?.boot === Peers.boot ? Math.min(now, stamp.at) : now;
  }

  /** The next call, or `undefined` if there is none left. */
  next(): unknown {
    return this.message.calls[this.#index++];
  }

  /** A call has begun, or never will. The message is acknowledged when all of them have. */
  readonly done = (): void => {
    if (--this.#open === 0) this.#delivery.admitted();
  };
}
