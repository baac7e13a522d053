import { Slices } from "../async/slices.ts";
import type { Delivery } from "../broker/ack-window.ts";
import { BoundQueue } from "../broker/bound-queue.ts";
import type { Received } from "../broker/received.ts";
import type { Counters } from "../counters.ts";
import { RpcError } from "../errors.ts";
import type { LimitedLog } from "../limited-log.ts";
import { OneWayCall } from "../rpc/one-way-call.ts";
import type { RpcServer } from "../rpc/rpc-server.ts";
import type { Request, ServedCall } from "../rpc/served-call.ts";
import type { SessionSnapshot } from "../session/session.ts";
import { gateAnswer, gateArguments } from "./go-gate.ts";
import { leadingCid } from "./leading-cid.ts";
import { decodeHeaders, failureHeaders, replyToOf } from "./message-headers.ts";
import { isGate, type MqantInstance } from "./mqant-entry.ts";
import { encodeFailure } from "./mqant-reply.ts";
import { decodeRequest, type IncomingRequest, type ReplyAddress } from "./mqant-request.ts";
import { MqantServedCall, type ServedMqantCalls } from "./mqant-served-call.ts";

/** How long a reply to a request without a time limit may wait to be sent, in milliseconds. */
const REFUSAL_MS = 5000;

/** What a {@link MqantServer} is made of. */
export interface MqantServerOptions {
  readonly instance: MqantInstance;
  readonly server: RpcServer;
  readonly prefetch: number;
  readonly shared: ServedMqantCalls;
  /** Makes the session that an `HD_` handler gets. */
  readonly reviveSession: (snapshot: SessionSnapshot) => unknown;
  readonly log: LimitedLog;
  readonly counters: Counters;
}

/**
 * Serves the calls that come to the queue of one module instance in mqant's format.
 *
 * Source: mqant's `AMQPServer` and `RPCServer`.
 */
export class MqantServer {
  readonly queue: BoundQueue;
  readonly #options: MqantServerOptions;
  readonly #isGate: boolean;
  readonly #arrived = new Slices<Delivery>((delivery) => {
    this.#serve(delivery);
    return false;
  });
  #isClosing = false;

  constructor(options: MqantServerOptions) {
    this.#options = options;
    this.#isGate = isGate(options.instance);
    const { queue, exchange, exchangeType, bindingKey, consumerTag } = options.instance.rabbitmq;
    this.queue = new BoundQueue({
      name: queue,
      exchange: { name: exchange, type: exchangeType },
      bindingKey,
      consumerTag,
      prefetch: options.prefetch,
      onDelivery: (delivery) => this.#arrived.push(delivery),
    });
  }

  /**
   * Calls that come from now on are answered with `unavailable`. The queue is consumed still: callers look
   * there whether the calls that run here will be answered.
   */
  stopAccepting(): void {
    this.#isClosing = true;
  }

  /** Leaves the queue: what is in it is for whoever serves it next. Ends when `signal` fires. */
  async retire(signal: AbortSignal): Promise<void> {
    const aborted = new Promise<void>((resolve) => {
      signal.addEventListener("abort", () => resolve(), { once: true });
    });
    await Promise.race([this.queue.leave().then(() => this.#arrived.idle()), aborted]);
  }

  #serve(delivery: Delivery): void {
    try {
      this.#read(delivery);
    } catch (error) {
      this.#drop(RpcError.from(error).rawMessage);
      delivery.admitted();
    }
  }

  #read(delivery: Delivery): void {
    const { counters, reviveSession, shared } = this.#options;
    const { content } = delivery.received;
    if (content.length > shared.maxMessageBytes) {
      this.#dropTooLarge(delivery.received);
      delivery.admitted();
      return;
    }
    const received = decodeRequest(content, { reviveSession });
    if (received.kind === "call") {
      this.#take(received.request, delivery);
      return;
    }
    const { error, answerTo } = received;
    if (error.code === "deadline_exceeded") counters.expired++;
    else if (answerTo === undefined) this.#drop(error.rawMessage);
    if (answerTo !== undefined) this.#refuse(error, answerTo, performance.now() + REFUSAL_MS);
    delivery.admitted();
  }

  #take(incoming: IncomingRequest, delivery: Delivery): void {
    const { server, shared } = this.#options;
    const { fn, cid, replyTo, remainingMs } = incoming;
    const name = `${server.name}/${fn}`;
    const startBy = performance.now() + remainingMs;
    const args = this.#isGate ? gateArguments(fn, incoming.args) : incoming.args;
    const chain = decodeHeaders(delivery.received.headers);
    const request = { ...chain, handler: fn, args, timeoutMs: remainingMs, startBy };
    const refusal = this.#refusal(delivery, name);
    if (replyTo === undefined) this.#takeOneWay(request, name, refusal, delivery);
    else if (refusal !== undefined) {
      this.#refuse(refusal, { cid, replyTo }, startBy);
      delivery.admitted();
    } else {
      const told = this.#isGate ? gateAnswer : asItIs;
      const call = new MqantServedCall(request, { cid, replyTo }, server.name, shared, told);
      this.#begin(call, delivery);
    }
  }

  #takeOneWay(
    request: Request,
    name: string,
    refusal: RpcError | undefined,
    delivery: Delivery,
  ): void {
    const unheard = (error: RpcError): void => {
      // Faults of the handler itself are in the log already.
      if (error.code === "unknown" || error.code === "internal") return;
      const fields = { caller: request.caller, code: error.code };
      const text = `${name}, called without reply: ${error.message}`;
      this.#options.log.write("warn", "unheard", fields, text);
    };
    if (refusal === undefined) this.#begin(new OneWayCall(request, unheard), delivery);
    else {
      unheard(refusal);
      delivery.admitted();
    }
  }

  /** One that waits for a place is admitted when it gets it: until then the broker need not send more. */
  #begin(call: ServedCall, delivery: Delivery): void {
    if (this.#options.server.serve(call)) call.onStart = () => delivery.admitted();
    else delivery.admitted();
  }

  /** Why a call is not even begun. */
  #refusal({ isRedelivered }: Delivery, name: string): RpcError | undefined {
    if (isRedelivered) {
      this.#options.counters.redelivered++;
      const text = `${name} was delivered to a process that went away`;
      return new RpcError("lost", text, { maybeExecuted: true });
    }
    if (this.#isClosing) {
      return new RpcError("unavailable", `${this.#options.server.name} is closing`);
    }
    return undefined;
  }

  #refuse(error: RpcError, { cid, replyTo }: ReplyAddress, deadline: number): void {
    const reply = { content: encodeFailure(cid, error), headers: failureHeaders(error) };
    this.#options.shared.replies.send({ ...reply, replyTo, deadline });
  }

  /** It is not read, but who asks can be told: the queue is named beside it, the Cid at its beginning. */
  #dropTooLarge({ content, headers }: Received): void {
    const { shared, server } = this.#options;
    const what = `${content.length} bytes; maxMessageBytes allows ${shared.maxMessageBytes}`;
    this.#drop(what);
    const cid = leadingCid(content);
    const replyTo = replyToOf(headers);
    if (cid === undefined || replyTo === undefined) return;
    const error = new RpcError("too_large", `the request to ${server.name} has ${what}`);
    this.#refuse(error, { cid, replyTo }, performance.now() + REFUSAL_MS);
  }

  #drop(what: string): void {
    const { log, counters, instance } = this.#options;
    const { queue } = instance.rabbitmq;
    counters.messagesDropped.add("request");
    log.write("warn", "bad_request", { queue }, `a message on "${queue}" is dropped: ${what}`);
  }
}

function asItIs(result: unknown): unknown {
  return result;
}
