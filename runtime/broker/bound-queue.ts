import type { Channel, ChannelModel, ConsumeMessage } from "amqplib";
import { AckWindow, type Delivery } from "./ack-window.ts";
import type { ChannelUser } from "./channel-user.ts";
import { declareExchange, type Exchange } from "./exchange.ts";

/** What a {@link BoundQueue} is, and who gets what comes. */
export interface BoundQueueOptions {
  readonly name: string;
  readonly exchange: Exchange;
  /** What comes to the exchange with this key comes to the queue. */
  readonly bindingKey: string;
  /** What the operator sees the consumer by; empty for a name that the broker makes. */
  readonly consumerTag: string;
  /** How many messages the broker delivers before the first of them is acknowledged. */
  readonly prefetch: number;
  /** Never throws: amqplib would close the channel. */
  readonly onDelivery: (delivery: Delivery) => void;
}

/**
 * A queue that stays, bound to an exchange, declared as mqant declares it: a process of mqant's own may have
 * been there before, and the broker refuses a queue that differs.
 *
 * Of the processes of a configuration one serves it: the consumer is exclusive, so that a second one is
 * refused. What is in the queue waits for whoever consumes it next.
 *
 * Source: mqant's `NewConsumer` and `AMQPServer`, which consume without a limit and share a queue silently.
 */
export class BoundQueue implements ChannelUser {
  readonly title: string;
  readonly #options: BoundQueueOptions;
  #channel: Channel | undefined;
  #window: AckWindow | undefined;
  #consumerTag = "";
  #isLeft = false;

  constructor(options: BoundQueueOptions) {
    this.#options = options;
    this.title = `the queue "${options.name}"`;
  }

  create(connection: ChannelModel): Promise<Channel> {
    return connection.createChannel();
  }

  async opened(channel: Channel): Promise<void> {
    const { name, exchange, bindingKey, consumerTag, prefetch, onDelivery } = this.#options;
    if (this.#isLeft) return;
    const window = new AckWindow(channel);
    const onMessage = (message: ConsumeMessage | null): void => {
      if (message !== null) onDelivery(window.opened(message));
      // Somebody deleted the queue: a new channel declares it again.
      else void channel.close().catch(() => {});
    };
    await declareExchange(channel, exchange);
    await channel.assertQueue(name, { durable: true, autoDelete: false, exclusive: false });
    await channel.bindQueue(name, exchange.name, bindingKey);
    await channel.prefetch(prefetch);
    const consumer = await channel.consume(name, onMessage, { consumerTag, exclusive: true });
    this.#channel = channel;
    this.#window = window;
    this.#consumerTag = consumer.consumerTag;
    if (this.#isLeft) await this.leave();
  }

  lost(): void {
    this.#window?.close();
    this.#window = undefined;
    this.#channel = undefined;
  }

  /**
   * Consumes no more: when this resolves, all that ever comes has come. What came can be acknowledged still.
   * Twice is fine.
   */
  async leave(): Promise<void> {
    this.#isLeft = true;
    await this.#channel?.cancel(this.#consumerTag).catch(() => {}); // it went with the channel
    this.#window?.hurry();
  }
}
