import { Slices } from "../async/slices.ts";
import { untilAborted } from "../async/until-aborted.ts";
import type { Delivery } from "../broker/ack-window.ts";
import { BoundQueue } from "../broker/bound-queue.ts";
import type { Received } from "../broker/received.ts";
import type { Counters } from "../counters.ts";
import { RpcError } from "../errors.ts";
import type { LimitedLog } from "../limited-log.ts";
import type { RpcServer } from "../rpc/rpc-server.ts";
import type { SessionSnapshot } from "../session/session.ts";
import { Intake } from "../wire/intake.ts";
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
  readonly #intake: Intake;
  readonly #arrived = new Slices<Delivery>((delivery) => {
    this.#serve(delivery);
    return false;
  });

  constructor(options: MqantServerOptions) {
    this.#options = options;
    this.#isGate = isGate(options.instance);
    const { queue, exchange, exchangeType, bindingKey, consumerTag } = options.instance.rabbitmq;
    this.#intake = new Intake({ ...options, queue });
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
    this.#intake.stopAccepting();
  }

  /** Leaves the queue: what is in it is for whoever serves it next. Ends when `signal` fires. */
  async retire(signal: AbortSignal): Promise<void> {
    const left = this.queue.leave().then(() => this.#arrived.idle());
    await untilAborted(left, signal);
  }

  #serve(delivery: Delivery): void {
    try {
      this.#read(delivery);
    } catch (error) {
      this.#intake.drop(RpcError.from(error).rawMessage);
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
    else if (answerTo === undefined) this.#intake.drop(error.rawMessage);
    if (answerTo !== undefined) this.#refuse(error, answerTo, performance.now() + REFUSAL_MS);
    delivery.admitted();
  }

  #take(incoming: IncomingRequest, delivery: Delivery): void {
    const { server, shared } = this.#options;
    const { fn, cid, replyTo, remainingMs } = incoming;
    const startBy = performance.now() + remainingMs;
    const args = this.#isGate ? gateArguments(fn, incoming.args) : incoming.args;
    const chain = decodeHeaders(delivery.received.headers);
    const request = { ...chain, handler: fn, args, timeoutMs: remainingMs, startBy };
    const told = this.#isGate ? gateAnswer : asItIs;
    const call =
      replyTo === undefined
        ? this.#intake.oneWay(request)
        : new MqantServedCall(request, { cid, replyTo }, server.name, shared, told);
    this.#intake.take(call, delivery.isRedelivered, () => delivery.admitted());
  }

  #refuse(error: RpcError, { cid, replyTo }: ReplyAddress, deadline: number): void {
    const reply = { content: encodeFailure(cid, error), headers: failureHeaders(error) };
    this.#options.shared.replies.send({ ...reply, replyTo, deadline });
  }

  /** It is not read, but who asks can be told: the queue is named beside it, the Cid at its beginning. */
  #dropTooLarge({ content, headers }: Received): void {
    const { shared, server } = this.#options;
    const what = `${content.length} bytes; maxMessageBytes allows ${shared.maxMessageBytes}`;
    this.#intake.drop(what);
    const cid = leadingCid(content);
    const replyTo = replyToOf(headers);
    if (cid === undefined || replyTo === undefined) return;
    const error = new RpcError("too_large", `the request to ${server.name} has ${what}`);
    this.#refuse(error, { cid, replyTo }, performance.now() + REFUSAL_MS);
  }
}

function asItIs(result: unknown): unknown {
  return result;
}
