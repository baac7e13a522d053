import * as assert from "uvu/assert";
import { closesBy, framed } from "../../../support/closes.ts";
import { hasCommand } from "../../../support/command.ts";
import { eventually } from "../../../support/eventually.ts";
import { everyWay } from "../../../support/every-way.ts";
import { publishPacket } from "../../../support/raw-mqtt-client.ts";
import { suite } from "../../../support/suite.ts";
import {
  answersEachQos,
  keepsOrder,
  MQTT_5,
  servesAgainAfterPuback,
  servesOnceUntilPubrel,
  told,
} from "../both-versions.ts";

const { packet } = MQTT_5;

suite("MQTT 5: PUBLISH from clients", (test) => {
  if (!hasCommand("openssl")) {
    test.skip("requests at each QoS", "openssl is missing");
    return;
  }

  test("[MQTT-2.2.1-3] packet id 0 is a protocol error", async () => {
    await everyWay((way) =>
      closesBy(
        way,
        [
          framed("32", "0001 61 0000 00 7b"),
          framed("34", "0001 61 0000 00 7b"),
          framed("82", "0000 00 0001 61 00"),
          framed("a2", "0000 00 0001 61"),
        ],
        { packet, answer: "e00182" },
      ),
    );
  });

  test("[MQTT-3.3.1-2] [MQTT-3.3.1-4] DUP at QoS 0 and QoS 3 close", async () => {
    await everyWay(async (way) => {
      await closesBy(way, [framed("38", "0001 61 00")], { packet, answer: "e00182" });
      await closesBy(way, [framed("36", "0001 61 0001 00")], { packet, answer: "e00181" });
    });
  });

  test("[MQTT-3.3.2-2] [MQTT-4.7.0-1] [MQTT-4.7.3-1] a topic with a wildcard is answered with 90, an empty one with 82", async () => {
    await everyWay(async (way) => {
      await closesBy(way, [framed("30", "0003 612f23 00"), framed("30", "0001 2b 00")], {
        packet,
        answer: "e00190",
      });
      await closesBy(way, [framed("30", "0000 00")], { packet, answer: "e00182" });
    });
  });

  test("RETAIN is answered with 9a, as CONNACK said", async () => {
    await everyWay((way) =>
      closesBy(way, [framed("31", "0001 61 00")], { packet, answer: "e0019a" }),
    );
  });

  test("[MQTT-2.2.1-2] [MQTT-2.2.2-1] [MQTT-3.3.4-1] [MQTT-4.3.1-1] [MQTT-4.3.2-4] [MQTT-2.2.1-5] PUBLISH is answered by nothing, PUBACK or PUBREC, and served once", async () => {
    await answersEachQos(MQTT_5);
  });

  test("[MQTT-3.4.2-1] [MQTT-3.5.2-1] [MQTT-4.3.3-9] a publish that can't be served is refused with a reason, and its id is free again", async () => {
    await everyWay(async (way) => {
      const client = await way.connect(packet);
      client.send(
        publishPacket("no request", "1", { qos: 1, messageId: 1 }),
        publishPacket("Test/secret/1", "1", { qos: 2, messageId: 2 }),
        publishPacket("Test/HD_Note", "1", { qos: 2, messageId: 2 }),
      );
      const acknowledgements = () => client.packets.filter(({ cmd }) => cmd !== "publish");
      await eventually(() => acknowledgements().length === 3);
      assert.equal(acknowledgements().map(told), ["puback 1 90", "pubrec 2 87", "pubrec 2 0"]);
      assert.equal(way.served, [1]);
    });
  });

  test("[MQTT-4.3.2-5] a publish at QoS 1 with an id that was acknowledged is a new one, DUP or not", async () => {
    await servesAgainAfterPuback(MQTT_5);
  });

  test("[MQTT-4.3.3-8] [MQTT-4.3.3-10] [MQTT-4.3.3-11] [MQTT-4.3.3-12] [MQTT-3.7.2-1] a publish at QoS 2 is served once until its PUBREL; PUBCOMP says whether the id was known", async () => {
    await servesOnceUntilPubrel(MQTT_5);
  });

  test("beyond the Receive Maximum of CONNACK the gate closes with 93", async () => {
    await everyWay(
      async (way) => {
        const client = await way.connect(packet);
        for (const messageId of [1, 2, 3]) {
          client.send(publishPacket("Test/HD_Note", "1", { qos: 2, messageId }));
        }
        await client.untilClosed();
        assert.ok(client.hex.endsWith("e00193"));
        assert.is(client.connack?.properties?.receiveMaximum, 2);
      },
      { settings: { maxUnreleased: 2 } },
    );
  });

  test("[MQTT-4.6.0-2] [MQTT-4.6.0-3] [MQTT-4.6.0-5] [MQTT-4.6.0-6] acknowledgements and calls come in the order of the publishes", async () => {
    await keepsOrder(MQTT_5);
  });

  test("[MQTT-3.3.2-15] [MQTT-3.3.2-16] [MQTT-3.3.1-3] [MQTT-3.3.1-12] a reply goes to the response topic, with the correlation data, and flags of its own", async () => {
    await everyWay(async (way) => {
      const client = await way.connect(packet);
      const correlationData = Buffer.from([0, 1, 255]);
      const properties = { responseTopic: "my/replies/é", correlationData };
      client.send(
        publishPacket("Test/HD_Echo", "1", { properties }),
        publishPacket("Test/HD_Echo/7", "2", { properties, qos: 1, messageId: 1, dup: true }),
        publishPacket("Test/HD_Echo/7", "3", { properties: { correlationData } }),
        publishPacket("Test/HD_None", "4", { properties }),
        publishPacket("Test/HD_Echo", "5", { properties: { correlationData } }),
      );
      const replies = () =>
        client.packets.flatMap((each) => (each.cmd === "publish" ? [each] : []));
      await eventually(() => replies().length === 4);
      for (const { properties: answered, dup, retain } of replies()) {
        assert.equal([...(answered?.correlationData ?? [])], [0, 1, 255]);
        assert.equal([dup, retain], [false, false]);
      }
      const topics = replies().map(({ topic }) => topic);
      assert.equal(topics.toSorted(), ["Test/HD_Echo/7", ...Array<string>(3).fill("my/replies/é")]);
    });
  });

  test("[MQTT-3.3.2-14] a response topic with a wildcard is a protocol error", async () => {
    await everyWay((way) =>
      closesBy(
        way,
        ["23", "2b", "612f23"].map((hex) =>
          framed("30", `0001 61 0${hex.length / 2 + 3} 08 000${hex.length / 2} ${hex} 31`),
        ),
        { packet, answer: "e00182" },
      ),
    );
  });

  test("[MQTT-3.3.2-12] [MQTT-3.3.2-7] topic aliases up to maxTopicAliases, which CONNACK tells, stand for their topics, within one connection", async () => {
    await everyWay(
      async (way) => {
        const client = await way.connect(packet);
        const send = (topic: string, topicAlias: number, body: string) =>
          client.send(publishPacket(topic, body, { properties: { topicAlias } }));
        send("Test/HD_Note", 1, "1");
        send("Test/HD_Echo/a", 3, "2");
        send("", 1, "3");
        send("", 3, "4");
        send("Test/HD_Echo/b", 1, "5");
        send("", 1, "6");
        await eventually(() => client.packets.length === 4);
        assert.equal(way.served, [1, 2, 3, 4, 5, 6]);
        const topics = client.packets.map((each) => each.cmd === "publish" && each.topic.at(-1));
        assert.equal(topics, ["a", "a", "b", "b"]);
        const other = await way.connect(packet);
        other.send(publishPacket("", "7", { properties: { topicAlias: 1 } }));
        await other.untilClosed();
        assert.is(other.hex, "e00182");
      },
      { settings: { maxTopicAliases: 3 } },
    );
  });

  test("[MQTT-3.3.2-8] [MQTT-3.3.2-9] alias 0, and one beyond what CONNACK said, are answered with 94", async () => {
    await everyWay((way) =>
      closesBy(
        way,
        ["0000", "0011", "ffff"].map((alias) => framed("30", `0001 61 03 23 ${alias} 31`)),
        {
          packet,
          answer: "e00194",
        },
      ),
    );
  });
});
