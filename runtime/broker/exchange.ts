import type { Channel } from "amqplib";

/** An exchange as mqant's configuration names it. */
export interface Exchange {
  readonly name: string;
  /** `direct`, `topic`, `fanout` or `headers`. */
  readonly type: string;
}

/**
 * Makes an exchange as mqant does, callers and servers alike: whoever comes first. One that exists with
 * other properties is refused by the broker.
 */
export async function declareExchange(channel: Channel, { name, type }: Exchange): Promise<void> {
  await channel.assertExchange(name, type, { durable: true, autoDelete: false });
}
