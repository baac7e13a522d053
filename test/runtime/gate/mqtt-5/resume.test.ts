import type { Session } from "mqant";
import type { IConnectPacket } from "mqtt-packet";
import * as assert from "uvu/assert";
import { eventually } from "../../../support/eventually.ts";
import { everyWay } from "../../../support/every-way.ts";
import { publishPacket, RawMqttClient } from "../../../support/raw-mqtt-client.ts";
import { RunningGate } from "../../../support/running-gate.ts";
import { suite } from "../../../support/suite.ts";

const ANN = {
  protocolVersion: 5,
  clientId: "ann",
  clean: false,
  username: "ann",
  password: Buffer.from("secret"),
  properties: { sessionExpiryInterval: 60 },
} satisfies Partial<IConnectPacket>;

const HANDLERS = {
  HD_Push: (session: Session, body: unknown) =>
    session.sendNR("Test/OnText", body as string, { qos: 1 }),
  HD_Bind: (session: Session) => session.bind("ann"),
};

suite("MQTT 5: sessions that are kept", (test) => {
  test("[MQTT-3.1.2-5] [MQTT-3.1.2-23] [MQTT-3.1.3-2] [MQTT-4.1.0-1] [MQTT-4.1.0-2] [MQTT-4.4.0-1] [MQTT-3.3.4-9] a session that is there is gone on with: what was not acknowledged is sent again, no more at a time than the client takes now", async () => {
    await everyWay(
      async ({ connect, running }) => {
        const first = await connect({ ...ANN, clean: true });
        await first.connected();
        assert.not(first.connack?.sessionPresent);
        assert.is(first.connack?.properties?.sessionExpiryInterval, 30, "the gate's own");
        first.send(publishPacket("Test/HD_Push", '"x"'), publishPacket("Test/HD_Push", '"y"'));
        await eventually(() => first.packets.length === 2);
        await first[Symbol.asyncDispose]();
        await eventually(() => running.app.metrics().clientsAway === 1);

        const properties = { sessionExpiryInterval: 60, receiveMaximum: 1 };
        const again = await connect({ ...ANN, properties });
        await again.connected();
        assert.ok(again.connack?.sessionPresent);
        for (const [messageId, text] of [
          [1, '"x"'],
          [2, '"y"'],
        ] as const) {
          const packet = await again.next();
          assert.ok(packet.cmd === "publish" && packet.dup);
          assert.equal([packet.messageId, String(packet.payload)], [messageId, text]);
          again.send({ cmd: "pingreq" });
          assert.is((await again.next()).cmd, "pingresp", "no other message before its PUBACK");
          again.send({ cmd: "puback", messageId });
        }
        again.send({ cmd: "disconnect" });
        await again.untilClosed();
      },
      { settings: { resume: true }, handlers: HANDLERS, paces: ["send by send"] },
    );
  });

  test("[MQTT-3.14.2-3] a client that takes no packet with the reason in words is told the code alone", async () => {
    const settings = { onDuplicateUser: "kick_old" };
    await using running = await RunningGate.start({ settings, handlers: { Test: HANDLERS } });
    const reasons: string[] = [];
    for (const maximumPacketSize of [100, 30]) {
      const packet = { protocolVersion: 5, properties: { maximumPacketSize } } as const;
      const connect = (clientId: string) =>
        RawMqttClient.connect({ port: running.port() }, { ...packet, clientId });
      await using old = await connect("old");
      await using other = await connect("other");
      for (const client of [old, other]) client.send(publishPacket("Test/HD_Bind"));
      const kicked = () => [old, other].find(({ closed }) => closed);
      await eventually(() => kicked() !== undefined);
      reasons.push(kicked()?.hex ?? "");
    }
    const words = Buffer.from("the user has another session").toString("hex");
    assert.equal(reasons, [`e0218e1f1f001c${words}`, "e0018e"]);
  });
});
