import {
  generate,
  parser,
  type IConnackPacket,
  type IConnectPacket,
  type IPublishPacket,
  type Packet,
} from "mqtt-packet";
import { eventually } from "./eventually.ts";
import { openWire, type Network, type RawWire } from "./raw-wire.ts";

/**
 * How a client sends: each `send` in one write; each byte in a write of its own; or CONNECT held back until
 * the first `send`, so that all of it is in one write.
 */
export type Pace = "send by send" | "byte by byte" | "in one segment";

/** How a {@link RawMqttClient} connects. */
export interface RawMqttClientOptions {
  port: number;
  network?: Network;
  pace?: Pace;
  /** The client's own address. */
  from?: string;
  /** Sent before all else, before TLS too. */
  preface?: Buffer;
}

/** A client that sends exactly the bytes it is told to, and keeps all that comes back. */
export class RawMqttClient implements AsyncDisposable {
  /** Packets that came and were not asked for yet, in order. */
  readonly packets: Packet[] = [];
  /** The answer to {@link RawMqttClient.connect}. */
  connack: IConnackPacket | undefined;
  readonly #pace: Pace;
  #wire: RawWire | undefined;
  #version = 4;
  #parser = parser({ protocolVersion: 4 });
  #received: Buffer[] = [];
  #closed = false;
  /** What is yet to come of a CONNACK that is nobody's business. */
  #connack: Buffer | undefined;
  #refusal: Error | undefined;
  #held: Buffer | undefined;
  #dripping: Promise<void> = Promise.resolve();

  private constructor(pace: Pace) {
    this.#pace = pace;
    this.#listen(4);
  }

  /** Opens a connection and sends nothing. */
  static async open({
    port,
    network = "tcp",
    from,
    preface,
    pace = "send by send",
  }: RawMqttClientOptions): Promise<RawMqttClient> {
    const client = new RawMqttClient(pace);
    client.#wire = await openWire(
      { network, port, from, preface },
      {
        onBytes: (bytes) => client.#onBytes(bytes),
        onClose: () => (client.#closed = true),
      },
    );
    return client;
  }

  /** Opens a connection, sends CONNECT, and waits for CONNACK 0, which is not among the packets. */
  static async connect(
    options: RawMqttClientOptions,
    packet: Partial<IConnectPacket> = {},
  ): Promise<RawMqttClient> {
    const client = await RawMqttClient.open(options);
    client.#listen(packet.protocolVersion ?? 4);
    client.#connack = Buffer.alloc(0);
    const connect = generate(connectPacket(packet));
    if (client.#pace === "in one segment") client.#held = connect;
    else {
      client.send(connect);
      await client.connected();
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

  /** Reads nothing more until {@link resume}. */
  pause(): void {
    this.#wire?.pause();
  }

  resume(): void {
    this.#wire?.resume();
  }

  /** Forgets what came. */
  forget(): void {
    this.#received = [];
    this.packets.length = 0;
  }

  /** Sends packets of the version that CONNECT said, bytes, or hexadecimal texts. */
  send(...parts: (Packet | Buffer | string)[]): void {
    const encoded = parts.map((part) => {
      if (typeof part === "string") return Buffer.from(part.replaceAll(" ", ""), "hex");
      return "cmd" in part ? generate(part, { protocolVersion: this.#version }) : part;
    });
    const bytes = Buffer.concat([...(this.#held === undefined ? [] : [this.#held]), ...encoded]);
    this.#held = undefined;
    if (this.#pace !== "byte by byte") this.#wire?.write(bytes);
    else this.#dripping = this.#dripping.then(() => this.#drip(bytes));
  }

  /** Resolves when CONNACK has come: needed only by those who send nothing. */
  async connected(): Promise<void> {
    if (this.#held !== undefined) this.send();
    const isAnswered = () => this.#connack === undefined || this.#refusal !== undefined;
    await eventually(() => isAnswered() || this.#closed, "CONNACK");
    if (this.#refusal !== undefined) throw this.#refusal;
    if (!isAnswered()) throw new Error("the gate closed instead of CONNACK");
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
    this.#wire?.destroy();
    await this.untilClosed();
  }

  #listen(protocolVersion: number): void {
    this.#version = protocolVersion;
    this.#parser = parser({ protocolVersion });
    this.#parser.on("packet", (packet) => this.packets.push(packet));
    this.#parser.on("error", () => {}); // CONNACK of MQTT 5 to a client that did not expect it
  }

  #onBytes(bytes: Buffer): void {
    if (this.#connack === undefined) {
      this.#received.push(bytes);
      this.#parser.parse(bytes);
      return;
    }
    const all = Buffer.concat([this.#connack, bytes]);
    this.#connack = all;
    const size = 2 + (all[1] ?? Infinity);
    if (all.length < size) return;
    this.#parser.parse(all.subarray(0, size));
    const connack = this.packets.pop();
    const code = connack?.cmd === "connack" ? (connack.reasonCode ?? connack.returnCode) : -1;
    if (connack?.cmd !== "connack" || code !== 0) {
      this.#refusal = new Error(`the gate answered ${JSON.stringify(connack)}`);
      return;
    }
    this.connack = connack;
    this.#connack = undefined;
    if (all.length > size) this.#onBytes(all.subarray(size));
  }

  async #drip(bytes: Buffer): Promise<void> {
    for (let at = 0; at < bytes.length; at++) {
      this.#wire?.write(bytes.subarray(at, at + 1));
      await new Promise((resolve) => setImmediate(resolve));
    }
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

/** PUBLISH at QoS 0, unless told otherwise. */
export function publishPacket(
  topic: string,
  payload: string | Buffer = "",
  { qos = 0, dup = false, ...others }: Partial<IPublishPacket> = {},
): Packet {
  return { cmd: "publish", topic, payload, qos, dup, retain: false, ...others };
}
