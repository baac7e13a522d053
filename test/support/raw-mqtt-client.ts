import { once } from "node:events";
import { connect as connectTcp, type Socket } from "node:net";
import { connect as connectTls } from "node:tls";
import { generate, parser, type IConnectPacket, type Packet } from "mqtt-packet";
import { eventually } from "./eventually.ts";

/** How a {@link RawMqttClient} connects. */
export interface RawMqttClientOptions {
  port: number;
  /** Speaks TLS and trusts anybody. */
  tls?: boolean;
}

/** A client that sends exactly the bytes it is told to, and keeps all that comes back. */
export class RawMqttClient implements AsyncDisposable {
  readonly socket: Socket;
  /** Packets that came and were not asked for yet, in order. */
  readonly packets: Packet[] = [];
  #received: Buffer[] = [];
  #closed = false;

  private constructor(socket: Socket) {
    this.socket = socket;
    const incoming = parser({ protocolVersion: 4 });
    incoming.on("packet", (packet) => this.packets.push(packet));
    incoming.on("error", () => {}); // CONNACK of MQTT 5: the bytes are looked at
    socket.on("data", (bytes) => {
      this.#received.push(bytes);
      incoming.parse(bytes);
    });
    socket.on("error", () => {}); // "close" follows
    socket.once("close", () => (this.#closed = true));
  }

  /** Opens a socket and sends nothing. */
  static async open({ port, tls = false }: RawMqttClientOptions): Promise<RawMqttClient> {
    const host = "127.0.0.1";
    const socket = tls
      ? connectTls({ port, host, rejectUnauthorized: false })
      : connectTcp({ port, host, noDelay: true });
    await once(socket, tls ? "secureConnect" : "connect");
    return new RawMqttClient(socket);
  }

  /** Opens a socket, sends CONNECT, and waits for CONNACK 0. */
  static async connect(
    options: RawMqttClientOptions,
    packet: Partial<IConnectPacket> = {},
  ): Promise<RawMqttClient> {
    const client = await RawMqttClient.open(options);
    client.send(connectPacket(packet));
    const connack = await client.next();
    if (connack.cmd !== "connack" || connack.returnCode !== 0) {
      throw new Error(`the gate answered ${JSON.stringify(connack)}`);
    }
    return client;
  }

  get closed(): boolean {
    return this.#closed;
  }

  /** All that came, as one hexadecimal text. */
  get hex(): string {
    return Buffer.concat(this.#received).toString("hex");
  }

  /** Forgets what came. */
  forget(): void {
    this.#received = [];
    this.packets.length = 0;
  }

  /** Sends packets, bytes, or hexadecimal texts, all in one write. */
  send(...parts: (Packet | Buffer | string)[]): void {
    const bytes = parts.map((part) => {
      if (typeof part === "string") return Buffer.from(part, "hex");
      return "cmd" in part ? generate(part) : part;
    });
    this.socket.write(Buffer.concat(bytes));
  }

  /** The next packet that came or comes. */
  async next(): Promise<Packet> {
    await eventually(() => this.packets.length > 0 || this.#closed, "a packet");
    const packet = this.packets.shift();
    if (packet === undefined) throw new Error("the gate closed the connection");
    return packet;
  }

  /** Publishes a request and returns the body of the reply on its topic, parsed. */
  async request(topic: string, body?: unknown): Promise<unknown> {
    this.send(publishPacket(topic, body === undefined ? "" : JSON.stringify(body)));
    const reply = await this.next();
    if (reply.cmd !== "publish" || reply.topic !== topic) {
      throw new Error(`instead of a reply came ${JSON.stringify(reply)}`);
    }
    return JSON.parse(reply.payload.toString());
  }

  /** Resolves when the gate has closed the connection. */
  async untilClosed(): Promise<void> {
    await eventually(() => this.#closed, "the end of the connection");
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.socket.destroy();
    await this.untilClosed();
  }
}

/** CONNECT of MQTT 3.1.1 without keep-alive, unless told otherwise. */
export function connectPacket(changes: Partial<IConnectPacket> = {}): Packet {
  return {
    cmd: "connect",
    protocolId: "MQTT",
    protocolVersion: 4,
    clientId: "",
    clean: true,
    keepalive: 0,
    ...changes,
  };
}

/** PUBLISH at QoS 0, or above it with a packet id. */
export function publishPacket(
  topic: string,
  payload: string | Buffer = "",
  { qos = 0, messageId, dup = false }: { qos?: 0 | 1 | 2; messageId?: number; dup?: boolean } = {},
): Packet {
  const packet: Packet = { cmd: "publish", topic, payload, qos, dup, retain: false };
  return messageId === undefined ? packet : { ...packet, messageId };
}
