import type { Channel } from "amqplib";
import { ConsumedQueue, type ConsumedQueueOptions } from "./consumed-queue.ts";
import { declareExchange, type Exchange } from "./exchange.ts";

/** What a {@link BoundQueue} is, and who gets what comes. */
export interface BoundQueueOptions extends ConsumedQueueOptions {
  readonly exchange: Exchange;
  /** What comes to the exchange with this key comes to the queue. */
  readonly bindingKey: string;
  /** What the operator sees the consumer by; empty for a name that the broker makes. */
  readonly consumerTag: string;
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
export class BoundQueue extends ConsumedQueue {
  readonly #options: BoundQueueOptions;

  constructor(options: BoundQueueOptions) {
    super(options);
    this.#options = options;
  }

  async opened(channel: Channel): Promise<void> {
    const { name, exchange, bindingKey, consumerTag } = this.#options;
    if (this.isLeaving) return;
    await declareExchange(channel, exchange);
    await channel.assertQueue(name, { durable: true, autoDelete: false, exclusive: false });
    await channel.bindQueue(name, exchange.name, bindingKey);
    await this.consume(channel, { consumerTag, exclusive: true });
    if (this.isLeaving) await this.leave();
  }

  /**
   * Consumes no more: when this resolves, all that ever comes has come. What came can be acknowledged still.
   * Twice is fine.
   */
  async leave(): Promise<void> {
    this.isLeaving = true;
    await this.cancel();
  }
}
