import {
  generate,
  parser,
  type IConnectPacket,
  type IPublishPacket,
  type Packet,
} from "mqtt-packet";
import { eventually } from "./eventually.ts";
import { connectPacket, publishPacket } from "./raw-mqtt-client.ts";
import { openWire, type Network, type RawWire } from "./raw-wire.ts";

/** After how many bytes, in one direction, a connection is cut. */
export interface Cut {
  readonly direction: "sent" | "received";
  readonly bytes: number;
}

/** A message that came, and whether it was marked as sent before. */
export interface Heard {
  readonly topic: string;
  readonly body: unknown;
  readonly isAgain: boolean;
}

const REQUEST_ID = 77;

/**
 * A client that keeps its part of an MQTT session over connections that break: it makes one request at QoS 2,
 * which it goes on with where it stood, and acknowledges all that comes at QoS 1.
 */
export class ReturningClient implements AsyncDisposable {
  readonly heard: Heard[] = [];
  /** What came that has no place in such an exchange. */
  readonly unexpected: Packet[] = [];
  readonly #where: { readonly network: Network; readonly port: number };
  readonly #connect: Partial<IConnectPacket>;
  readonly #request: Packet;
  #stage: "unsent" | "published" | "released" | "done" = "unsent";
  #wire: RawWire | undefined;
  #isClosed = true;
  #left = { sent: Infinity, received: Infinity };

  constructor(
    where: { network: Network; port: number },
    connect: Partial<IConnectPacket>,
    request: { topic: string; body: unknown },
  ) {
    this.#where = where;
    this.#connect = connect;
    const options = { qos: 2, messageId: REQUEST_ID } as const;
    this.#request = publishPacket(request.topic, JSON.stringify(request.body), options);
  }

  /** Whether the request is through. */
  get isDone(): boolean {
    return this.#stage === "done";
  }

  /** Connects, and says and hears what is due until `cut`. */
  async connect(cut?: Cut): Promise<void> {
    this.#left = { sent: Infinity, received: Infinity };
    if (cut !== undefined) this.#left[cut.direction] = cut.bytes;
    this.#isClosed = false;
    const { protocolVersion = 4 } = this.#connect;
    const reader = parser({ protocolVersion });
    reader.on("packet", (packet) => this.#onPacket(packet));
    this.#wire = await openWire(this.#where, {
      onBytes: (bytes) => {
        const { received } = this.#left;
        if (received <= 0) return;
        this.#left.received -= bytes.length;
        reader.parse(bytes.length > received ? bytes.subarray(0, received) : bytes);
        if (this.#left.received <= 0) this.#wire?.destroy();
      },
      onClose: () => (this.#isClosed = true),
    });
    if (cut?.bytes === 0) this.#wire.destroy();
    this.#send(connectPacket(this.#connect));
  }

  /** Whether there is no connection. */
  get isCut(): boolean {
    return this.#isClosed;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#wire?.destroy();
    await eventually(() => this.#isClosed, "the end of the connection");
  }

  #onPacket(packet: Packet): void {
    switch (packet.cmd) {
      case "connack":
        if (this.#stage === "unsent" || this.#stage === "published") {
          // [MQTT-3.3.1-1] The first time is known by the stage.
          const dup = this.#stage === "published";
          this.#stage = "published";
          this.#send({ ...this.#request, dup } as IPublishPacket); // made by publishPacket
        } else if (this.#stage === "released") this.#release();
        break;
      case "pubrec":
        this.#stage = "released";
        this.#release();
        break;
      case "pubcomp":
        this.#stage = "done";
        break;
      case "publish": {
        const { topic, payload, dup, qos, messageId } = packet;
        this.heard.push({ topic, body: JSON.parse(String(payload)), isAgain: dup });
        if (qos === 1) this.#send({ cmd: "puback", ...(messageId !== undefined && { messageId }) });
        break;
      }
      default:
        this.unexpected.push(packet);
    }
  }

  #release(): void {
    this.#send({ cmd: "pubrel", messageId: REQUEST_ID });
  }

  #send(packet: Packet): void {
    const { protocolVersion = 4 } = this.#connect;
    const bytes = generate(packet, { protocolVersion });
    const { sent } = this.#left;
    if (sent <= 0 || this.#isClosed) return;
    this.#left.sent -= bytes.length;
    this.#wire?.write(bytes.length > sent ? bytes.subarray(0, sent) : bytes);
    if (this.#left.sent <= 0) this.#endAfterWriting();
  }

  /** A WebSocket may hold back what it was told to write until the next turn. */
  #endAfterWriting(): void {
    const wire = this.#wire;
    setTimeout(() => wire?.destroy(), 1);
  }
}
