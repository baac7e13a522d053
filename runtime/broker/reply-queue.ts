import type { Channel, ChannelModel, ConsumeMessage } from "amqplib";
import { received, type Received } from "./received.ts";
import type { ChannelUser } from "./channel-user.ts";

/** Who waits for replies. */
export interface ReplyQueueOwner {
  /** There is a queue: what is asked from now on is answered there. */
  replyQueueOpened(name: string): void;
  /** Never throws: amqplib would close the channel. */
  reply(message: Received): void;
  /** Replies on their way to the queue are lost. */
  replyQueueLost(): void;
}

/**
 * The queue in which one process gets its replies: exclusive, named by the broker, gone with the
 * connection. Nothing is acknowledged: what can come is bounded by the calls that are pending.
 */
export class ReplyQueue implements ChannelUser {
  readonly title = "the reply queue";
  readonly #owner: ReplyQueueOwner;
  #isOpen = false;

  constructor(owner: ReplyQueueOwner) {
    this.#owner = owner;
  }

  create(connection: ChannelModel): Promise<Channel> {
    return connection.createChannel();
  }

  async opened(channel: Channel): Promise<void> {
    const { queue } = await channel.assertQueue("", { exclusive: true, autoDelete: true });
    const onMessage = (message: ConsumeMessage | null): void => {
      if (message !== null) this.#owner.reply(received(message));
      // Somebody deleted the queue: a new channel makes another one.
      else void channel.close().catch(() => {});
    };
    await channel.consume(queue, onMessage, { noAck: true, exclusive: true });
    this.#isOpen = true;
    this.#owner.replyQueueOpened(queue);
  }

  lost(): void {
    if (!this.#isOpen) return;
    this.#isOpen = false;
    this.#owner.replyQueueLost();
  }
}
