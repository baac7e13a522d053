import { connect, type Channel, type ConsumeMessage } from "amqplib";
import type { Body, Client, Contestant } from "./contestant.ts";

const DIRECT_REPLY_TO = "amq.rabbitmq.reply-to";

/** Where replies come. */
export type ReplyTo = "direct reply-to" | "exclusive queue";

/**
 * What somebody writes who knows amqplib: one message a call and one a reply, no acknowledgements, no timers,
 * and Nagle's algorithm off. It checks nothing, and a reply that is lost is waited for for ever.
 */
export function amqplib<B = Body>(replyTo: ReplyTo): Contestant<B> {
  const queue = `bench-amqplib-${replyTo.replaceAll(" ", "-")}`;
  return {
    serve: async (uri, onNote) => {
      const channel = await (await connected(uri)).createChannel();
      await consume(channel, queue, ({ content, properties }) => {
        const body: unknown = JSON.parse(content.toString());
        channel.sendToQueue(properties.replyTo as string, encode(body), {
          correlationId: properties.correlationId as string,
        });
      });
      await consume(channel, notesOf(queue), ({ content }) => {
        JSON.parse(content.toString());
        onNote();
      });
    },
    connect: (uri) => client(uri, queue, replyTo),
  };
}

async function client<B>(uri: string, queue: string, replyTo: ReplyTo): Promise<Client<B>> {
  const connection = await connected(uri);
  const channel = await connection.createChannel();
  const confirming = await connection.createConfirmChannel();
  const pending = new Map<string, (body: B) => void>();
  let last = 0;
  const onReply = (message: ConsumeMessage | null): void => {
    if (message === null) throw new Error("the reply queue is gone");
    const correlationId = message.properties.correlationId as string;
    const resolve = pending.get(correlationId);
    pending.delete(correlationId);
    resolve?.(JSON.parse(message.content.toString()) as B); // the callee's own
  };
  let replies = DIRECT_REPLY_TO;
  if (replyTo === "exclusive queue") {
    replies = (await channel.assertQueue("", { exclusive: true })).queue;
  }
  await channel.consume(replies, onReply, { noAck: true });
  return {
    call: (body) =>
      new Promise((resolve) => {
        const correlationId = String(++last);
        pending.set(correlationId, resolve);
        channel.sendToQueue(queue, encode(body), { correlationId, replyTo: replies });
      }),
    note: (body) =>
      new Promise((resolve, reject) => {
        confirming.sendToQueue(notesOf(queue), encode(body), {}, (error: Error | null) => {
          if (error === null) resolve();
          else reject(error);
        });
      }),
  };
}

function connected(uri: string) {
  return connect(uri, { noDelay: true });
}

async function consume(
  channel: Channel,
  queue: string,
  onMessage: (message: ConsumeMessage) => void,
): Promise<void> {
  await channel.assertQueue(queue, { exclusive: true });
  const onAny = (message: ConsumeMessage | null): void => {
    if (message === null) throw new Error(`the queue "${queue}" is gone`);
    onMessage(message);
  };
  await channel.consume(queue, onAny, { noAck: true });
}

function encode(body: unknown): Buffer {
  return Buffer.from(JSON.stringify(body));
}

function notesOf(queue: string): string {
  return `${queue}-notes`;
}
