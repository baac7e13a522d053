import type { Channel, ChannelModel } from "amqplib";
import { pause } from "../async/pause.ts";
import { untilAborted } from "../async/until-aborted.ts";
import { ConsumedQueue, type ConsumedQueueOptions } from "./consumed-queue.ts";

/** How long to wait before looking again whether a queue has run empty, in milliseconds. */
const RETRY_MS = 20;

/** What a {@link RequestQueue} is, and who gets what comes. */
export interface RequestQueueOptions extends ConsumedQueueOptions {
  /** Consuming has begun, for the first time or anew. */
  readonly onConsuming: () => void;
  /**
   * The queue is about to be left, or tried to: whoever sends to it may be told to hold that back. It is left
   * when this resolves, if it is empty then.
   */
  readonly onLeaving: (signal: AbortSignal) => Promise<void>;
}

/**
 * The queue of one module instance. It is there as long as somebody consumes it: durable, so that every
 * RabbitMQ from 3.8 to 4 allows it, and deleted with its last consumer, so that a call to nobody comes back.
 *
 * Of several consumers one is active, the others stand by: an instance that is started again takes over from
 * one that is closing, or from one that the broker does not know to be dead yet, without losing a call.
 */
export class RequestQueue extends ConsumedQueue {
  readonly #options: RequestQueueOptions;
  #connection: ChannelModel | undefined;

  constructor(options: RequestQueueOptions) {
    super(options);
    this.#options = options;
  }

  override create(connection: ChannelModel): Promise<Channel> {
    this.#connection = connection;
    return super.create(connection);
  }

  async opened(channel: Channel): Promise<void> {
    await channel.assertQueue(this.#options.name, {
      durable: true,
      autoDelete: true,
      arguments: { "x-single-active-consumer": true },
    });
    await this.consume(channel);
    this.#options.onConsuming();
  }

  /**
   * Leaves the queue without losing what is in it: to who stands by, else once it has run empty, after
   * which what is published comes back to its sender. Ends when `signal` fires; then what is still in the
   * queue is lost with it.
   */
  async retire(signal: AbortSignal): Promise<void> {
    this.isLeaving = true;
    await untilAborted(this.#leave(signal), signal);
  }

  async #leave(signal: AbortSignal): Promise<void> {
    while (!signal.aborted && this.isConsumed) {
      if (await this.#isLeft(signal)) break;
      await pause(RETRY_MS, signal);
    }
    await this.cancel();
  }

  /** Whether somebody else has the queue, or nobody needs it any more. */
  async #isLeft(signal: AbortSignal): Promise<boolean> {
    const { name, onLeaving } = this.#options;
    try {
      // A channel of its own: the broker closes it if the queue is not empty.
      const channel = await this.#connection!.createChannel(); // create came before opened
      channel.on("error", () => {});
      const { consumerCount } = await channel.checkQueue(name);
      // Told last: each question before takes a way to the broker and back, and senders hold back for a moment only.
      await onLeaving(signal);
      if (consumerCount < 2) await channel.deleteQueue(name, { ifEmpty: true });
      await channel.close();
      return true;
    } catch {
      return false; // not empty yet, or the connection broke
    }
  }
}
