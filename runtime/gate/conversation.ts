import type { TimingWheel } from "../async/timing-wheel.ts";
import type { ProtocolVersion } from "./connect-packet.ts";
import type { ConnectedClient, ConnectionLimits } from "./connection-host.ts";
import { decodeControl } from "./control-packet.ts";
import { PacketExchange } from "./packet-exchange.ts";
import type { Publish } from "./publish-packet.ts";
import { RequestLane } from "./request-lane.ts";
import type { Sender } from "./sender.ts";

/** What a {@link Conversation} is made of. */
export interface ConversationOptions {
  readonly version: ProtocolVersion;
  readonly client: ConnectedClient;
  readonly sender: Sender;
  readonly limits: ConnectionLimits;
  readonly wheel: TimingWheel;
  /** Called when the conversation takes packets again. */
  readonly onRoom: () => void;
}

/** What is said on a connection once its CONNECT is accepted. */
export class Conversation {
  readonly version: ProtocolVersion;
  readonly client: ConnectedClient;
  readonly #sender: Sender;
  readonly #exchange: PacketExchange;
  readonly #lane: RequestLane;

  constructor({ version, client, sender, limits, wheel, onRoom }: ConversationOptions) {
    this.version = version;
    this.client = client;
    this.#sender = sender;
    this.#exchange = new PacketExchange(limits, version);
    this.#lane = new RequestLane(limits, wheel, client, onRoom);
  }

  /** Whether no packets should be read now. */
  get isFull(): boolean {
    return this.#lane.isFull;
  }

  /**
   * Does what a packet asks for.
   *
   * @returns `false` if it was the client's last one.
   * @throws {Violation}
   */
  receive(packet: Buffer): boolean {
    if (packet[0]! >> 4 !== 3) return this.#onControl(packet); // a whole packet has a first byte
    this.#onPublish(this.#exchange.decode(packet));
    return true;
  }

  /** The connection is closed: what waits is not served. */
  end(): void {
    this.#lane.clear();
  }

  #onPublish(publish: Publish): void {
    this.#lane.count();
    if (publish.qos > 0) {
      const isKnown = this.#exchange.isKnown(publish);
      const refusal = this.version === 5 && !isKnown ? this.client.refusal(publish.topic) : 0;
      // Acknowledged at once: [MQTT-4.6.0-2] and [MQTT-4.6.0-3] want the order of the publishes, and
      // requests run side by side.
      this.#sender.send(this.#exchange.acknowledge(publish, refusal));
      if (isKnown) return;
    }
    this.#lane.add(publish);
  }

  #onControl(bytes: Buffer): boolean {
    const packet = decodeControl(bytes, this.version);
    switch (packet.name) {
      case "disconnect":
        return false;
      case "puback":
        this.#sender.acknowledge(packet.packetId, packet.reasonCode);
        return true;
      default:
        this.#sender.send(this.#exchange.answer(packet));
        return true;
    }
  }
}
