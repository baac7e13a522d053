import { generate, type Packet } from "mqtt-packet";
import { connectPacket, publishPacket } from "../support/raw-mqtt-client.ts";

export type ProtocolVersion = 3 | 4 | 5;

const WILL = { topic: "w", payload: Buffer.from("x"), qos: 1, retain: false } as const;

/** What a client without fault sends from CONNECT to DISCONNECT, of each kind of packet one: to be spoiled. */
export function goodExchange(protocolVersion: ProtocolVersion, clientId: string): Buffer[] {
  const isV5 = protocolVersion === 5;
  const userProperties = { who: ["a", "b"], é: "ü" };
  const asked = { responseTopic: "my/replies", correlationData: Buffer.from("c"), topicAlias: 1 };
  const packets: Packet[] = [
    connectPacket({
      protocolId: protocolVersion === 3 ? "MQIsdp" : "MQTT",
      protocolVersion,
      clientId,
      username: "u",
      password: Buffer.from("p"),
      will: WILL,
      ...(isV5 && { properties: { receiveMaximum: 3, topicAliasMaximum: 2, userProperties } }),
    }),
    publishPacket("Test/HD_Echo/1", '{"a":[1,2,{"b":"c"}],"__proto__":{"x":1}}', {
      qos: 1,
      messageId: 1,
      ...(isV5 && { properties: asked }),
    }),
    { cmd: "subscribe", messageId: 2, subscriptions: [{ topic: "a/+/#", qos: 1 }] },
    publishPacket(isV5 ? "" : "Test/HD_Echo/2", "5", {
      qos: 2,
      messageId: 3,
      ...(isV5 && { properties: { topicAlias: 1, userProperties } }),
    }),
    { cmd: "pubrel", messageId: 3 },
    { cmd: "unsubscribe", messageId: 4, unsubscriptions: ["a/+/#"] },
    publishPacket("Test@Test001/HD_Large/3", "[]"),
    { cmd: "puback", messageId: 1, ...(isV5 && { reasonCode: 0x80, properties: {} }) },
    publishPacket("Test/HD_Missing/4", `${"[".repeat(80)}${"]".repeat(80)}`),
    { cmd: "pingreq" },
    { cmd: "disconnect", ...(isV5 && { reasonCode: 0, properties: { sessionExpiryInterval: 1 } }) },
  ];
  return packets.map((packet) => generate(packet, { protocolVersion }));
}
