import type { Channel, ChannelModel } from "amqplib";

/** Whoever works with a channel of its own, and gets a new one whenever it has lost the last. */
export interface ChannelUser {
  /** What it is for, in messages: `the queue "mqant.Chat001"`. */
  readonly title: string;
  create(connection: ChannelModel): Promise<Channel>;
  /** Declares, consumes: what is needed before the channel can be used. Fails by what the broker refuses. */
  opened(channel: Channel): Promise<void>;
  /** The channel that {@link opened} was given is gone, for whatever reason. */
  lost(): void;
}
