import {
  connect,
  type Channel,
  type ChannelModel,
  type ConsumeMessage,
  type Options,
} from "amqplib";
import type { MqantAddress } from "../../../runtime/wire-mqant/mqant-entry.ts";
import { eventually } from "../../support/eventually.ts";

/** What the messages of mqant's wire say that a peer looks at. */
interface Body {
  readonly Cid: string;
  readonly ReplyTo: string;
  readonly Args?: readonly unknown[];
}

/**
 * A process that does on the broker what Go mqant was seen to do: the same declarations, the same properties.
 * What is in the bodies is up to the test.
 */
export class GoPeer implements AsyncDisposable {
  /** The queue that its replies come to, as the broker has named it. */
  readonly replyTo: string;
  /** What has come to it. */
  readonly replies: readonly ConsumeMessage[];
  /** What has come to the queues that it serves. */
  readonly requests: ConsumeMessage[] = [];
  readonly #connection: ChannelModel;
  readonly #channel: Channel;

  private constructor(
    connection: ChannelModel,
    channel: Channel,
    replyTo: string,
    replies: readonly ConsumeMessage[],
  ) {
    this.#connection = connection;
    this.#channel = channel;
    this.replyTo = replyTo;
    this.replies = replies;
  }

  static async connect(uri: string): Promise<GoPeer> {
    const connection = await connect(uri, { noDelay: true });
    connection.on("error", () => {}); // the broker may be ended under it
    const channel = await connection.createChannel();
    const replyQueue = { durable: false, autoDelete: true, exclusive: true };
    const { queue } = await channel.assertQueue("", replyQueue);
    const replies: ConsumeMessage[] = [];
    await channel.consume(queue, (message) => {
      if (message === null) return;
      channel.ack(message);
      replies.push(message);
    });
    return new GoPeer(connection, channel, queue, replies);
  }

  /** Declares what a caller declares, and publishes a request as it is. */
  async publish(
    { exchange, exchangeType, bindingKey }: MqantAddress,
    body: string | Buffer,
    options: Options.Publish = {},
  ): Promise<void> {
    await this.#channel.assertExchange(exchange, exchangeType, EXCHANGE);
    this.#channel.publish(exchange, bindingKey, Buffer.from(body), {
      contentType: "text/plain",
      deliveryMode: 1,
      headers: { reply_to: this.replyTo },
      ...options,
    });
  }

  /** Publishes a request, and gives the message that answers it. */
  async ask(address: MqantAddress, body: string): Promise<ConsumeMessage> {
    const { length } = this.replies;
    await this.publish(address, body);
    return await this.#answerTo(cidOf(Buffer.from(body)), length);
  }

  /** Declares what a server declares, and consumes it: {@link requests} are those to it. */
  async serve(address: MqantAddress, onRequest: (body: Body) => void = () => {}): Promise<void> {
    const { queue, consumerTag } = address;
    await this.declare(address);
    await this.#channel.consume(
      queue,
      (message) => {
        if (message === null) return;
        this.#channel.ack(message);
        this.requests.push(message);
        onRequest(bodyOf(message));
      },
      { consumerTag },
    );
  }

  /** Declares a queue and its exchange, and does not consume it. */
  async declare({ exchange, exchangeType, queue, bindingKey }: MqantAddress): Promise<void> {
    await this.#channel.assertExchange(exchange, exchangeType, EXCHANGE);
    await this.#channel.assertQueue(queue, { durable: true, autoDelete: false, exclusive: false });
    await this.#channel.bindQueue(queue, exchange, bindingKey);
  }

  /** Publishes to a queue what its owner takes for a reply. */
  reply(replyTo: string, body: string | Buffer, options: Options.Publish = {}): void {
    const properties = { contentType: "text/plain", deliveryMode: 1, headers: {}, ...options };
    this.#channel.publish("", replyTo, Buffer.from(body), properties);
  }

  async deleteExchange({ exchange }: MqantAddress): Promise<void> {
    await this.#channel.deleteExchange(exchange);
  }

  /** The only request that has come; waits for it. */
  async firstRequest(): Promise<{ message: ConsumeMessage; body: Body; text: string }> {
    await eventually(() => this.requests.length > 0, "a request");
    const message = this.requests[0]!; // looked at just now
    return { message, body: bodyOf(message), text: message.content.toString() };
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#connection.close().catch(() => {}); // the broker may have done it
  }

  async #answerTo(cid: string, from: number): Promise<ConsumeMessage> {
    const find = () => this.replies.slice(from).find(({ content }) => cidOf(content) === cid);
    await eventually(() => find() !== undefined, `a reply to ${cid}`);
    return find()!; // looked for just now
  }
}

const EXCHANGE = { durable: true, autoDelete: false };

function bodyOf({ content }: ConsumeMessage): Body {
  return JSON.parse(content.toString()) as Body; // processes of ours make nothing else
}

function cidOf(content: Buffer): string {
  return /"Cid":"([^"]*)"/.exec(content.toString())?.[1] ?? "";
}
