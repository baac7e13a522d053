import { createApp, Gate, Gates, parseConfig, type Session, type SessionInfo } from "mqant";
import * as assert from "uvu/assert";
import { eventually } from "../../support/eventually.ts";
import { MemoryLog } from "../../support/memory-log.ts";
import { connectPacket, publishPacket, RawMqttClient } from "../../support/raw-mqtt-client.ts";
import { RunningGate } from "../../support/running-gate.ts";
import { suite } from "../../support/suite.ts";

const handlers = {
  User: {
    HD_Bind: (session: Session, userId: string) => session.bind(userId),
    HD_Never: () => new Promise(() => {}),
  },
};

/** What is the same in each run. */
function known({ sessionId, connectedAt, ...others }: SessionInfo): object {
  assert.match(sessionId, /^[\da-f]{32}$/u);
  assert.ok(Math.abs(Date.now() - connectedAt.getTime()) < 60_000);
  return others;
}

suite("the list of sessions", (test) => {
  test("tells who is there, since when, and how they are", async () => {
    const settings = { TCPAddr: "127.0.0.1:0", WSAddr: "127.0.0.1:0" };
    await using running = await RunningGate.start({ settings, handlers, closeTimeoutMs: 100 });
    const { gate } = running;
    assert.equal([...gate.sessions()], []);
    const port = running.port();
    await using ann = await RawMqttClient.connect({ port }, { clientId: "phone" });
    const web = { port: running.port("ws"), network: "ws" } as const;
    await using _guest = await RawMqttClient.connect(web, { protocolVersion: 5, clientId: "page" });
    await ann.request("User/HD_Bind/1", "ann");
    ann.send(publishPacket("User/HD_Never/2"), publishPacket("User/HD_Never/3"));
    const [first] = gate.sessions();
    await gate.sendBatch([first?.sessionId ?? ""], "User/OnText", "x", { qos: 1 });
    await eventually(() => [...gate.sessions()][0]?.requests === 2);
    const same = { serverId: "Gate001", ip: "127.0.0.1", isAway: false, unsentBytes: 0 };
    assert.equal([...gate.sessions()].map(known), [
      {
        ...same,
        userId: "ann",
        clientId: "phone",
        network: "tcp",
        protocolVersion: 4,
        requests: 2,
        unacknowledged: 1,
      },
      {
        ...same,
        userId: "",
        clientId: "page",
        network: "ws",
        protocolVersion: 5,
        requests: 0,
        unacknowledged: 0,
      },
    ]);
    await ann[Symbol.asyncDispose]();
    await eventually(() => [...gate.sessions()].length === 1, "who has left is not in it");
  });

  test("shows who does not read", async () => {
    const settings = { maxUnsentBytes: 50_000_000 };
    await using running = await RunningGate.start({ settings });
    await using deaf = await RawMqttClient.connect({ port: running.port() });
    deaf.pause();
    for (let n = 0; n < 20; n++) await running.gate.broadcast("A/OnText", "x".repeat(1_000_000));
    const [info] = running.gate.sessions();
    assert.ok(info !== undefined && info.unsentBytes > 1_000_000, String(info?.unsentBytes));
  });

  test("has those that are away, and not those that are not let in yet", async () => {
    class SlowGate extends Gate {
      override onConnect(_session: Session, { clientId }: { clientId: string }) {
        return clientId === "slow" ? new Promise<void>(() => {}) : undefined;
      }
    }
    await using running = await RunningGate.start({
      gate: new SlowGate(),
      settings: { resume: true },
      closeTimeoutMs: 100,
    });
    const port = running.port();
    await using slow = await RawMqttClient.open({ port });
    slow.send(connectPacket({ clientId: "slow" }));
    await using ann = await RawMqttClient.connect(
      { port },
      { clientId: "ann", clean: false, username: "ann", password: Buffer.from("secret") },
    );
    await eventually(() => running.gate.connectionCount === 2);
    await ann[Symbol.asyncDispose]();
    await eventually(() => [...running.gate.sessions()][0]?.isAway === true);
    assert.equal(
      [...running.gate.sessions()].map(({ clientId }) => clientId),
      ["ann"],
    );
  });

  test("of all gates is fetched page by page, while clients come and go", async () => {
    const Settings = { TCPAddr: "127.0.0.1:0" };
    const ProcessID = "development";
    const entry = (Id: string) => ({ Id, ProcessID, Settings });
    const file = { Module: { Gate: [entry("Gate001")], Other: [entry("Other001")] } };
    class Other extends Gate {
      override getType(): string {
        return "Other";
      }
    }
    await using app = createApp({ log: new MemoryLog() });
    app.configure(parseConfig(JSON.stringify(file), "test.json"));
    const gate = new Gate();
    await app.start(gate, new Other());
    const port = gate.addresses()[0]?.port ?? 0;
    const clients = await Promise.all(
      Array.from({ length: 7 }, (_, n) => RawMqttClient.connect({ port }, { clientId: `c${n}` })),
    );
    const pages: string[][] = [];
    let after: number | undefined = 0;
    while (after !== undefined) {
      const page = (await app.invoke("Gate@Gate001", "Sessions", [after, 3])) as {
        sessions: SessionInfo[];
        next: number | undefined;
      };
      pages.push(page.sessions.map(({ clientId }) => clientId));
      after = page.next;
      if (pages.length > 1) continue;
      // The last one of the page leaves: the next one begins behind it all the same.
      const last = page.sessions.at(-1)?.clientId;
      await clients.find((_, n) => `c${n}` === last)?.[Symbol.asyncDispose]();
      await eventually(() => gate.connectionCount === 6);
    }
    assert.equal(
      pages.map(({ length }) => length),
      [3, 3, 1],
    );
    assert.is(new Set(pages.flat()).size, 7);
    const all: SessionInfo[] = [];
    for await (const info of new Gates(app).sessions()) all.push(info);
    assert.equal(all, [...gate.sessions()]);
    for await (const info of new Gates(app, "Other").sessions()) assert.unreachable(info.clientId);
    for (const args of [[-1], ["x"], [0, 0], [0, 1.5]]) {
      const failure = await app.invoke("Gate@Gate001", "Sessions", args).then(String, String);
      assert.match(failure, /invalid_argument/u);
    }
    for (const client of clients) await client[Symbol.asyncDispose]();
  });
});
