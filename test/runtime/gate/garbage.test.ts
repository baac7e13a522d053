import type { Handler, Session } from "mqant";
import { generate, type Packet } from "mqtt-packet";
import * as assert from "uvu/assert";
import { eventually } from "../../support/eventually.ts";
import { connectPacket, publishPacket, RawMqttClient } from "../../support/raw-mqtt-client.ts";
import { RunningGate } from "../../support/running-gate.ts";
import { suite } from "../../support/suite.ts";

const HANDLERS: Record<string, Record<string, Handler>> = {
  Test: { HD_Echo: (_session: Session, body: unknown) => body },
};

/** Numbers from 0 up to 1 that are the same for the same seed (mulberry32). */
function randomOf(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

const WILL = { topic: "w", payload: Buffer.from("x"), qos: 1, retain: false } as const;

/** A good conversation, to be spoiled. */
function goodIn(protocolVersion: 4 | 5): Buffer {
  const isV5 = protocolVersion === 5;
  const userProperties = { who: ["a", "b"], é: "ü" };
  const asked = { responseTopic: "my/replies", correlationData: Buffer.from("c"), topicAlias: 1 };
  const packets: Packet[] = [
    connectPacket({
      protocolVersion,
      clientId: "fuzz",
      username: "u",
      password: Buffer.from("p"),
      will: WILL,
      ...(isV5 && { properties: { receiveMaximum: 3, topicAliasMaximum: 2, userProperties } }),
    }),
    publishPacket("Test/HD_Echo/1", '{"a":[1,2,{"b":"c"}]}', {
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
    publishPacket("Test@Test001/HD_Echo/3", "[]"),
    { cmd: "puback", messageId: 1, ...(isV5 && { reasonCode: 0x80, properties: {} }) },
    { cmd: "pingreq" },
    { cmd: "disconnect", ...(isV5 && { reasonCode: 0, properties: { sessionExpiryInterval: 1 } }) },
  ];
  return Buffer.concat(packets.map((packet) => generate(packet, { protocolVersion })));
}

/** The conversation with a few bytes changed, cut out, doubled or put in. */
function spoiled(good: Buffer, random: () => number): Buffer {
  let bytes = Buffer.from(good);
  const any = (limit: number) => Math.floor(random() * limit);
  for (let changes = 1 + any(4); changes > 0; changes--) {
    const at = any(bytes.length);
    const until = at + any(12);
    const kind = any(5);
    if (kind === 0) bytes[at] = any(256);
    else if (kind === 1) bytes[at] = (bytes[at] ?? 0) ^ (1 << any(8));
    else if (kind === 2) bytes = Buffer.concat([bytes.subarray(0, at), bytes.subarray(until)]);
    else if (kind === 3) bytes = Buffer.concat([bytes.subarray(0, until), bytes.subarray(at)]);
    else {
      const put = Buffer.from(Array.from({ length: any(8) }, () => any(256)));
      bytes = Buffer.concat([bytes.subarray(0, at), put, bytes.subarray(at)]);
    }
  }
  return bytes;
}

suite("garbage", (test) => {
  for (const [seed, version] of [
    [1, 4],
    [2, 4],
    [3, 5],
    [4, 5],
  ] as const) {
    test(`500 spoiled conversations in version ${version} (seed ${seed}) leave the gate as it was`, async () => {
      const settings = { connectTimeoutMs: 300 };
      await using running = await RunningGate.start({ settings, handlers: HANDLERS });
      const port = running.port();
      await using canary = await RawMqttClient.connect({ port });
      const good = goodIn(version);
      const random = randomOf(seed);
      let slowest = 0;
      for (let round = 0; round < 25; round++) {
        const clients: RawMqttClient[] = [];
        for (let index = 0; index < 20; index++) {
          const client = await RawMqttClient.open({ port });
          const bytes = spoiled(good, random);
          const cut = Math.floor(random() * bytes.length);
          client.send(bytes.subarray(0, cut));
          client.send(bytes.subarray(cut));
          clients.push(client);
        }
        const before = performance.now();
        const reply = await canary.request("Test/HD_Echo/1", round);
        slowest = Math.max(slowest, performance.now() - before);
        assert.equal(reply, { Error: "", Result: round });
        await Promise.all(clients.map((client) => client[Symbol.asyncDispose]()));
      }
      assert.ok(slowest < 500, `the canary waited ${slowest} ms`);
      await eventually(() => running.gate.connectionCount === 1);
      assert.is(
        running.log.ofKind("failed").filter(({ message }) => /\.ts:/u.test(message)).length,
        0,
      );
    });
  }

  test("a flood of malformed packets is a few lines in the log", async () => {
    await using running = await RunningGate.start();
    for (let index = 0; index < 100; index++) {
      await using client = await RawMqttClient.connect({ port: running.port() });
      client.send("0000");
      await client.untilClosed();
    }
    assert.ok(running.log.ofKind("malformed").length < 60);
  });
});
