import { createApp, Gate, parseConfig, type Delivery, type Handler, type Session } from "mqant";
import type { IPublishPacket, Packet } from "mqtt-packet";
import * as assert from "uvu/assert";
import { eventually } from "../../support/eventually.ts";
import { MemoryLog } from "../../support/memory-log.ts";
import { sharedRabbitmq } from "../../support/rabbitmq-node.ts";
import { rabbitmqMissing } from "../../support/rabbitmq-settings.ts";
import { publishPacket, RawMqttClient } from "../../support/raw-mqtt-client.ts";
import { RunningGate } from "../../support/running-gate.ts";
import { suite } from "../../support/suite.ts";
import { TestModule } from "../../support/test-module.ts";

/** Told of each push that a handler has sent: its number, and what became of it. */
type Fate = `${number} ${Delivery | "lost" | "deadline_exceeded"}`;

interface Stage extends AsyncDisposable {
  readonly running: RunningGate;
  readonly client: RawMqttClient;
  readonly fates: Fate[];
  /** Has a handler push the numbers, each awaited by itself; `qos` as its option says it. */
  push(numbers: readonly number[], qos?: 0 | 1): void;
}

async function sendAll(session: Session, numbers: number[], fates: Fate[], qos?: 0 | 1) {
  const send = async (number: number) => {
    const fate = session.send("Test/OnNumber", number, { qos }).catch(({ code }) => code as "lost"); // an RpcError
    fates.push(`${number} ${await fate}`);
  };
  await Promise.all(numbers.map(send));
}

function pushing(fates: Fate[]): Record<string, Handler> {
  return {
    HD_Push: (session: Session, { numbers, qos }: { numbers: number[]; qos?: 0 | 1 }) =>
      sendAll(session, numbers, fates, qos),
  };
}

async function stageOf(settings: Record<string, unknown> = {}): Promise<Stage> {
  const fates: Fate[] = [];
  const running = await RunningGate.start({ settings, handlers: { Test: pushing(fates) } });
  const client = await RawMqttClient.connect({ port: running.port() });
  return {
    running,
    client,
    fates,
    push: (numbers, qos) =>
      client.send(publishPacket("Test/HD_Push", JSON.stringify({ numbers, qos }))),
    async [Symbol.asyncDispose]() {
      await client[Symbol.asyncDispose]();
      await running[Symbol.asyncDispose]();
    },
  };
}

function pushesOf(client: RawMqttClient): IPublishPacket[] {
  return client.packets.filter((packet): packet is IPublishPacket => packet.cmd === "publish");
}

function puback(messageId: number): Packet {
  return { cmd: "puback", messageId };
}

suite("pushes", (test) => {
  test("one goes out at QoS 0 and is handed over, unless the call or the setting says otherwise", async () => {
    await using stage = await stageOf();
    stage.push([1]);
    await eventually(() => stage.fates.length === 1);
    stage.push([2], 1);
    await eventually(() => pushesOf(stage.client).length === 2);
    const [zero, one] = pushesOf(stage.client);
    assert.equal([zero?.qos, one?.qos, one?.messageId, one?.dup], [0, 1, 1, false]);
    assert.equal(stage.fates, ["1 handed_over"]);
    stage.client.send(puback(1));
    await eventually(() => stage.fates.length === 2);
    assert.equal(stage.fates, ["1 handed_over", "2 delivered"]);
  });

  test("with pushQos 1 each is acknowledged, unless the call says QoS 0", async () => {
    await using stage = await stageOf({ pushQos: 1 });
    stage.push([1], 0);
    await eventually(() => stage.fates.length === 1);
    stage.push([2]);
    await eventually(() => pushesOf(stage.client).length === 2);
    stage.client.send(puback(1));
    await eventually(() => stage.fates.length === 2);
    assert.equal(stage.fates, ["1 handed_over", "2 delivered"]);
  });

  test("beyond maxPushesInFlight they wait for acknowledgements, and keep their order", async () => {
    await using stage = await stageOf({ maxPushesInFlight: 2 });
    const numbers = Array.from({ length: 20 }, (_, index) => index);
    stage.push(numbers, 1);
    for (let id = 1; id <= numbers.length; id++) {
      await eventually(() => pushesOf(stage.client).length === Math.min(id + 1, numbers.length));
      stage.client.send(puback(id));
    }
    await eventually(() => stage.fates.length === numbers.length);
    assert.equal(
      pushesOf(stage.client).map(({ payload }) => Number(payload)),
      numbers,
    );
  });

  test("one that is not acknowledged is sent again after resendAfterMs with DUP and the same id, until it is", async () => {
    await using stage = await stageOf({ resendAfterMs: 50 });
    stage.push([7], 1);
    await eventually(() => pushesOf(stage.client).length >= 3);
    const [first, ...others] = pushesOf(stage.client);
    assert.is(first?.dup, false);
    for (const { dup, messageId, payload } of others) {
      assert.equal([dup, messageId, String(payload)], [true, 1, "7"]);
    }
    stage.client.send(puback(1));
    await eventually(() => stage.fates.length === 1);
    assert.equal(stage.fates, ["7 delivered"]);
    stage.push([8], 1);
    stage.client.forget();
    await eventually(() => pushesOf(stage.client).length >= 2);
    assert.ok(pushesOf(stage.client).every(({ payload }) => String(payload) === "8"));
  });

  test("who sends is told if the client goes away instead of acknowledging", async () => {
    await using stage = await stageOf({ maxPushesInFlight: 1 });
    stage.push([1, 2], 1);
    await eventually(() => pushesOf(stage.client).length === 1);
    await stage.client[Symbol.asyncDispose]();
    await eventually(() => stage.fates.length === 2);
    assert.equal(stage.fates, ["1 lost", "2 lost"]);
  });

  test("a client that leaves more unacknowledged than maxUnsentBytes is closed", async () => {
    await using stage = await stageOf({ maxUnsentBytes: 1024, resendAfterMs: 0 });
    const numbers = Array.from({ length: 400 }, (_, index) => index);
    stage.push(numbers, 1);
    await stage.client.untilClosed();
    assert.is(stage.running.log.ofKind("unacknowledged").length, 1);
    await eventually(() => stage.fates.length === numbers.length);
  });

  test("a handler that waits for its own client's acknowledgement gets it, however few requests may run", async () => {
    await using stage = await stageOf({ maxRequestsInFlight: 1 });
    stage.push([1], 1);
    stage.client.send(publishPacket("Test/HD_Push", '{"numbers":[2],"qos":1}'), { cmd: "pingreq" });
    await eventually(() => stage.client.packets.some(({ cmd }) => cmd === "pingresp"));
    stage.client.send(puback(1));
    await eventually(() => pushesOf(stage.client).length === 2);
    stage.client.send(puback(2));
    await eventually(() => stage.fates.length === 2);
    assert.equal(stage.fates, ["1 delivered", "2 delivered"]);
  });

  test("inside onConnect a push at QoS 1 is handed over: the client can't acknowledge yet", async () => {
    const fates: Fate[] = [];
    class GreetingGate extends Gate {
      override onConnect(session: Session): Promise<void> {
        return sendAll(session, [1], fates, 1);
      }
    }
    await using running = await RunningGate.start({ gate: new GreetingGate() });
    await using client = await RawMqttClient.connect({ port: running.port() });
    await eventually(() => pushesOf(client).length === 1);
    assert.equal(fates, ["1 handed_over"]);
  });

  test("broadcast and sendBatch go out at QoS 1 where they are told to, and do not wait", async () => {
    let sessionId = "";
    let batch: Promise<number> | undefined;
    const running = await RunningGate.start({
      handlers: {
        Test: {
          HD_Batch: (session: Session) => {
            ({ sessionId } = session);
            batch = session.sendBatch([sessionId, "gone"], "Test/OnBatch", 1, { qos: 1 });
            return batch;
          },
        },
      },
    });
    await using _running = running;
    await using client = await RawMqttClient.connect({ port: running.port() });
    client.send(publishPacket("Test/HD_Batch"));
    await eventually(() => pushesOf(client).length === 1);
    assert.is(await batch, 1);
    assert.is(await running.gate.broadcast("Test/OnAll", 2, { qos: 1 }), 1);
    await eventually(() => pushesOf(client).length === 2);
    assert.equal(
      pushesOf(client).map(({ qos, messageId }) => [qos, messageId]),
      [
        [1, 1],
        [1, 2],
      ],
    );
  });
});

suite(
  "pushes between processes",
  (test) => {
    const missing = rabbitmqMissing();
    if (missing !== undefined)
      test.skip("a push from another process is told its fate too", missing);
    else {
      test("a push from another process is told its fate too", async () => {
        const { uri } = await sharedRabbitmq();
        const fates: Fate[] = [];
        const file = {
          Module: {
            Gate: [{ Id: "Gate001", ProcessID: "gate", Settings: { TCPAddr: "127.0.0.1:0" } }],
            Test: [{ Id: "Test001", ProcessID: "test" }],
          },
          Rabbitmq: { Uri: uri },
        };
        const config = parseConfig(JSON.stringify(file), "test.json");
        const log = new MemoryLog();
        await using here = createApp({ log, processId: "gate" }).configure(config);
        await using there = createApp({ log, processId: "test" }).configure(config);
        const gate = new Gate();
        await here.start(gate);
        await there.start(
          new TestModule("Test", (server) => {
            server.registerGO("HD_Push", pushing(fates)["HD_Push"]!); // it is the one
          }),
        );
        await using client = await RawMqttClient.connect({ port: gate.addresses()[0]?.port ?? 0 });
        client.send(publishPacket("Test/HD_Push", '{"numbers":[1],"qos":0}'));
        await eventually(() => fates.length === 1);
        client.send(publishPacket("Test/HD_Push", '{"numbers":[2],"qos":1}'));
        await eventually(() => pushesOf(client).length === 2);
        client.send(puback(1));
        await eventually(() => fates.length === 2);
        client.send(publishPacket("Test/HD_Push", '{"numbers":[3],"qos":1}'));
        await eventually(() => pushesOf(client).length === 3);
        await client[Symbol.asyncDispose]();
        await eventually(() => fates.length === 3);
        assert.equal(fates, ["1 handed_over", "2 delivered", "3 lost"]);
      });
    }
  },
  { timeoutMs: 90_000 }, // a broker starts
);
