import type { Handler, Session } from "mqant";
import type { Packet } from "mqtt-packet";
import * as assert from "uvu/assert";
import { eventually } from "../../support/eventually.ts";
import { publishPacket, RawMqttClient } from "../../support/raw-mqtt-client.ts";
import { RunningGate } from "../../support/running-gate.ts";
import { suite } from "../../support/suite.ts";

interface Stage extends AsyncDisposable {
  readonly running: RunningGate;
  readonly client: RawMqttClient;
  /** Bodies that the handler was given. */
  readonly served: unknown[];
}

async function stageOf(settings: Record<string, unknown> = {}): Promise<Stage> {
  const served: unknown[] = [];
  const echo: Handler = (_session: Session, body: unknown) => {
    served.push(body);
    return body;
  };
  const running = await RunningGate.start({ settings, handlers: { Test: { HD_Echo: echo } } });
  const client = await RawMqttClient.connect({ port: running.port() });
  client.forget();
  return {
    running,
    client,
    served,
    async [Symbol.asyncDispose]() {
      await client[Symbol.asyncDispose]();
      await running[Symbol.asyncDispose]();
    },
  };
}

function told({ cmd, messageId }: Packet): string {
  return `${cmd} ${messageId ?? ""}`.trim();
}

suite("QoS 1 from clients", (test) => {
  test("PUBACK comes before the reply, and the reply at QoS 1", async () => {
    await using stage = await stageOf();
    stage.client.send(publishPacket("Test/HD_Echo/1", "1", { qos: 1, messageId: 7 }));
    assert.is(told(await stage.client.next()), "puback 7");
    const reply = await stage.client.next();
    assert.is(reply.cmd === "publish" && reply.qos, 1);
    assert.is(told(reply), "publish 1");
  });

  test("PUBACKs come in the order of the publishes, also where nobody is answered", async () => {
    await using stage = await stageOf();
    const ids = [5, 3, 9, 65_535, 1];
    stage.client.send(
      ...ids.map((messageId) => publishPacket("Test/HD_Echo", "1", { qos: 1, messageId })),
      publishPacket("not/a/request/topic", "1", { qos: 1, messageId: 2 }),
    );
    await eventually(() => stage.client.packets.length === 6);
    assert.equal(
      stage.client.packets.map(told),
      [...ids, 2].map((id) => `puback ${id}`),
    );
    assert.is(stage.served.length, 5);
  });

  test("packet ids of replies are not used again before their PUBACK", async () => {
    await using stage = await stageOf();
    for (let messageId = 1; messageId <= 3; messageId++) {
      stage.client.send(publishPacket("Test/HD_Echo/1", "1", { qos: 1, messageId }));
    }
    await eventually(() => stage.client.packets.length === 6);
    const ids = stage.client.packets.filter(({ cmd }) => cmd === "publish").map(told);
    assert.equal(ids, ["publish 1", "publish 2", "publish 3"]);
    stage.client.send({ cmd: "puback", messageId: 2 }, { cmd: "puback", messageId: 999 });
    stage.client.forget();
    stage.client.send(publishPacket("Test/HD_Echo/1", "1", { qos: 1, messageId: 4 }));
    assert.is(told(await stage.client.next()), "puback 4");
    assert.is(told(await stage.client.next()), "publish 4");
  });

  test("who acknowledges may go on for ever", async () => {
    await using stage = await stageOf({ maxUnacknowledged: 2 });
    for (let round = 1; round <= 10; round++) {
      stage.client.send(publishPacket("Test/HD_Echo/1", "1", { qos: 1, messageId: round }));
      assert.is(told(await stage.client.next()), `puback ${round}`);
      assert.is(told(await stage.client.next()), `publish ${round}`);
      stage.client.send({ cmd: "puback", messageId: round });
    }
    assert.not(stage.client.closed);
  });

  test("who acknowledges nothing is closed beyond maxUnacknowledged", async () => {
    await using stage = await stageOf({ maxUnacknowledged: 3 });
    for (let messageId = 1; messageId <= 4; messageId++) {
      stage.client.send(publishPacket("Test/HD_Echo/1", "1", { qos: 1, messageId }));
    }
    await stage.client.untilClosed();
    assert.is(stage.client.packets.filter(({ cmd }) => cmd === "publish").length, 3);
    assert.is(stage.running.log.ofKind("unacknowledged").length, 1);
  });
});

suite("QoS 2 from clients", (test) => {
  test("a publish is served once, however often it comes before its PUBREL", async () => {
    await using stage = await stageOf();
    const publish = (dup: boolean) =>
      publishPacket("Test/HD_Echo/1", "1", { qos: 2, messageId: 9, dup });
    stage.client.send(publish(false), publish(true), publish(true));
    const pubrel: Packet = { cmd: "pubrel", messageId: 9 };
    await eventually(() => stage.client.packets.length === 4);
    stage.client.send(pubrel, pubrel);
    await eventually(() => stage.client.packets.length === 6);
    assert.equal(stage.client.packets.map(({ cmd }) => cmd).toSorted(), [
      "pubcomp",
      "pubcomp",
      "publish",
      "pubrec",
      "pubrec",
      "pubrec",
    ]);
    assert.is(stage.served.length, 1);
    stage.client.send(publish(false));
    await eventually(() => stage.served.length === 2);
  });

  test("the reply comes at QoS 1", async () => {
    await using stage = await stageOf();
    stage.client.send(publishPacket("Test/HD_Echo/1", "1", { qos: 2, messageId: 9 }));
    assert.is(told(await stage.client.next()), "pubrec 9");
    const reply = await stage.client.next();
    assert.is(reply.cmd === "publish" && reply.qos, 1);
  });

  test("PUBREL of an unknown id is answered: the client has to get on", async () => {
    await using stage = await stageOf();
    stage.client.send({ cmd: "pubrel", messageId: 77 });
    assert.is(told(await stage.client.next()), "pubcomp 77");
  });

  test("ids are each connection's own", async () => {
    await using stage = await stageOf();
    await using other = await RawMqttClient.connect({ port: stage.running.port() });
    for (const client of [stage.client, other]) {
      client.send(publishPacket("Test/HD_Echo/1", "1", { qos: 2, messageId: 9 }));
    }
    await eventually(() => stage.served.length === 2);
  });

  test("who releases nothing is closed beyond maxUnreleased", async () => {
    await using stage = await stageOf({ maxUnreleased: 3 });
    for (let messageId = 1; messageId <= 4; messageId++) {
      stage.client.send(publishPacket("Test/HD_Echo", "1", { qos: 2, messageId }));
    }
    await stage.client.untilClosed();
    assert.is(stage.served.length, 3);
    assert.match(stage.running.log.ofKind("violation")[0]?.message ?? "", /without PUBREL/u);
  });

  test("PUBREC and PUBCOMP, which can answer nothing, close the connection", async () => {
    for (const cmd of ["pubrec", "pubcomp"] as const) {
      await using stage = await stageOf();
      stage.client.send({ cmd, messageId: 1 });
      await stage.client.untilClosed();
    }
  });
});

suite("subscriptions", (test) => {
  test("SUBACK has a code for each filter, at most QoS 1, and UNSUBACK follows", async () => {
    await using stage = await stageOf();
    stage.client.send("820e000e000161020001620000016301");
    await eventually(() => stage.client.hex === "9005000e010001");
    stage.client.send("a208000f000161000178");
    await eventually(() => stage.client.hex === "9005000e010001" + "b002000f");
  });

  test("beyond maxSubscriptions the code is 0x80; equal filters and freed places count once", async () => {
    await using stage = await stageOf({ maxSubscriptions: 2 });
    const subscribe = (messageId: number, ...topics: string[]): Packet => ({
      cmd: "subscribe",
      messageId,
      subscriptions: topics.map((topic) => ({ topic, qos: 0 })),
    });
    const granted = async () => {
      const suback = await stage.client.next();
      return suback.cmd === "suback" ? suback.granted : suback.cmd;
    };
    stage.client.send(subscribe(1, "a", "b", "c"));
    assert.equal(await granted(), [0, 0, 128]);
    stage.client.send(subscribe(2, "b", "a", "c"));
    assert.equal(await granted(), [0, 0, 128]);
    stage.client.send({ cmd: "unsubscribe", messageId: 3, unsubscriptions: ["a"] });
    assert.is((await stage.client.next()).cmd, "unsuback");
    stage.client.send(subscribe(4, "c"));
    assert.equal(await granted(), [0]);
  });

  test("a filter that is too long is refused, the connection stays", async () => {
    await using stage = await stageOf({ maxTopicBytes: 100 });
    const topic = "x".repeat(101);
    stage.client.send({ cmd: "subscribe", messageId: 1, subscriptions: [{ topic, qos: 0 }] });
    const suback = await stage.client.next();
    assert.equal(suback.cmd === "suback" && suback.granted, [128]);
  });

  test("replies come with and without a subscription, once", async () => {
    await using stage = await stageOf();
    stage.client.send("8206000b0001230182060010000123" + "00");
    await eventually(() => stage.client.packets.length === 2);
    stage.client.forget();
    stage.client.send(publishPacket("Test/HD_Echo/1", "1"), { cmd: "pingreq" });
    await eventually(() => stage.client.packets.length === 2);
    assert.equal(stage.client.packets.map(({ cmd }) => cmd).toSorted(), ["pingresp", "publish"]);
  });
});
