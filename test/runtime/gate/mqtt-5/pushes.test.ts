import type { Session } from "mqant";
import type { IConnectPacket, IPublishPacket } from "mqtt-packet";
import * as assert from "uvu/assert";
import { hasCommand } from "../../../support/command.ts";
import { eventually } from "../../../support/eventually.ts";
import { everyWay, type Way } from "../../../support/every-way.ts";
import { publishPacket, type RawMqttClient } from "../../../support/raw-mqtt-client.ts";
import { suite } from "../../../support/suite.ts";

/** What became of each push, by its number. */
const fates: string[] = [];

/** Pushes each of some texts, at QoS 1 unless it is told otherwise. */
async function push(session: Session, { texts, qos = 1 }: { texts: string[]; qos?: 0 | 1 }) {
  await Promise.all(
    texts.map(async (text) => {
      const fate = session.send("Test/OnText", text, { qos });
      fates.push(`${text.slice(0, 1)} ${await fate.catch(({ code }: { code: string }) => code)}`);
    }),
  );
}

function pushesTo(client: RawMqttClient): IPublishPacket[] {
  return client.packets.flatMap((packet) => (packet.cmd === "publish" ? [packet] : []));
}

/** Plays a story of pushes over all ways, with a client that says this in CONNECT. */
function withClient(
  properties: NonNullable<IConnectPacket["properties"]>,
  story: (
    client: RawMqttClient,
    ask: (texts: string[], qos?: 0 | 1) => void,
    way: Way,
  ) => Promise<void>,
  settings: Record<string, unknown> = {},
): Promise<void> {
  return everyWay(
    async (way) => {
      fates.length = 0;
      const client = await way.connect({ protocolVersion: 5, properties });
      const ask = (texts: string[], qos?: 0 | 1) =>
        client.send(publishPacket("Test/HD_Push", JSON.stringify({ texts, qos })));
      await story(client, ask, way);
    },
    { settings, handlers: { HD_Push: push }, paces: ["send by send"] },
  );
}

suite("MQTT 5: what the gate sends", (test) => {
  if (!hasCommand("openssl")) {
    test.skip("pushes within the client's limits", "openssl is missing");
    return;
  }

  test("[MQTT-3.3.4-9] [MQTT-3.3.4-10] [MQTT-4.9.0-1] [MQTT-4.9.0-2] [MQTT-4.9.0-3] [MQTT-2.2.1-4] [MQTT-4.3.2-1] [MQTT-4.3.2-2] [MQTT-4.3.2-3] beyond the client's Receive Maximum messages at QoS 1 wait, and nothing else does", async () => {
    await withClient({ receiveMaximum: 2 }, async (client, ask) => {
      ask(["a", "b", "c", "d"]);
      await eventually(() => pushesTo(client).length === 2);
      ask(["e"], 0);
      client.send("c000");
      await eventually(() => client.packets.some(({ cmd }) => cmd === "pingresp"));
      await eventually(() => fates.includes("e handed_over"));
      await eventually(() => pushesTo(client).length === 3);
      for (const messageId of [1, 2, 3, 4]) {
        client.send({ cmd: "puback", messageId });
        await eventually(() => fates.length === messageId + 1);
      }
      const sent = pushesTo(client).map(({ qos, dup, messageId }) => [qos, dup, messageId]);
      assert.equal(
        sent.filter(([qos]) => qos === 1),
        [1, 2, 3, 4].map((id) => [1, false, id]),
      );
    });
  });

  test("[MQTT-4.4.0-1] [MQTT-4.4.0-2] nothing is sent again on the same connection, acknowledged, refused or neither", async () => {
    await withClient(
      {},
      async (client, ask) => {
        ask(["a", "b"]);
        await eventually(() => pushesTo(client).length === 2);
        client.send({ cmd: "puback", messageId: 1, reasonCode: 0x97 });
        await eventually(() => fates.length === 1);
        assert.equal(fates, ["a aborted"]);
        // Several times as long as it would take in MQTT 3.1.1.
        await new Promise((resolve) => setTimeout(resolve, 150));
        assert.is(pushesTo(client).length, 2);
        client.send({ cmd: "puback", messageId: 2, reasonCode: 0x10 });
        await eventually(() => fates.length === 2);
        assert.equal(fates, ["a aborted", "b delivered"]);
      },
      { resendAfterMs: 20 },
    );
  });

  test("[MQTT-3.1.2-24] [MQTT-3.1.2-25] what is larger than the client takes is not sent, and the connection goes on", async () => {
    await withClient({ maximumPacketSize: 200 }, async (client, ask, way) => {
      ask(["x".repeat(300)]);
      ask(["y".repeat(300)], 0);
      ask(["z"], 0);
      await eventually(() => fates.length === 3);
      assert.equal(fates.toSorted(), ["x too_large", "y too_large", "z handed_over"]);
      client.send(publishPacket("Test/HD_Echo/1", JSON.stringify("r".repeat(300))));
      await eventually(() => pushesTo(client).length === 2);
      const reply = JSON.parse(String(pushesTo(client)[1]?.payload)) as Record<string, unknown>;
      assert.is(reply["Code"], "too_large");
      assert.is(await way.running.gate.broadcast("Test/OnText", "x".repeat(300)), 0);
      assert.not(client.closed);
    });
  });

  test("[MQTT-3.1.2-24] a client that takes no CONNACK is closed without one", async () => {
    await everyWay(async (way) => {
      const client = await way.open();
      // Maximum Packet Size 5.
      client.send("10140004 4d515454 05 02 0000 05 27 00000005 0002 6331");
      await client.untilClosed();
      assert.is(client.hex, "");
      await eventually(() => way.running.gate.connectionCount === 0);
    });
  });

  test("[MQTT-3.1.2-26] [MQTT-3.3.2-11] topics of pushes get the aliases that the client takes, the first ones first", async () => {
    await withClient({ topicAliasMaximum: 1 }, async (client, ask, way) => {
      ask(["a", "b"], 0);
      await eventually(() => pushesTo(client).length === 2);
      await way.running.gate.broadcast("Test/OnOther", "c");
      ask(["d"], 1);
      await eventually(() => pushesTo(client).length === 4);
      const sent = pushesTo(client).map(({ topic, properties }) => [topic, properties?.topicAlias]);
      assert.equal(sent, [
        ["Test/OnText", 1],
        ["", 1],
        ["Test/OnOther", undefined],
        ["", 1],
      ]);
    });
  });

  test("[MQTT-3.1.2-26] what goes to many gets each one's own aliases and ids", async () => {
    await withClient({ topicAliasMaximum: 2 }, async (client, ask, way) => {
      ask(["a"], 0);
      await eventually(() => pushesTo(client).length === 1);
      const { gate } = way.running;
      const properties = { topicAliasMaximum: 2 };
      const other = await way.connect({ protocolVersion: 5, properties });
      await other.connected();
      const plain = await way.connect({ protocolVersion: 5 });
      await plain.connected();
      await gate.broadcast("Test/OnOther", "b");
      await gate.broadcast("Test/OnText", "c");
      await gate.broadcast("Test/OnText", "d", { qos: 1 });
      await gate.broadcast("Test/OnOther", "e", { qos: 1 });
      const sentTo = (each: RawMqttClient) =>
        pushesTo(each).map(({ topic, properties: sent, payload, messageId }) =>
          [topic, sent?.topicAlias, JSON.parse(String(payload)), messageId].join(" "),
        );
      await eventually(() => sentTo(client).length === 5);
      await eventually(() => sentTo(other).length === 4);
      await eventually(() => sentTo(plain).length === 4);
      const rest = [" 1 d 1", " 2 e 2"];
      assert.equal(sentTo(client), ["Test/OnText 1 a ", "Test/OnOther 2 b ", " 1 c ", ...rest]);
      assert.equal(sentTo(other), ["Test/OnOther 1 b ", "Test/OnText 2 c ", " 2 d 1", " 1 e 2"]);
      assert.equal(sentTo(plain), [
        "Test/OnOther  b ",
        "Test/OnText  c ",
        "Test/OnText  d 1",
        "Test/OnOther  e 2",
      ]);
    });
  });

  test("[MQTT-3.1.2-27] a client that says nothing of aliases gets none", async () => {
    await withClient({}, async (client, ask) => {
      ask(["a", "b"], 0);
      await eventually(() => pushesTo(client).length === 2);
      for (const { topic, properties } of pushesTo(client)) {
        assert.equal([topic, properties], ["Test/OnText", undefined]);
      }
    });
  });
});
