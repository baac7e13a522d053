import { createApp, Gate, Gates, parseConfig, type App, type Session } from "mqant";
import * as assert from "uvu/assert";
import { MemoryLog } from "../../support/memory-log.ts";
import { RawMqttClient } from "../../support/raw-mqtt-client.ts";
import { rejectsWith } from "../../support/rejects-with.ts";
import { suite } from "../../support/suite.ts";
import { TestModule } from "../../support/test-module.ts";

class AdminGate extends Gate {
  override getType(): string {
    return "AdminGate";
  }
}

/** A module that remembers the sessions that it is called with. */
class Hall extends TestModule {
  readonly sessions: Session[] = [];
  /** Made before the module is initialised, as fields are. */
  readonly gates = new Gates(this);

  constructor() {
    super("Hall", (server) => {
      server.registerGO("HD_Enter", async (session: Session) => {
        this.sessions.push(session);
        await session.join("hall");
      });
    });
  }
}

const listening = { TCPAddr: "127.0.0.1:0" };
const HERE = "development";

async function start(gates: Record<string, unknown[]>, ...modules: (Gate | Hall)[]): Promise<App> {
  const log = new MemoryLog();
  const file = { Module: { ...gates, Hall: [{ Id: "Hall001", ProcessID: HERE }] } };
  const app = createApp({ log }).configure(parseConfig(JSON.stringify(file), "test.json"));
  await app.start(...modules);
  return app;
}

async function enter(gate: Gate): Promise<RawMqttClient> {
  const client = await RawMqttClient.connect({ port: gate.addresses()[0]?.port ?? 0 });
  assert.equal(await client.request("Hall/HD_Enter/1"), { Error: "", Result: null });
  return client;
}

async function textOf(client: RawMqttClient): Promise<string> {
  const packet = await client.next();
  return packet.cmd === "publish" ? `${packet.topic} ${packet.payload.toString()}` : packet.cmd;
}

suite("gates", (test) => {
  test("those of one type get what is for all; sendBatch finds the gate of each session", async () => {
    const [gate, admin, hall] = [new Gate(), new AdminGate(), new Hall()];
    const gates = {
      Gate: [{ Id: "Gate001", ProcessID: HERE, Settings: listening }],
      AdminGate: [{ Id: "Admin001", ProcessID: HERE, Settings: listening }],
    };
    await using _app = await start(gates, gate, admin, hall);
    await using ann = await enter(gate);
    await using root = await enter(admin);
    const adminGates = new Gates(hall, "AdminGate");
    assert.equal(await hall.gates.broadcast("Hall/OnA", 1), { reached: 1, failed: [] });
    assert.is((await adminGates.broadcast("Hall/OnB", 2)).reached, 1);
    assert.is((await adminGates.sendToGroup("hall", "Hall/OnC", 3)).reached, 1);
    assert.is((await hall.gates.sendBatch(hall.sessions, "Hall/OnD", 4)).reached, 2);
    const asData = hall.sessions.map((session) => session.snapshot());
    assert.is((await hall.gates.sendBatch(asData, "Hall/OnE", 5, { qos: 1 })).reached, 2);
    assert.equal(
      [await textOf(ann), await textOf(ann), await textOf(ann)],
      ["Hall/OnA 1", "Hall/OnD 4", "Hall/OnE 5"],
    );
    assert.equal(
      [await textOf(root), await textOf(root), await textOf(root), await textOf(root)],
      ["Hall/OnB 2", "Hall/OnC 3", "Hall/OnD 4", "Hall/OnE 5"],
    );
  });

  test("one that can't be reached is named, and hinders nobody", async () => {
    const [gate, hall] = [new Gate(), new Hall()];
    const gates = {
      Gate: [
        { Id: "Gate001", ProcessID: HERE, Settings: listening },
        { Id: "Gate002", ProcessID: "elsewhere", Settings: listening },
      ],
    };
    await using _app = await start(gates, gate, hall);
    await using ann = await enter(gate);
    const { reached, failed } = await hall.gates.broadcast("Hall/OnA", 1);
    assert.is(reached, 1);
    assert.equal(
      failed.map(({ serverId, error }) => [serverId, error.code]),
      [["Gate002", "no_responder"]],
    );
    const strangers = ["Gate002", "Gate003"].map((serverId) => ({ serverId, sessionId: "x" }));
    const batch = await hall.gates.sendBatch([...hall.sessions, ...strangers], "Hall/OnB", 2);
    assert.is(batch.reached, 1);
    const codes = new Map(batch.failed.map(({ serverId, error }) => [serverId, error.code]));
    assert.equal(
      codes,
      new Map([
        ["Gate002", "no_responder"],
        ["Gate003", "not_found"],
      ]),
    );
    assert.equal([await textOf(ann), await textOf(ann)], ["Hall/OnA 1", "Hall/OnB 2"]);
  });

  test("what can't be sent is an error; that nobody is there is none", async () => {
    const [gate, hall] = [new Gate(), new Hall()];
    const gates = { Gate: [{ Id: "Gate001", ProcessID: HERE, Settings: listening }] };
    await using app = await start(gates, gate, hall);
    await rejectsWith(hall.gates.broadcast("a/+", 1), "invalid_argument");
    await rejectsWith(
      hall.gates.sendToGroup("hall", "a", () => 1),
      "invalid_argument",
    );
    const strangers = [{ serverId: "Gate003", sessionId: "x" }];
    const { reached, failed } = await hall.gates.sendBatch(strangers, "a", 1);
    assert.equal(
      [reached, failed[0]?.serverId, failed[0]?.error.code],
      [0, "Gate003", "not_found"],
    );
    await rejectsWith(new Gates(app, "Gat").broadcast("a", 1), "not_found");
    assert.equal(await hall.gates.sendBatch([], "a", 1), { reached: 0, failed: [] });
    assert.equal(await hall.gates.broadcast("a", 1), { reached: 0, failed: [] });
  });

  test("calls have the options that they are given", async () => {
    const [gate, hall] = [new Gate(), new Hall()];
    const gates = { Gate: [{ Id: "Gate001", ProcessID: HERE, Settings: listening }] };
    await using _app = await start(gates, gate, hall);
    const aborted = hall.gates.with({ signal: AbortSignal.abort() }).with({ timeoutMs: 100 });
    await rejectsWith(aborted.broadcast("a", 1), "canceled");
    await rejectsWith(hall.gates.with({ timeoutMs: 0 }).broadcast("a", 1), "invalid_argument");
  });
});
