import {
  Gate,
  type ConnectCredentials,
  type Delivery,
  type RpcErrorCode,
  type Session,
} from "mqant";
import type { IConnectPacket, IPublishPacket, Packet } from "mqtt-packet";
import * as assert from "uvu/assert";
import { eventually } from "../../support/eventually.ts";
import { publishPacket, RawMqttClient } from "../../support/raw-mqtt-client.ts";
import { rejectsWith } from "../../support/rejects-with.ts";
import { RunningGate } from "../../support/running-gate.ts";
import { suite } from "../../support/suite.ts";

/** A gate that notes what it is told of sessions. */
class NotingGate extends Gate {
  readonly notes: string[] = [];
  session: Session | undefined;

  override async onConnect(session: Session, { clientId }: ConnectCredentials): Promise<void> {
    this.session = session;
    this.notes.push(`${clientId} connected`);
    await session.bind(clientId);
  }
  override onResume({ userId }: Session): void {
    this.notes.push(`${userId} resumed`);
  }
  override onDisconnect({ userId }: Session): void {
    this.notes.push(`${userId} disconnected`);
  }
}

interface Stage extends AsyncDisposable {
  readonly gate: NotingGate;
  readonly running: RunningGate;
  /** Lets requests of `Test/HD_Wait` end. */
  release(): void;
  connect(packet?: Partial<IConnectPacket>): Promise<RawMqttClient>;
  /** The session of the client that connected last. */
  session(): Session;
}

const ANN: Partial<IConnectPacket> = {
  clientId: "ann",
  clean: false,
  username: "ann",
  password: Buffer.from("secret"),
};

const ANN_5: Partial<IConnectPacket> = {
  ...ANN,
  protocolVersion: 5,
  properties: { sessionExpiryInterval: 3600 },
};

async function stageOf(settings: Record<string, unknown> = {}): Promise<Stage> {
  const gate = new NotingGate();
  let release = () => {};
  const released = new Promise<void>((resolve) => (release = resolve));
  const running = await RunningGate.start({
    gate,
    settings: { resume: true, resumeMs: 60_000, ...settings },
    handlers: {
      Test: {
        HD_Who: (session: Session) => session.snapshot(),
        HD_Wait: async (_session: Session, body: unknown) => {
          await released;
          return body;
        },
      },
    },
  });
  return {
    gate,
    running,
    release,
    connect: (packet = ANN) => RawMqttClient.connect({ port: running.port() }, packet),
    session() {
      if (gate.session === undefined) throw new Error("nobody has connected");
      return gate.session;
    },
    async [Symbol.asyncDispose]() {
      release();
      await running[Symbol.asyncDispose]();
    },
  };
}

/** Breaks a client's connection, and waits until the gate has noticed. */
async function breaks(client: RawMqttClient, { running }: Stage): Promise<void> {
  const before = running.app.metrics().clientsAway;
  await client[Symbol.asyncDispose]();
  await eventually(() => running.app.metrics().clientsAway > before, "a session that is away");
}

/** What becomes of a push at QoS 1. */
function fateOf(sending: Promise<Delivery>): { fate: Delivery | RpcErrorCode | undefined } {
  const told: { fate: Delivery | RpcErrorCode | undefined } = { fate: undefined };
  sending.then(
    (delivery) => (told.fate = delivery),
    (error: { code: RpcErrorCode }) => (told.fate = error.code),
  );
  return told;
}

function messagesOf(client: RawMqttClient): string[] {
  return client.packets
    .filter((packet): packet is IPublishPacket => packet.cmd === "publish")
    .map(({ payload, dup, messageId }) => `${String(payload)} ${messageId}${dup ? " again" : ""}`);
}

function puback(messageId: number): Packet {
  return { cmd: "puback", messageId };
}

suite("resume", (test) => {
  test("a client that comes back has its session: id, user, settings, groups and what it did not acknowledge", async () => {
    await using stage = await stageOf();
    const first = await stage.connect();
    assert.not(first.connack?.sessionPresent);
    const session = stage.session();
    session.set("colour", "red");
    await session.push();
    await session.join("room:1");
    const sent = fateOf(session.send("Test/OnNumber", 1, { qos: 1 }));
    await eventually(() => messagesOf(first).length === 1);
    await breaks(first, stage);
    assert.is(stage.running.gate.connectionCount, 0);
    const kept = fateOf(session.send("Test/OnNumber", 2, { qos: 1 }));
    assert.is(await stage.gate.sendToGroup("room:1", "Test/OnNumber", 3, { qos: 1 }), 1);
    session.set("size", "9");
    await session.push();

    await using second = await stage.connect();
    assert.ok(second.connack?.sessionPresent);
    await eventually(() => messagesOf(second).length === 3);
    assert.equal(messagesOf(second), ["1 1 again", "2 2", "3 3"]);
    second.send(puback(1), puback(2), puback(3));
    await eventually(() => kept.fate !== undefined);
    assert.equal([sent.fate, kept.fate], ["delivered", "delivered"]);
    second.forget();
    const { Result: who } = (await second.request("Test/HD_Who/1")) as { Result: Session };
    assert.equal([who.sessionId, who.userId], [session.sessionId, "ann"]);
    assert.equal(who.settings, { colour: "red", size: "9" });
    assert.equal(await session.groups(), ["room:1"]);
    assert.equal(stage.gate.notes, ["ann connected", "ann resumed"]);
    const { clients, clientsAway, clientsResumed, clientsConnected } = stage.running.app.metrics();
    assert.equal([clients, clientsAway, clientsResumed, clientsConnected], [1, 0, 1, 1]);
  });

  test("without resume a session ends with its connection", async () => {
    await using stage = await stageOf({ resume: false });
    const first = await stage.connect();
    const sent = fateOf(stage.session().send("Test/OnNumber", 1, { qos: 1 }));
    await eventually(() => messagesOf(first).length === 1);
    await first[Symbol.asyncDispose]();
    await eventually(() => sent.fate === "lost");
    await using second = await stage.connect();
    assert.not(second.connack?.sessionPresent);
    assert.equal(stage.gate.notes, ["ann connected", "ann disconnected", "ann connected"]);
  });

  const others: [who: string, packet: Partial<IConnectPacket>][] = [
    ["another password", { ...ANN, password: Buffer.from("guess") }],
    ["another user name", { ...ANN, username: "bob" }],
    ["no credentials", { clientId: "ann", clean: false }],
    ["another version of MQTT", ANN_5],
    ["a clean session", { ...ANN, clean: true }],
  ];
  for (const [who, packet] of others) {
    test(`who connects with the same client id and ${who} gets a session of its own, and the kept one is over`, async () => {
      await using stage = await stageOf();
      await breaks(await stage.connect(), stage);
      const session = stage.session();
      const kept = fateOf(session.send("Test/OnNumber", 1, { qos: 1 }));
      await using second = await stage.connect(packet);
      assert.not(second.connack?.sessionPresent);
      await eventually(() => kept.fate === "lost");
      assert.equal(stage.gate.notes, ["ann connected", "ann connected", "ann disconnected"]);
      assert.equal(stage.running.app.metrics().awaySessionsEnded, { taken_over: 1 });
      assert.not.equal(stage.session().sessionId, session.sessionId);
      assert.equal(messagesOf(second), []);
    });
  }

  const unkept: [who: string, packet: Partial<IConnectPacket>][] = [
    ["a client that asked for a clean session", { ...ANN, clean: true }],
    ["a client without a password", { clientId: "ann", clean: false }],
    ["a client with an empty password", { ...ANN, password: Buffer.alloc(0) }],
    ["a client of MQTT 5 without a session expiry interval", { ...ANN, protocolVersion: 5 }],
  ];
  for (const [who, packet] of unkept) {
    test(`the session of ${who} ends with its connection`, async () => {
      await using stage = await stageOf();
      const first = await stage.connect(packet);
      await first[Symbol.asyncDispose]();
      await eventually(() => stage.gate.notes.includes("ann disconnected"));
      await using second = await stage.connect(packet);
      assert.not(second.connack?.sessionPresent);
    });
  }

  const ends: [how: string, end: (client: RawMqttClient, stage: Stage) => void | Promise<void>][] =
    [
      ["the client's DISCONNECT", (client) => client.send({ cmd: "disconnect" })],
      ["an offence against the protocol", (client) => client.send("f000")],
      ["session.close()", (_client, stage) => stage.session().close()],
    ];
  for (const [how, end] of ends) {
    test(`${how} ends the session at once`, async () => {
      await using stage = await stageOf();
      await using first = await stage.connect();
      await end(first, stage);
      await first.untilClosed();
      await eventually(() => stage.gate.notes.includes("ann disconnected"));
      await using second = await stage.connect();
      assert.not(second.connack?.sessionPresent);
    });
  }

  test("after resumeMs it is over: onDisconnect is called once, what was kept is lost, verbs give not_found", async () => {
    await using stage = await stageOf({ resumeMs: 100 });
    await breaks(await stage.connect(), stage);
    const session = stage.session();
    const kept = fateOf(session.send("Test/OnNumber", 1, { qos: 1 }));
    await eventually(() => kept.fate === "lost");
    assert.equal(stage.gate.notes, ["ann connected", "ann disconnected"]);
    await rejectsWith(session.update(), "not_found");
    const { clientsAway, awaySessionsEnded } = stage.running.app.metrics();
    assert.equal([clientsAway, awaySessionsEnded], [0, { not_resumed: 1 }]);
    await using second = await stage.connect();
    assert.not(second.connack?.sessionPresent);
  });

  test("while the client is away verbs work; a push at QoS 0 is unavailable; close ends the session", async () => {
    await using stage = await stageOf();
    await breaks(await stage.connect(), stage);
    const session = stage.session();
    await rejectsWith(session.send("Test/OnNumber", 1), "unavailable");
    assert.is(await stage.gate.broadcast("Test/OnNumber", 1), 0);
    await session.bind("anna");
    session.set("colour", "blue");
    await session.push();
    await session.update();
    assert.equal([session.userId, session.get("colour")], ["anna", "blue"]);
    await session.close();
    assert.equal(stage.gate.notes, ["ann connected", "anna disconnected"]);
    await rejectsWith(session.update(), "not_found");
  });

  test("beyond maxAwaySessions the one whose client has been away longest ends", async () => {
    await using stage = await stageOf({ maxAwaySessions: 2 });
    const clients = [];
    for (const clientId of ["a", "b", "c"]) clients.push(await stage.connect({ ...ANN, clientId }));
    for (const client of clients) await client[Symbol.asyncDispose]();
    await eventually(() => stage.gate.notes.length === 4);
    assert.equal(stage.gate.notes.at(-1), "a disconnected");
    assert.is(stage.running.app.metrics().clientsAway, 2);
    await using b = await stage.connect({ ...ANN, clientId: "b" });
    assert.ok(b.connack?.sessionPresent);
  });

  test("a client that misses more than maxUnacknowledged has no session to come back to", async () => {
    await using stage = await stageOf({ maxUnacknowledged: 2 });
    await breaks(await stage.connect(), stage);
    const sends = [1, 2, 3].map((number) =>
      fateOf(stage.session().send("Test/OnNumber", number, { qos: 1 })),
    );
    await eventually(() => sends.every(({ fate }) => fate !== undefined));
    assert.equal(
      sends.map(({ fate }) => fate),
      ["lost", "lost", "lost"],
    );
    assert.equal(stage.running.app.metrics().awaySessionsEnded, { unacknowledged: 1 });
    await using second = await stage.connect();
    assert.not(second.connack?.sessionPresent);
  });

  test("a connection that the gate still believes in is closed when its client resumes on another", async () => {
    await using stage = await stageOf();
    await using first = await stage.connect(ANN_5);
    const sent = fateOf(stage.session().send("Test/OnNumber", 1, { qos: 1 }));
    await eventually(() => messagesOf(first).length === 1);
    await using second = await stage.connect(ANN_5);
    assert.ok(second.connack?.sessionPresent);
    await first.untilClosed();
    const goodbye = first.packets.at(-1);
    assert.is(goodbye?.cmd === "disconnect" && goodbye.reasonCode, 0x8e);
    await eventually(() => messagesOf(second).length === 1);
    assert.equal(messagesOf(second), ["1 1 again"]);
    second.send(puback(1));
    await eventually(() => sent.fate === "delivered");
    assert.equal(stage.gate.notes, ["ann connected", "ann resumed"]);
    assert.is(stage.running.app.metrics().clients, 1);
  });

  test("a reply that comes when the connection has broken is for the next one, at QoS 0 for nobody", async () => {
    await using stage = await stageOf({ maxRequestsInFlight: 1 });
    const first = await stage.connect();
    // The first runs, the others wait for it when the connection breaks.
    first.send(
      publishPacket("Test/HD_Wait/1", "1", { qos: 1, messageId: 1 }),
      publishPacket("Test/HD_Wait/2", "2"),
      publishPacket("Test/HD_Wait/3", "3", { qos: 2, messageId: 3 }),
    );
    await eventually(() => first.packets.length === 2);
    await breaks(first, stage);
    await using second = await stage.connect();
    stage.release();
    await eventually(() => messagesOf(second).length === 2);
    second.send({ cmd: "pingreq" });
    await eventually(() => second.packets.some(({ cmd }) => cmd === "pingresp"));
    assert.equal(messagesOf(second), ['{"Error":"","Result":1} 1', '{"Error":"","Result":3} 2']);
  });

  test("MQTT 5 clients are told how long the session is kept, and keep it no longer than they said", async () => {
    await using stage = await stageOf({ resumeMs: 2500 });
    const told: (number | undefined)[] = [];
    for (const sessionExpiryInterval of [3600, 3, 1, 0]) {
      const properties = { sessionExpiryInterval };
      await using client = await stage.connect({ ...ANN_5, clean: true, properties });
      told.push(client.connack?.properties?.sessionExpiryInterval);
    }
    // What the client has said itself is not repeated.
    assert.equal(told, [3, undefined, undefined, undefined]);
    const resumed = await stage.connect({ ...ANN_5, properties: { sessionExpiryInterval: 1 } });
    await breaks(resumed, stage);
    await eventually(() => stage.gate.notes.at(-1) === "ann disconnected");
  });

  test("MQTT 3.1 resumes too, and has no flag to tell it", async () => {
    await using stage = await stageOf();
    const packet: Partial<IConnectPacket> = { ...ANN, protocolId: "MQIsdp", protocolVersion: 3 };
    await breaks(await stage.connect(packet), stage);
    await using second = await stage.connect(packet);
    assert.not(second.connack?.sessionPresent);
    assert.equal(stage.gate.notes, ["ann connected", "ann resumed"]);
  });

  test("a client that goes away before CONNACK of its first connection leaves nothing behind", async () => {
    class SlowGate extends NotingGate {
      override async onConnect(session: Session, credentials: ConnectCredentials): Promise<void> {
        await super.onConnect(session, credentials);
        await eventually(() => running.log.ofKind("gone").length > 0);
      }
    }
    const gate = new SlowGate();
    const running = await RunningGate.start({ gate, settings: { resume: true } });
    await using _running = running;
    await using client = await RawMqttClient.open({ port: running.port() });
    client.send({ ...(ANN as IConnectPacket), cmd: "connect", keepalive: 0, protocolId: "MQTT" });
    await eventually(() => gate.notes.length === 1);
    await client[Symbol.asyncDispose]();
    await eventually(() => gate.notes.length === 2);
    assert.equal(gate.notes, ["ann connected", "ann disconnected"]);
    assert.is(running.app.metrics().clientsAway, 0);
  });

  test("a gate that closes says goodbye to sessions that are away", async () => {
    await using stage = await stageOf();
    await breaks(await stage.connect(), stage);
    const kept = fateOf(stage.session().send("Test/OnNumber", 1, { qos: 1 }));
    await stage.running.app.close();
    await eventually(() => kept.fate === "lost");
    assert.equal(stage.gate.notes, ["ann connected", "ann disconnected"]);
  });

  test("an onResume that throws is a line in the log, and the client stays", async () => {
    await using stage = await stageOf();
    await breaks(await stage.connect(), stage);
    stage.gate.onResume = () => {
      throw new Error("out of order");
    };
    await using second = await stage.connect();
    await eventually(() => stage.running.log.ofKind("on_resume").length === 1);
    assert.not(second.closed);
  });

  test("sessions that came and went leave nothing behind", async () => {
    await using stage = await stageOf({ resumeMs: 50 });
    for (let round = 0; round < 20; round++) {
      const names = Array.from({ length: 10 }, (_, index) => `${round % 3}-${index}`);
      const clients = await Promise.all(
        names.map((clientId) => stage.connect({ ...ANN, clientId })),
      );
      await Promise.all(clients.map((client) => client[Symbol.asyncDispose]()));
    }
    const isEmpty = () => {
      const { clients, clientsAway } = stage.running.app.metrics();
      return clients === 0 && clientsAway === 0;
    };
    await eventually(isEmpty);
    assert.is(stage.running.gate.connectionCount, 0);
    const ended = stage.gate.notes.filter((note) => note.endsWith("disconnected"));
    const begun = stage.gate.notes.filter((note) => note.endsWith(" connected"));
    assert.is(ended.length, begun.length);
  });
});
