import {
  Gate,
  MemorySessionStore,
  RpcError,
  type Handler,
  type Session,
  type SessionStore,
  type StoredSettings,
} from "mqant";
import * as assert from "uvu/assert";
import { eventually } from "../../support/eventually.ts";
import { RawMqttClient } from "../../support/raw-mqtt-client.ts";
import { rejectsWith } from "../../support/rejects-with.ts";
import { RunningGate } from "../../support/running-gate.ts";
import { suite } from "../../support/suite.ts";

/** Handlers that use the session's verbs, one each. */
const HANDLERS: Record<string, Record<string, Handler>> = {
  Test: {
    HD_Who: (session: Session) => session.snapshot(),
    HD_Bind: async (session: Session, user: string) => {
      await session.bind(user);
      return session.snapshot();
    },
    HD_UnBind: async (session: Session) => {
      await session.unbind();
      return session.snapshot();
    },
    HD_Set: async (session: Session, settings: Record<string, string>) => {
      for (const [key, value] of Object.entries(settings)) session.set(key, value);
      await session.push();
      return session.snapshot();
    },
    HD_Remove: async (session: Session, key: string) => {
      session.remove(key);
      await session.push();
      return session.snapshot();
    },
    HD_SetHere: (session: Session) => {
      session.set("local", "only");
      return session.get("local");
    },
    HD_Send: async (session: Session, body: unknown) => {
      await session.send("Test/OnSent", body);
      await session.sendNR("Test/OnSentNR", body);
    },
    HD_Batch: (session: Session, ids: string[]) => session.sendBatch(ids, "Test/OnBatch", "hi"),
    HD_Close: (session: Session) => session.close(),
  },
};

/** A session as `HD_Who` tells it. */
interface Told {
  sessionId: string;
  userId: string;
  settings: Record<string, string>;
}

async function ask(client: RawMqttClient, handler: string, body?: unknown): Promise<Told> {
  const reply = (await client.request(`Test/${handler}/1`, body)) as {
    Error: string;
    Result: Told;
  };
  if (reply.Error !== "") throw new Error(reply.Error);
  return reply.Result;
}

suite("sessions", (test) => {
  test("bind and unbind are seen by the next call, and ids are each connection's own", async () => {
    await using running = await RunningGate.start({ handlers: HANDLERS });
    const port = running.port();
    await using client = await RawMqttClient.connect({ port });
    await using other = await RawMqttClient.connect({ port });
    assert.is((await ask(client, "HD_Bind", "ann")).userId, "ann");
    assert.is((await ask(client, "HD_Who")).userId, "ann");
    assert.is((await ask(other, "HD_Who")).userId, "");
    assert.is((await ask(client, "HD_UnBind")).userId, "");
    assert.is((await ask(client, "HD_Who")).userId, "");
    const ids = [(await ask(client, "HD_Who")).sessionId, (await ask(other, "HD_Who")).sessionId];
    assert.match(ids.join(), /^[\da-f]{32},[\da-f]{32}$/u);
    assert.is.not(ids[0], ids[1]);
  });

  test("settings that were pushed are seen by the next call, others stay where they were set", async () => {
    await using running = await RunningGate.start({ handlers: HANDLERS });
    await using client = await RawMqttClient.connect({ port: running.port() });
    await ask(client, "HD_Set", { room: "lobby", level: "1" });
    assert.equal((await ask(client, "HD_Set", { level: "2" })).settings, {
      room: "lobby",
      level: "2",
    });
    assert.equal((await ask(client, "HD_Remove", "room")).settings, { level: "2" });
    assert.equal(await client.request("Test/HD_SetHere/1"), { Error: "", Result: "only" });
    assert.equal((await ask(client, "HD_Who")).settings, { level: "2" });
  });

  test("settings of any name are only settings", async () => {
    await using running = await RunningGate.start({ handlers: HANDLERS });
    await using client = await RawMqttClient.connect({ port: running.port() });
    const settings = { constructor: "a", toString: "b", hasOwnProperty: "c" };
    assert.equal((await ask(client, "HD_Set", settings)).settings, settings);
    const { sessionId } = await ask(client, "HD_Who");
    const hostile: unknown = JSON.parse('{"__proto__":"x","polluted":"y"}');
    await running.app.invoke("Gate@Gate001", "Push", [sessionId, hostile]);
    assert.not("polluted" in {});
  });

  test("send reaches this client and no other", async () => {
    await using running = await RunningGate.start({ handlers: HANDLERS });
    const port = running.port();
    await using client = await RawMqttClient.connect({ port });
    await using other = await RawMqttClient.connect({ port });
    client.send({
      cmd: "publish",
      topic: "Test/HD_Send/1",
      payload: '{"a":1}',
      qos: 0,
      dup: false,
      retain: false,
    });
    await eventually(() => client.packets.length === 3);
    const texts = client.packets.map((packet) =>
      packet.cmd === "publish" ? `${packet.topic} ${String(packet.payload)}` : packet.cmd,
    );
    assert.equal(texts.toSorted(), [
      'Test/HD_Send/1 {"Error":"","Result":null}',
      'Test/OnSent {"a":1}',
      'Test/OnSentNR {"a":1}',
    ]);
    assert.is(other.packets.length, 0);
  });

  test("sendBatch reaches those that are there, and tells how many", async () => {
    await using running = await RunningGate.start({ handlers: HANDLERS });
    const port = running.port();
    await using first = await RawMqttClient.connect({ port });
    await using second = await RawMqttClient.connect({ port });
    const ids = [(await ask(first, "HD_Who")).sessionId, (await ask(second, "HD_Who")).sessionId];
    await using asking = await RawMqttClient.connect({ port });
    const reached = await asking.request("Test/HD_Batch/1", [...ids, "nobody", "0".repeat(32)]);
    assert.equal(reached, { Error: "", Result: 2 });
    for (const client of [first, second]) {
      const push = await client.next();
      assert.is(push.cmd === "publish" && push.topic, "Test/OnBatch");
    }
  });

  test("broadcast reaches all, encoded as any push", async () => {
    await using running = await RunningGate.start();
    const port = running.port();
    const clients = [];
    for (let index = 0; index < 5; index++) clients.push(await RawMqttClient.connect({ port }));
    assert.is(await running.gate.broadcast("Test/OnAll", { big: 1n }), 5);
    for (const client of clients) {
      const push = await client.next();
      assert.is(String(push.cmd === "publish" && push.payload), '{"big":"1"}');
      await client[Symbol.asyncDispose]();
    }
    await eventually(() => running.gate.connectionCount === 0);
    assert.is(await running.gate.broadcast("Test/OnAll", 1), 0);
  });

  test("close closes the connection", async () => {
    await using running = await RunningGate.start({ handlers: HANDLERS });
    await using client = await RawMqttClient.connect({ port: running.port() });
    client.send({
      cmd: "publish",
      topic: "Test/HD_Close",
      payload: "",
      qos: 0,
      dup: false,
      retain: false,
    });
    await client.untilClosed();
    assert.is(running.log.ofKind("closed").length, 1);
  });

  test("verbs of a session that is gone give not_found", async () => {
    await using running = await RunningGate.start({ handlers: HANDLERS });
    const client = await RawMqttClient.connect({ port: running.port() });
    const { sessionId } = await ask(client, "HD_Who");
    await client[Symbol.asyncDispose]();
    await eventually(() => running.gate.connectionCount === 0);
    const calls: [handler: string, ...args: unknown[]][] = [
      ["Bind", "ann"],
      ["UnBind"],
      ["Push", { set: {}, removed: [] }],
      ["Update"],
      ["Set", "key", "value"],
      ["Remove", "key"],
      ["Send", "Test/OnX", 1],
      ["Close"],
    ];
    for (const [handler, ...args] of calls) {
      await rejectsWith(
        running.app.invoke("Gate@Gate001", handler, [sessionId, ...args]),
        "not_found",
      );
    }
    assert.is(await running.app.invoke("Gate", "SendBatch", [[sessionId], "Test/OnX", 1]), 0);
  });

  test("arguments that are none are refused", async () => {
    await using running = await RunningGate.start({ handlers: HANDLERS });
    await using client = await RawMqttClient.connect({ port: running.port() });
    const { sessionId } = await ask(client, "HD_Who");
    const calls: [handler: string, ...args: unknown[]][] = [
      ["Bind", ""],
      ["Bind", 5],
      ["Set", "key", 5],
      ["Remove", null],
      ["Push", "text"],
      ["Push", { key: 5 }],
      ["Push", { set: { key: 5 }, removed: [] }],
      ["Send", "", 1],
      ["Send", "a/#", 1],
      ["Send", 5, 1],
    ];
    for (const [handler, ...args] of calls) {
      const call = running.app.invoke("Gate@Gate001", handler, [sessionId, ...args]);
      await rejectsWith(call, "invalid_argument");
    }
    await rejectsWith(running.app.invoke("Gate", "SendBatch", ["x", "a", 1]), "invalid_argument");
    await rejectsWith(running.app.invoke("Gate", "Update", [{}]), "not_found");
    await rejectsWith(running.gate.broadcast("a/+", 1), "invalid_argument");
  });

  test("mqant's Set, Remove and Push of a whole map work", async () => {
    await using running = await RunningGate.start({ handlers: HANDLERS });
    await using client = await RawMqttClient.connect({ port: running.port() });
    const { sessionId } = await ask(client, "HD_Who");
    const call = (handler: string, ...args: unknown[]) =>
      running.app.invoke("Gate@Gate001", handler, [sessionId, ...args]);
    await call("Set", "a", "1");
    await call("Push", { b: "2", c: "3" });
    await call("Remove", "c");
    const update = (await call("Update")) as Told;
    assert.equal(update.settings, { a: "1", b: "2" });
  });
});

suite("session stores", (test) => {
  test("settings of a bound user are there again at the next connection, under its own", async () => {
    const gate = new Gate({ sessionStore: new MemorySessionStore() });
    await using running = await RunningGate.start({ gate, handlers: HANDLERS });
    const port = running.port();
    await using first = await RawMqttClient.connect({ port });
    await ask(first, "HD_Bind", "ann");
    await ask(first, "HD_Set", { room: "lobby", level: "7" });
    await using second = await RawMqttClient.connect({ port });
    await ask(second, "HD_Set", { level: "1" });
    assert.equal((await ask(second, "HD_Bind", "ann")).settings, { room: "lobby", level: "1" });
    await using stranger = await RawMqttClient.connect({ port });
    assert.equal((await ask(stranger, "HD_Bind", "bob")).settings, {});
  });

  test("without a store settings end with the connection", async () => {
    await using running = await RunningGate.start({ handlers: HANDLERS });
    const port = running.port();
    await using first = await RawMqttClient.connect({ port });
    await ask(first, "HD_Bind", "ann");
    await ask(first, "HD_Set", { room: "lobby" });
    await using second = await RawMqttClient.connect({ port });
    assert.equal((await ask(second, "HD_Bind", "ann")).settings, {});
  });

  test("a store that takes more than storeTimeoutMs or throws harms only the session that asked", async () => {
    const broken: SessionStore = {
      load: (userId): Promise<StoredSettings | undefined> =>
        userId === "hang" ? new Promise(() => {}) : Promise.reject(new Error("away")),
      save: () => Promise.reject(new Error("away")),
      delete: () => Promise.resolve(),
      touch: () => Promise.reject(new Error("away")),
    };
    const gate = new Gate({ sessionStore: broken });
    const settings = { storeTimeoutMs: 1000 };
    await using running = await RunningGate.start({ gate, settings, handlers: HANDLERS });
    const port = running.port();
    await using client = await RawMqttClient.connect({ port });
    await using other = await RawMqttClient.connect({ port });
    const order: string[] = [];
    const hanging = client.request("Test/HD_Bind/1", "hang").finally(() => order.push("hanging"));
    assert.is((await ask(other, "HD_Who")).userId, "");
    assert.equal(order, [], "the other does not wait");
    assert.match(JSON.stringify(await hanging), /"Code":"unavailable"/u);
    const failed = await client.request("Test/HD_Bind/1", "ann");
    assert.match(JSON.stringify(failed), /"Code":"unavailable"/u);
    assert.is((await ask(client, "HD_Who")).userId, "");
  });

  test("of two binds at a time the later one counts, the earlier is told", async () => {
    const waiting = new Map<string, () => void>();
    const slow: SessionStore = {
      load: (userId) =>
        new Promise((resolve) => waiting.set(userId, () => resolve({ from: userId }))),
      save: () => Promise.resolve(),
      delete: () => Promise.resolve(),
      touch: () => Promise.resolve(),
    };
    const gate = new Gate({ sessionStore: slow });
    await using running = await RunningGate.start({ gate, handlers: HANDLERS });
    await using client = await RawMqttClient.connect({ port: running.port() });
    const { sessionId } = await ask(client, "HD_Who");
    const bind = (user: string) => running.app.invoke("Gate", "Bind", [sessionId, user]);
    const first = bind("ann");
    const second = bind("bob");
    await eventually(() => waiting.size === 2);
    waiting.get("bob")?.();
    waiting.get("ann")?.();
    await rejectsWith(first, "aborted");
    assert.is(((await second) as Told).userId, "bob");
    assert.equal((await ask(client, "HD_Who")).settings, { from: "bob" });
  });

  test("a client that leaves during bind gives not_found, and nothing is kept", async () => {
    let load = () => {};
    const slow: SessionStore = {
      load: () => new Promise((resolve) => (load = () => resolve(undefined))),
      save: () => Promise.reject(new Error("nothing to save")),
      delete: () => Promise.resolve(),
      touch: () => Promise.resolve(),
    };
    const gate = new Gate({ sessionStore: slow });
    await using running = await RunningGate.start({ gate, handlers: HANDLERS });
    const client = await RawMqttClient.connect({ port: running.port() });
    const { sessionId } = await ask(client, "HD_Who");
    const bound = running.app.invoke("Gate", "Bind", [sessionId, "ann"]);
    const refusal = rejectsWith(bound, "not_found");
    await client[Symbol.asyncDispose]();
    await eventually(() => running.gate.connectionCount === 0);
    load();
    await refusal;
  });

  test("connected users are touched every touchIntervalMs, once each, one call at a time", async () => {
    const touched: string[] = [];
    const store = Object.assign(new MemorySessionStore(), {
      touch: (userId: string) => {
        touched.push(userId);
        return new Promise<void>(() => {});
      },
    });
    const gate = new Gate({ sessionStore: store });
    const settings = { touchIntervalMs: 20 };
    await using running = await RunningGate.start({ gate, settings, handlers: HANDLERS });
    const port = running.port();
    await using first = await RawMqttClient.connect({ port });
    await using second = await RawMqttClient.connect({ port });
    await using _guest = await RawMqttClient.connect({ port });
    await ask(first, "HD_Bind", "ann");
    await ask(second, "HD_Bind", "ann");
    await eventually(() => touched.length > 0);
    await new Promise((resolve) => setTimeout(resolve, 100)); // time to do it wrong
    assert.equal(touched, ["ann"]);
  });
});

suite("onDisconnect", (test) => {
  test("it may call other modules, with the session as it was at last", async () => {
    const told: unknown[] = [];
    class LeavingGate extends Gate {
      override async onDisconnect(session: Session): Promise<void> {
        await this.invoke("Chat", "leave", [session]);
      }
    }
    await using running = await RunningGate.start({
      gate: new LeavingGate(),
      handlers: {
        ...HANDLERS,
        Chat: {
          leave: (session: Session) => void told.push([session.userId, session.get("room")]),
        },
      },
    });
    const client = await RawMqttClient.connect({ port: running.port() });
    await ask(client, "HD_Bind", "ann");
    await ask(client, "HD_Set", { room: "lobby" });
    await client[Symbol.asyncDispose]();
    await eventually(() => told.length === 1);
    assert.equal(told, [["ann", "lobby"]]);
  });

  test("it does not inherit the deadline of the call that closed the session", async () => {
    let outcome = "";
    class LeavingGate extends Gate {
      override async onDisconnect(): Promise<void> {
        await new Promise((resolve) => setTimeout(resolve, 150));
        outcome = String(await this.invoke("Chat", "leave", []).catch((error: unknown) => error));
      }
    }
    await using running = await RunningGate.start({
      gate: new LeavingGate(),
      handlers: { ...HANDLERS, Chat: { leave: () => "said" } },
    });
    await using client = await RawMqttClient.connect({ port: running.port() });
    const { sessionId } = await ask(client, "HD_Who");
    await running.app.invoke("Gate", "Close", [sessionId], { timeoutMs: 50 });
    await eventually(() => outcome !== "");
    assert.is(outcome, "said");
  });

  test("one that throws is a line in the log", async () => {
    class BrokenGate extends Gate {
      override onDisconnect(): void {
        throw new RpcError("internal", "no goodbye");
      }
    }
    await using running = await RunningGate.start({ gate: new BrokenGate() });
    const client = await RawMqttClient.connect({ port: running.port() });
    await client[Symbol.asyncDispose]();
    await eventually(() => running.log.ofKind("on_disconnect").length === 1);
  });
});
