import { randomUUID } from "node:crypto";
import { connectAsync } from "mqtt";
import { createApp, Gate, Gates, parseConfig, type Session } from "mqant";
import * as assert from "uvu/assert";
import { eventually } from "../../support/eventually.ts";
import { freePort } from "../../support/free-port.ts";
import { MemoryLog } from "../../support/memory-log.ts";
import { rabbitmqMissing } from "../../support/rabbitmq-settings.ts";
import { sharedRabbitmq } from "../../support/rabbitmq-node.ts";
import { suite } from "../../support/suite.ts";
import { TestModule } from "../../support/test-module.ts";

suite("apps whose modules have Rabbitmq blocks", (test) => {
  const missing = rabbitmqMissing();
  if (missing !== undefined) {
    test.skip("a client of one process reaches a module of another, and hears of it", missing);
    return;
  }

  test("a client of one process reaches a module of another, and hears of it", async () => {
    const { uri: Uri } = await sharedRabbitmq();
    const run = randomUUID().slice(0, 8);
    const port = await freePort();
    const block = (type: string) => ({
      Uri,
      Exchange: `exchange_${run}`,
      Queue: `queue_${type}_${run}`,
      BindingKey: `key_${type}_${run}`,
    });
    const file = {
      Module: {
        Gate: [
          {
            Id: "Gate001",
            ProcessID: "gate",
            Settings: { TCPAddr: `127.0.0.1:${port}` },
            Rabbitmq: block("Gate"),
          },
        ],
        Chat: [{ Id: "Chat001", ProcessID: "chat", Rabbitmq: block("Chat") }],
        Plain: [{ Id: "Plain001", ProcessID: "chat" }],
      },
      Rabbitmq: { Uri },
    };
    const config = parseConfig(JSON.stringify(file), "server.json");
    const log = new MemoryLog();
    await using gate = createApp({ log, processId: "gate" }).configure(config);
    await using chat = createApp({ log, processId: "chat" }).configure(config);
    await gate.start(new Gate());
    const join = async (session: Session, body: unknown) => {
      await session.bind("ann");
      session.set("room", "lobby");
      session.set("seat", "7");
      await session.push();
      session.remove("seat");
      await session.push();
      await session.send("Chat/OnHello", body);
      const ids = [session.sessionId, "gone"];
      const reached = await session.sendBatch(ids, "Chat/OnAll", ["all"]);
      return { reached, user: session.userId, settings: session.settings };
    };
    await chat.start(
      new TestModule("Chat", (server) => {
        server.registerGO("HD_Join", join);
        server.registerGO("HD_Room", async (session: Session, room: string) => {
          await session.join(room);
          const groups = await session.groups();
          const gates = new Gates(chat);
          const inRoom = await gates.sendToGroup(room, "Chat/OnRoom", room);
          const inWorld = await gates.broadcast("Chat/OnWorld", { big: 1 }, { qos: 0 });
          await session.leave(room);
          const left = await gates.sendToGroup(room, "Chat/OnRoom", 1);
          return { groups, reached: [inRoom, inWorld, left].map(({ reached }) => reached) };
        });
        server.registerGO("HD_TellOthers", async (session: Session, room: string) => {
          const gates = new Gates(chat);
          const others = { except: session, qos: 1 } as const;
          const pushes = [
            gates.sendToGroup(room, "Chat/OnOther", 1, others),
            gates.sendToGroup(room, "Chat/OnAll", 2, { qos: 1 }),
            gates.broadcast("Chat/OnOther", 3, { except: session }),
          ];
          return (await Promise.all(pushes)).map(({ reached }) => reached);
        });
        server.registerGO("HD_Enter", (session: Session, room: string) => session.join(room));
        server.registerGO("HD_Bye", (session: Session) => session.close());
      }),
      new TestModule("Plain", (server) => {
        server.registerGO("HD_Who", (session: Session) => session.userId);
      }),
    );
    assert.is(gate.health().healthy, true);

    const client = await connectAsync(`mqtt://127.0.0.1:${port}`, { reconnectPeriod: 0 });
    const heard: string[] = [];
    client.on("message", (topic, body) => heard.push(`${topic} ${body.toString()}`));
    client.publish("Chat/HD_Join/1", '{"hi":1}');
    await eventually(() => heard.length === 3, "the client hears");
    assert.equal(heard, [
      'Chat/OnHello {"hi":1}',
      'Chat/OnAll ["all"]',
      'Chat/HD_Join/1 {"Error":"","Result":{"reached":1,"user":"ann","settings":{"room":"lobby"}}}',
    ]);
    // One without a block beside it is reached over the native wire.
    client.publish("Plain/HD_Who/2", "{}");
    await eventually(() => heard.length === 4, "the other module answers");
    assert.is(heard[3], 'Plain/HD_Who/2 {"Error":"","Result":"ann"}');
    client.publish("Chat/HD_Room/3", '"room:1"');
    await eventually(() => heard.length === 7, "the client hears of its room");
    assert.equal(heard.slice(4), [
      'Chat/OnRoom "room:1"',
      'Chat/OnWorld {"big":1}',
      'Chat/HD_Room/3 {"Error":"","Result":{"groups":["room:1"],"reached":[1,1,0]}}',
    ]);
    const other = await connectAsync(`mqtt://127.0.0.1:${port}`, { reconnectPeriod: 0 });
    const otherHeard: string[] = [];
    other.on("message", (topic, body, { qos }) => {
      otherHeard.push(`${topic} ${String(body)} at ${qos}`);
    });
    other.publish("Chat/HD_Enter/1", '"room:2"');
    client.publish("Chat/HD_Enter/4", '"room:2"');
    await eventually(() => heard.length === 8 && otherHeard.length === 1, "both are in the room");
    client.publish("Chat/HD_TellOthers/5", '"room:2"');
    await eventually(() => heard.length === 10 && otherHeard.length === 4, "both hear");
    assert.equal(heard.slice(8), [
      "Chat/OnAll 2",
      'Chat/HD_TellOthers/5 {"Error":"","Result":[1,2,1]}',
    ]);
    assert.equal(otherHeard.slice(1), [
      "Chat/OnOther 1 at 1",
      "Chat/OnAll 2 at 1",
      "Chat/OnOther 3 at 0",
    ]);
    const seen: [string, boolean][] = [];
    for await (const { userId, connectedAt } of new Gates(chat).sessions()) {
      seen.push([userId, connectedAt instanceof Date]);
    }
    assert.equal(seen, [
      ["ann", true],
      ["", true],
    ]);
    await other.endAsync(true);
    client.publish("Chat/HD_Bye/6", "{}");
    await eventually(() => !client.connected, "the client is sent away");
    assert.equal([...log.messages("warn"), ...log.messages("error")], []);
  });
});
