import { generate } from "mqtt-packet";
import { connectPacket, publishPacket } from "../../support/raw-mqtt-client.ts";
import { BODY, NEWS, type Network } from "./server.ts";
import { openWire, type Wire } from "./wire.ts";

/** One client that is connected. */
export interface Client {
  /** Sends a request. */
  ask(): void;
  close(): void;
}

/** Told of what comes. */
export interface ClientEvents {
  onReply(): void;
  onPush(): void;
}

/** Where a client connects. */
export interface ServerAddress {
  readonly port: number;
  readonly network: Network;
}

/** @param number - Of this client among those of its process. */
export type OpenClient = (
  address: ServerAddress,
  number: number,
  events: ClientEvents,
) => Promise<Client>;

const CONNACK = 0x20;
const SUBACK = 0x90;
/** In seconds: longer than any connection of these lives. */
const KEEP_ALIVE = 600;

/** MQTT 3.1.1, with replies that need no subscription: a gate, or an echo. */
export const openRequester: OpenClient = async (address, number, events) => {
  const { wire } = await connected(address, number, events);
  const request = generate(publishPacket("Echo/HD_Echo/1", JSON.stringify(BODY)));
  return { ask: () => wire.send(request), close: () => wire.close() };
};

/** MQTT 3.1.1, with a broker: a client gets back what it publishes on its own topic. */
export const openSubscriber: OpenClient = async (address, number, events) => {
  const { wire, expect } = await connected(address, number, events);
  const topic = `Echo/${process.pid}/${number}`;
  const subscriptions = [topic, NEWS.topic].map((each) => ({ topic: each, qos: 0 }) as const);
  wire.send(generate({ cmd: "subscribe", messageId: 1, subscriptions }));
  await expect(SUBACK);
  const request = generate(publishPacket(topic, JSON.stringify(BODY)));
  return { ask: () => wire.send(request), close: () => wire.close() };
};

async function connected(
  { port, network }: ServerAddress,
  number: number,
  { onReply, onPush }: ClientEvents,
): Promise<{ wire: Wire; expect: (firstByte: number) => Promise<void> }> {
  const content = Buffer.from(BODY.content);
  let onFirst: ((message: Buffer) => void) | undefined;
  let replySize = 0;
  const onMessage = (message: Buffer): void => {
    if (onFirst !== undefined) {
      onFirst(message);
      onFirst = undefined;
    } else if (message[topicStart(message)] === NEWS.topic.length) onPush();
    else {
      // The first reply is looked into; the others are like it.
      if (replySize === 0 && message.includes(content)) replySize = message.length;
      if (message.length !== replySize) throw new Error(`no reply: ${message.toString()}`);
      onReply();
    }
  };
  const expect = (firstByte: number): Promise<void> =>
    new Promise((resolve, reject) => {
      onFirst = (message) => {
        if (message[0] === firstByte) resolve();
        else reject(new Error(`came instead of ${firstByte}: ${message.toString("hex")}`));
      };
    });
  const wire = await openWire({ port, network, messages: "packets", onMessage });
  const clientId = `bench-${process.pid}-${number}`;
  wire.send(generate(connectPacket({ clientId, keepalive: KEEP_ALIVE })));
  await expect(CONNACK);
  return { wire, expect };
}

/** Where the low byte of the topic's length is. */
function topicStart(publish: Buffer): number {
  return publish[1]! < 0x80 ? 3 : 4; // a packet has a second byte
}
