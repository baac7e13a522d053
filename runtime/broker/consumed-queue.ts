import type { Channel, ChannelModel, ConsumeMessage, Options } from "amqplib";
import { AckWindow, type Delivery } from "./ack-window.ts";
import type { ChannelUser } from "./channel-user.ts";

/** What a {@link ConsumedQueue} is, and who gets what comes. */
export interface ConsumedQueueOptions {
  readonly name: string;
  /** How many messages the broker delivers before the first of them is acknowledged. */
  readonly prefetch: number;
  /** Never throws: amqplib would close the channel. */
  readonly onDelivery: (delivery: Delivery) => void;
}

/** A queue that is consumed until it is left; what comes is acknowledged once it is admitted. */
export abstract class ConsumedQueue implements ChannelUser {
  readonly title: string;
  /** What comes is taken still, but a consumer that is lost is not missed. */
  protected isLeaving = false;
  readonly #options: ConsumedQueueOptions;
  #channel: Channel | undefined;
  #window: AckWindow | undefined;
  #consumerTag = "";

  constructor(options: ConsumedQueueOptions) {
    this.#options = options;
    this.title = `the queue "${options.name}"`;
  }

  abstract opened(channel: Channel): Promise<void>;

  create(connection: ChannelModel): Promise<Channel> {
    return connection.createChannel();
  }

  lost(): void {
    this.#window?.close();
    this.#window = undefined;
    this.#channel = undefined;
  }

  protected get isConsumed(): boolean {
    return this.#channel !== undefined;
  }

  /** Consumes on a channel on which the queue has been declared. */
  protected async consume(channel: Channel, options?: Options.Consume): Promise<void> {
    const { name, prefetch, onDelivery } = this.#options;
    const window = new AckWindow(channel, prefetch);
    const onMessage = (message: ConsumeMessage | null): void => {
      if (message !== null) onDelivery(window.opened(message));
      // Somebody deleted the queue: a new channel declares it again.
      else if (!this.isLeaving) void channel.close().catch(() => {});
    };
    await channel.prefetch(prefetch);
    const { consumerTag } = await channel.consume(name, onMessage, options);
    this.#channel = channel;
    this.#window = window;
    this.#consumerTag = consumerTag;
  }

  /**
   * Consumes no more: when this resolves, all that ever comes has come. What came can be acknowledged still.
   * Twice is fine.
   */
  protected async cancel(): Promise<void> {
    await this.#channel?.cancel(this.#consumerTag).catch(() => {}); // it went with the queue or the channel
    this.#window?.hurry();
  }
}
