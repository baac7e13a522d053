import type { Writable } from "node:stream";
import type { Channel, ChannelModel, ConfirmChannel, Message, Options } from "amqplib";
import { endsWithin } from "../async/ends-within.ts";
import type { ChannelUser } from "./channel-user.ts";
import { declareExchange, type Exchange } from "./exchange.ts";
import { received, type Received } from "./received.ts";

/**
 * Frames that amqplib may hold when the socket takes no more, of up to 128 KiB each. Its own default of 1024
 * would let a silent broker cost 128 MiB.
 */
const HELD_FRAMES = 16;

/** A message on its way out. */
export interface Outgoing {
  /** Empty for the default exchange, where the routing key is the queue's name. */
  readonly exchange: string;
  readonly routingKey: string;
  readonly content: Buffer;
  readonly contentType: string;
  readonly replyTo?: string | undefined;
  /** After this long the broker drops what was not taken, in milliseconds. */
  readonly expiresInMs?: number | undefined;
  readonly headers?: Readonly<Record<string, unknown>> | undefined;
  /** Whether it outlives a restart of the broker; unless it is said, it does not. */
  readonly persistent?: boolean | undefined;
}

/** A message that no queue took: it has not been and never will be delivered. */
export interface Returned extends Received {
  readonly routingKey: string;
}

/** Who publishes, and has to know what becomes of it. */
export interface PublisherOwner {
  /** Comes before the message's confirmation. */
  returned(message: Returned): void;
  /** There is a channel. */
  publisherOpened(): void;
  /** What is published is taken again after a time of not being taken. */
  writable(): void;
  /** The channel is gone, and with it whatever was not confirmed. */
  publisherLost(): void;
}

/**
 * Told that the broker has a message (it may have been returned before), or that nobody knows, with what the
 * channel was closed by, if anything.
 */
export type OnConfirm = (error: Error | null) => void;

/** How a {@link Publisher} publishes. */
export interface PublisherOptions {
  /** Declared before anything is published, if it is given. */
  readonly exchange?: Exchange | undefined;
  /**
   * Whether the broker says what it has got. That is a packet each way for each message, which a lone call
   * would feel: it is for those who wait for it.
   */
  readonly confirms: boolean;
}

/** Publishes on one channel. Everything is `mandatory`: what no queue takes comes back. */
export class Publisher implements ChannelUser {
  readonly title: string;
  readonly #owner: PublisherOwner;
  readonly #options: PublisherOptions;
  #channel: Channel | undefined;
  /** What the channel was closed by, for as long as there is no other. */
  #failure: Error | undefined;
  #isFull = false;
  #isWriting = false;

  constructor(owner: PublisherOwner, options: PublisherOptions) {
    this.#owner = owner;
    this.#options = options;
    const { exchange } = options;
    this.title = exchange === undefined ? "publishing" : `the exchange "${exchange.name}"`;
  }

  /** Whether there is a channel to publish on. */
  get isOpen(): boolean {
    return this.#channel !== undefined;
  }

  /** Whether more can be published now; if not, `publisherOpened` or `writable` will tell. */
  get isWritable(): boolean {
    return this.#channel !== undefined && !this.#isFull;
  }

  create(connection: ChannelModel): Promise<Channel> {
    const options = { highWaterMark: HELD_FRAMES };
    if (this.#options.confirms) return connection.createConfirmChannel(options);
    return connection.createChannel(options);
  }

  async opened(channel: Channel): Promise<void> {
    const { exchange } = this.#options;
    if (exchange !== undefined) await declareExchange(channel, exchange);
    channel.on("return", (message: Message) => {
      this.#owner.returned({ ...received(message), routingKey: message.fields.routingKey });
    });
    channel.on("error", (error: Error) => (this.#failure = error));
    channel.on("drain", () => {
      this.#isFull = false;
      this.#owner.writable();
    });
    this.#channel = channel;
    this.#failure = undefined;
    this.#isFull = false;
    this.#owner.publisherOpened();
  }

  lost(): void {
    if (this.#channel === undefined) return;
    this.#channel = undefined;
    this.#isFull = false;
    this.#owner.publisherLost();
  }

  /** Waits until the broker has what was published, or until `timeoutMs` are over. */
  async flushed(timeoutMs: number): Promise<void> {
    const channel = this.#channel;
    if (channel === undefined) return;
    // What a channel is asked is answered after all that it was given before.
    const asked: Promise<unknown> = isConfirming(channel)
      ? channel.waitForConfirms()
      : channel.prefetch(0);
    const had = asked.catch(() => {}); // lost with the channel
    await endsWithin(had, timeoutMs);
  }

  /**
   * Hands a message over. Without a channel it is told to `onConfirm` as an error, and nothing has left.
   *
   * @param onConfirm - Told once, if there are confirmations.
   */
  publish(message: Outgoing, onConfirm?: OnConfirm): void {
    const { exchange, routingKey, content } = message;
    // amqplib passes over what is undefined; spreading what is there would take longer than all the rest.
    const options = {
      mandatory: true,
      contentType: message.contentType,
      replyTo: message.replyTo,
      expiration: message.expiresInMs,
      headers: message.headers,
      persistent: message.persistent,
    } as Options.Publish; // whose types are stricter about undefined than what they describe
    const told =
      onConfirm && ((error: Error | null) => onConfirm(error && (this.#failure ?? error)));
    try {
      if (this.#channel === undefined) throw new Error("there is no channel");
      const channel = this.#channel;
      const isTaken = isConfirming(channel)
        ? channel.publish(exchange, routingKey, content, options, told)
        : channel.publish(exchange, routingKey, content, options);
      if (!isTaken) this.#isFull = true;
      this.#writeSoon(channel);
    } catch (error) {
      // The channel is closing: "close", and with it `lost`, comes in a moment.
      onConfirm?.(error instanceof Error ? error : new Error(String(error)));
    }
  }

  /**
   * amqplib writes at the end of the *next* turn what is published at the end of this one. That would be a
   * fourth of what a lone call takes. And it writes a large message in two goes: each is a system call, and the
   * broker wakes up for the head alone.
   */
  #writeSoon(channel: Channel): void {
    if (this.#isWriting) return;
    this.#isWriting = true;
    // Behind amqplib's own tick, which tells its multiplexer that there is something to write.
    process.nextTick(() => {
      this.#isWriting = false;
      const multiplexer = multiplexerOf(channel);
      multiplexer?.out?.cork();
      multiplexer?._readIncoming?.();
      multiplexer?.out?.uncork();
    });
  }
}

/** As much of amqplib's inside as is used, if it is there: its types leave it out. */
interface Multiplexer {
  readonly _readIncoming?: () => void;
  readonly out?: Writable;
}

function multiplexerOf({ connection }: Channel): Multiplexer | undefined {
  return (connection as { muxer?: Multiplexer }).muxer;
}

function isConfirming(channel: Channel): channel is ConfirmChannel {
  return "waitForConfirms" in channel;
}
