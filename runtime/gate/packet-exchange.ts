import { Violation } from "./close-reason.ts";
import { PINGRESP, type ControlPacket } from "./control-packet.ts";
import { encodeAcknowledgement, PUBACK, PUBCOMP, PUBREC, type Publish } from "./publish-packet.ts";
import { ReceivedIds } from "./received-ids.ts";
import { Subscriptions } from "./subscriptions.ts";

/** What bounds the exchanges of one connection. */
export interface ExchangeLimits {
  readonly maxSubscriptions: number;
  readonly maxTopicBytes: number;
  readonly maxUnreleased: number;
}

/** What becomes of a publish: the acknowledgement that is due, and whether it is to be served. */
export interface Receipt {
  readonly acknowledgement: Buffer | undefined;
  readonly isNew: boolean;
}

const NO_ACKNOWLEDGEMENT: Receipt = { acknowledgement: undefined, isNew: true };

/**
 * The exchanges that a client begins and that take more than one packet: its publishes above QoS 0,
 * subscriptions, pings. It knows what is to be answered, and sends nothing itself.
 */
export class PacketExchange {
  readonly #limits: ExchangeLimits;
  // Made on demand: most clients publish at QoS 0.
  #received: ReceivedIds | undefined;
  #subscriptions: Subscriptions | undefined;

  constructor(limits: ExchangeLimits) {
    this.#limits = limits;
  }

  /**
   * Takes note of a publish.
   *
   * @throws {Violation} if too many at QoS 2 wait for PUBREL.
   */
  receive({ qos, packetId }: Publish): Receipt {
    if (qos === 0) return NO_ACKNOWLEDGEMENT;
    if (qos === 1) {
      return { acknowledgement: encodeAcknowledgement(PUBACK, packetId), isNew: true };
    }
    this.#received ??= new ReceivedIds(this.#limits.maxUnreleased);
    const isNew = this.#received.receive(packetId);
    // [MQTT-4.3.3-2] PUBREC answers each PUBLISH; served is it once.
    return { acknowledgement: encodeAcknowledgement(PUBREC, packetId), isNew };
  }

  /**
   * What a packet is answered with, if it is.
   *
   * @throws {Violation} for what answers nothing.
   */
  answer(packet: Exclude<ControlPacket, { name: "disconnect" | "puback" }>): Buffer {
    switch (packet.name) {
      case "pingreq":
        return PINGRESP; // [MQTT-3.12.4-1]
      case "pubrel":
        this.#received?.release(packet.packetId);
        // [MQTT-4.3.3-2] PUBCOMP answers each PUBREL, also one of an id that is not known any more.
        return encodeAcknowledgement(PUBCOMP, packet.packetId);
      case "pubrec":
      case "pubcomp":
        // The gate sends nothing at QoS 2 that they could answer.
        throw new Violation("violation", `${packet.name} answers nothing that was sent`);
      case "subscribe":
        return (this.#subscriptions ??= new Subscriptions(this.#limits)).subscribe(packet);
      case "unsubscribe":
        return (this.#subscriptions ??= new Subscriptions(this.#limits)).unsubscribe(packet);
    }
  }
}
