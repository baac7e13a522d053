import type { Packet } from "mqtt-packet";
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
  MQTT_311,
  servesAgainAfterPuback,
  servesOnceUntilPubrel,
  told,
} from "../both-versions.ts";

suite("MQTT 3.1.1: PUBLISH from clients", (test) => {
  if (!hasCommand("openssl")) {
    test.skip("requests at each QoS", "openssl is missing");
    return;
  }

  test("[MQTT-2.3.1-1] packet id 0 closes", async () => {
    await everyWay((way) =>
      closesBy(way, [
        framed("32", "0001 61 0000 7b"),
        framed("34", "0001 61 0000 7b"),
        framed("82", "0000 0001 61 00"),
        framed("a2", "0000 0001 61"),
      ]),
    );
  });

  test("[MQTT-3.3.1-2] [MQTT-3.3.1-4] DUP at QoS 0 and QoS 3 close", async () => {
    await everyWay((way) =>
      closesBy(
        way,
        ["38", "36", "3e"].map((first) => framed(first, "0001 61 0001")),
      ),
    );
  });

  test("[MQTT-3.3.2-1] [MQTT-4.7.3-1] a topic that is empty or missing closes", async () => {
    await everyWay((way) => closesBy(way, [framed("30", "0000"), framed("30", "")]));
  });

  test("[MQTT-3.3.2-2] [MQTT-4.7.1-1] a topic with a wildcard closes", async () => {
    await everyWay((way) =>
      closesBy(
        way,
        ["23", "2b", "612f23", "612f2b2f62", "6123"].map((topic) =>
          framed("30", `000${topic.length / 2} ${topic}`),
        ),
      ),
    );
  });

  test("[MQTT-3.3.4-1] [MQTT-4.3.2-2] [MQTT-2.3.1-5] PUBLISH is answered by nothing, PUBACK or PUBREC, and served once", async () => {
    await answersEachQos(MQTT_311);
  });

  test("[MQTT-2.3.1-4] [MQTT-4.3.2-1] a reply at QoS 1 has an id that no reply without PUBACK has", async () => {
    await everyWay(async (way) => {
      const client = await way.connect();
      const ask = (...ids: number[]) =>
        client.send(
          ...ids.map((messageId) => publishPacket("Test/HD_Echo/1", "1", { qos: 1, messageId })),
        );
      const replies = () => client.packets.filter(({ cmd }) => cmd === "publish").map(told);
      ask(7, 8, 9);
      await eventually(() => replies().length === 3);
      assert.equal(replies(), ["publish 1", "publish 2", "publish 3"]);
      client.send({ cmd: "puback", messageId: 2 });
      ask(7);
      await eventually(() => replies().length === 4);
      assert.not([1, 3].map((id) => `publish ${id}`).includes(replies()[3] ?? ""));
    });
  });

  test("[MQTT-3.3.1-1] [MQTT-4.3.2-1] [MQTT-4.6.0-1] what is not acknowledged is sent again: with DUP, its own id, and in order", async () => {
    await everyWay(
      async (way) => {
        const client = await way.connect();
        client.send(
          ...[1, 2, 3].map((n) =>
            publishPacket(`Test/HD_Echo/${n}`, String(n), { qos: 1, messageId: n }),
          ),
        );
        const replies = () =>
          client.packets.flatMap((packet) => (packet.cmd === "publish" ? [packet] : []));
        await eventually(() => replies().length >= 6);
        assert.equal(
          replies()
            .slice(0, 6)
            .map(({ topic, messageId, dup }) => `${topic} ${messageId} ${dup}`),
          [false, true].flatMap((dup) => [1, 2, 3].map((n) => `Test/HD_Echo/${n} ${n} ${dup}`)),
        );
        client.send(...[1, 2, 3].map((messageId): Packet => ({ cmd: "puback", messageId })));
      },
      { settings: { resendAfterMs: 50 }, paces: ["send by send"] },
    );
  });

  test("[MQTT-4.3.2-2] a publish at QoS 1 with an id that was acknowledged is a new one, DUP or not", async () => {
    await servesAgainAfterPuback(MQTT_311);
  });

  test("[MQTT-4.3.3-2] a publish at QoS 2 is served once until its PUBREL, which PUBCOMP answers each time", async () => {
    await servesOnceUntilPubrel(MQTT_311);
  });

  test("[MQTT-3.3.1-3] [MQTT-3.3.1-9] [MQTT-4.3.1-1] DUP and RETAIN of a request are not those of its reply", async () => {
    await everyWay(async (way) => {
      const client = await way.connect();
      // RETAIN at QoS 0; DUP and RETAIN above.
      for (const [first, id, answered] of [
        ["31", "", 0],
        ["3b", "0005", 1],
        ["3d", "0006", 1],
      ] as const) {
        const topic = Buffer.from("Test/HD_Echo/1").toString("hex");
        client.send(framed(first, `000e ${topic} ${id} 31`));
        await eventually(() => client.packets.some(({ cmd }) => cmd === "publish"));
        const reply = client.packets.find(({ cmd }) => cmd === "publish");
        if (reply?.cmd !== "publish") throw new Error("it was just there");
        assert.equal([reply.qos, reply.dup, reply.retain], [answered, false, false]);
        client.packets.length = 0;
      }
    });
  });

  test("[MQTT-3.3.5-2] a publish that may not be served is acknowledged all the same", async () => {
    await everyWay(async (way) => {
      const client = await way.connect();
      client.send(
        publishPacket("Test/secret/1", "1", { qos: 1, messageId: 1 }),
        publishPacket("no request", "1", { qos: 2, messageId: 2 }),
        publishPacket("$SYS/a/b/c", "1", { qos: 1, messageId: 3 }),
      );
      const acknowledgements = () => client.packets.filter(({ cmd }) => cmd !== "publish");
      await eventually(() => acknowledgements().length === 3);
      assert.equal(acknowledgements().map(told), ["puback 1", "pubrec 2", "puback 3"]);
    });
  });

  test("[MQTT-4.6.0-2] [MQTT-4.6.0-3] PUBACK and PUBREC come in the order of the publishes", async () => {
    await keepsOrder(MQTT_311);
  });

  test("[MQTT-4.6.0-5] [MQTT-4.6.0-6] requests are served in the order in which they were sent, at whatever QoS", async () => {
    await everyWay(async (way) => {
      const client = await way.connect();
      const numbers = Array.from({ length: 30 }, (_, index) => index);
      client.send(
        ...numbers.map((number) => {
          // The remainder is 0, 1 or 2.
          const qos = (number % 3) as 0 | 1 | 2;
          const id = qos === 0 ? {} : { messageId: number };
          return publishPacket("Test/HD_Note", String(number), { qos, ...id });
        }),
      );
      await eventually(() => way.served.length === numbers.length);
      assert.equal(way.served, numbers);
    });
  });
});
