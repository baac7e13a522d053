import type { Channel, ChannelModel, ConsumeMessage } from "amqplib";
import { pause } from "../async/pause.ts";
import { AckWindow, type Delivery } from "./ack-window.ts";
import type { ChannelUser } from "./channel-user.ts";

/** How long to wait before looking again whether a queue has run empty, in milliseconds. */
const RETRY_MS = 20;

/** What a {@link RequestQueue} is, and who gets what comes. */
export interface RequestQueueOptions {
  readonly name: string;
  /** How many messages the broker delivers before the first of them is acknowledged. */
  readonly prefetch: number;
  /** Never throws: amqplib would close the channel. */
  readonly onDelivery: (delivery: Delivery) => void;
  /** Consuming has begun, for the first time or anew. */
  readonly onConsuming: () => void;
}

/**
 * The queue of one module instance. It is there as long as somebody consumes it: durable, so that every
 * RabbitMQ from 3.8 to 4 allows it, and deleted with its last consumer, so that a call to nobody comes back.
 *
 * Of several consumers one is active, the others stand by: an instance that is started again takes over from
 * one that is closing, or from one that the broker does not know to be dead yet, without losing a call.
 */
export class RequestQueue implements ChannelUser {
  readonly title: string;
  readonly #options: RequestQueueOptions;
  #connection: ChannelModel | undefined;
  #channel: Channel | undefined;
  #window: AckWindow | undefined;
  #consumerTag = "";
  #isRetiring = false;

  constructor(options: RequestQueueOptions) {
    this.#options = options;
    this.title = `the queue "${options.name}"`;
  }

  create(connection: ChannelModel): Promise<Channel> {
    this.#connection = connection;
    return connection.createChannel();
  }

  async opened(channel: Channel): Promise<void> {
    const { name, prefetch, onDelivery, onConsuming } = this.#options;
    const window = new AckWindow(channel);
    const onMessage = (message: ConsumeMessage | null): void => {
      if (message !== null) onDelivery(window.opened(message));
      // Somebody deleted the queue: a new channel declares it again.
      else if (!this.#isRetiring) void channel.close().catch(() => {});
    };
    await channel.assertQueue(name, {
      durable: true,
      autoDelete: true,
      arguments: { "x-single-active-consumer": true },
    });
    await channel.prefetch(prefetch);
    const { consumerTag } = await channel.consume(name, onMessage);
    this.#channel = channel;
    this.#window = window;
    this.#consumerTag = consumerTag;
    onConsuming();
  }

  lost(): void {
    this.#window?.close();
    this.#window = undefined;
    this.#channel = undefined;
  }

  /**
   * Leaves the queue without losing what is in it: to who stands by, else once it has run empty, after
   * which what is published comes back to its sender. Ends when `signal` fires; then what is still in the
   * queue is lost with it.
   */
  async retire(signal: AbortSignal): Promise<void> {
    this.#isRetiring = true;
    const aborted = new Promise<void>((resolve) => {
      signal.addEventListener("abort", () => resolve(), { once: true });
    });
    await Promise.race([this.#leave(signal), aborted]);
  }

  async #leave(signal: AbortSignal): Promise<void> {
    while (!signal.aborted && this.#channel !== undefined) {
      if (await this.#isLeft()) break;
      await pause(RETRY_MS, signal);
    }
    await this.#channel?.cancel(this.#consumerTag).catch(() => {}); // the queue may be gone
    this.#window?.hurry();
  }

  /** Whether somebody else has the queue, or nobody needs it any more. */
  async #isLeft(): Promise<boolean> {
    const { name } = this.#options;
    try {
      // A channel of its own: the broker closes it if the queue is not empty.
      const channel = await this.#connection!.createChannel(); // create came before opened
      channel.on("error", () => {});
      const { consumerCount } = await channel.checkQueue(name);
      if (consumerCount < 2) await channel.deleteQueue(name, { ifEmpty: true });
      await channel.close();
      return true;
    } catch {
      return false; // not empty yet, or the connection broke
    }
  }
}
