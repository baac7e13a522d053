import assert from "node:assert/strict";
import { test } from "node:test";
import { createApp, createLog, parseConfig } from "mqant";
import { mqttTransport } from "mqant/client";
import mqtt from "mqtt";
import { Chat } from "../src/chat.ts";
import { AppGate } from "../src/gate.ts";
import { GateClient, type Message } from "../src/generated/gate.ts";
import { schemas } from "../src/generated/schemas.ts";

const config = parseConfig(
  JSON.stringify({
    Module: {
      Gate: [{ Id: "Gate001", ProcessID: "development", Settings: { TCPAddr: "127.0.0.1:0" } }],
      Chat: [{ Id: "Chat001", ProcessID: "development" }],
    },
  }),
  "the test's configuration",
);

test("what one says, the other hears", async () => {
  const gate = new AppGate();
  const log = createLog({ processId: "test", level: "warn" });
  const app = createApp({ schemas, log }).configure(config);
  await app.start(gate, new Chat());
  const connect = async (): Promise<mqtt.MqttClient> =>
    await mqtt.connectAsync(`mqtt://127.0.0.1:${gate.addresses()[0]?.port}`);
  const connections = [await connect(), await connect()];
  try {
    const [ann, bob] = connections.map((one) => new GateClient(mqttTransport(one)));
    assert(ann !== undefined && bob !== undefined);
    assert.deepEqual(await ann.chat.join({ name: "Ann" }), ["Ann"]);
    assert.deepEqual(await bob.chat.join({ name: "Bob" }), ["Ann", "Bob"]);

    const heard = new Promise<Message>((resolve) => void bob.on("Chat/OnMessage", resolve));
    await ann.chat.say({ text: "hello" });
    const { from, text, at } = await heard;
    assert.deepEqual([from, text], ["Ann", "hello"]);
    assert(at instanceof Date);
  } finally {
    for (const connection of connections) connection.end();
    await app.close();
  }
});
