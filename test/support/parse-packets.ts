import { parser, type Packet } from "mqtt-packet";

/** The packets of MQTT 3.1.1 that these bytes are. */
export function parsePackets(bytes: Buffer): Packet[] {
  const packets: Packet[] = [];
  const reader = parser({ protocolVersion: 4 });
  reader.on("packet", (packet) => packets.push(packet));
  reader.on("error", (error: Error) => {
    throw error;
  });
  reader.parse(bytes);
  return packets;
}
