import { fileURLToPath } from "node:url";
import { connectAsync, type MqttClient } from "mqtt";
import { createApp, Gates, parseConfig, type App, type Session } from "mqant";
import * as assert from "uvu/assert";
import { Child } from "../../support/child.ts";
import { eventually } from "../../support/eventually.ts";
import { MemoryLog } from "../../support/memory-log.ts";
import { sharedRabbitmq } from "../../support/rabbitmq-node.ts";
import { rabbitmqMissing } from "../../support/rabbitmq-settings.ts";
import { suite } from "../../support/suite.ts";
import { TestModule } from "../../support/test-module.ts";

const GATE_PROCESS = fileURLToPath(new URL("gate-process.ts", import.meta.url));

/** Two gates, each in a process of its own, and a module in this one that their clients call. */
class Stage implements AsyncDisposable {
  readonly hall: TestModule;
  readonly gates: Gates;
  /** Who has entered, in order. */
  readonly sessions: Session[] = [];
  readonly processes: Child[];
  readonly #app: App;
  readonly #clients: Guest[] = [];

  private constructor(app: App, processes: Child[]) {
    this.#app = app;
    this.processes = processes;
    this.hall = new TestModule("Hall", (server) => {
      server.registerGO("HD_Enter", async (session: Session, group: string) => {
        this.sessions.push(session);
        await session.join(group);
        return await session.groups();
      });
      server.registerGO("HD_Leave", (session: Session, group: string) => session.leave(group));
    });
    this.gates = new Gates(this.hall);
  }

  static async start(signal: AbortSignal): Promise<Stage> {
    const { uri } = await sharedRabbitmq();
    const Settings = { TCPAddr: "127.0.0.1:0", maxGroupsPerSession: 2 };
    const text = JSON.stringify({
      Module: {
        Gate: [
          { Id: "Gate001", ProcessID: "gate1", Settings },
          { Id: "Gate002", ProcessID: "gate2", Settings },
        ],
        Hall: [{ Id: "Hall001", ProcessID: "hall" }],
      },
      Rabbitmq: { Uri: uri },
    });
    const processes = ["gate1", "gate2"].map((processId) =>
      Child.ofTypeScript(GATE_PROCESS, [processId, text], { signal }),
    );
    const app = createApp({ log: new MemoryLog(), processId: "hall" });
    const stage = new Stage(app, processes);
    await app.configure(parseConfig(text, "gates.json")).start(stage.hall);
    await Promise.all(processes.map((each) => each.prints("listens on ")));
    return stage;
  }

  /** A client of the first or the second gate. */
  async guest(gate: 0 | 1): Promise<Guest> {
    const port = /listens on (\d+)/.exec(this.processes[gate]?.stdout ?? "")?.[1];
    const guest = new Guest(
      await connectAsync(`mqtt://127.0.0.1:${port}`, { reconnectPeriod: 0, protocolVersion: 5 }),
    );
    this.#clients.push(guest);
    return guest;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    for (const { client } of this.#clients) await client.endAsync(true);
    await this.#app.close();
    for (const each of this.processes) await each[Symbol.asyncDispose]();
  }
}

class Guest {
  readonly client: MqttClient;
  /** What it was pushed and answered, in order. */
  readonly heard: string[] = [];

  constructor(client: MqttClient) {
    this.client = client;
    client.on("message", (topic, body) => this.heard.push(`${topic} ${body.toString()}`));
  }

  async ask(handler: string, body: unknown): Promise<void> {
    const count = this.heard.length;
    await this.client.publishAsync(`Hall/${handler}/1`, JSON.stringify(body));
    await eventually(() => this.heard.length > count, "the answer");
  }

  async hears(count: number): Promise<void> {
    await eventually(() => this.heard.length >= count, `${count} messages`);
  }
}

suite(
  "gates in several processes",
  (test) => {
    const missing = rabbitmqMissing();
    if (missing !== undefined) {
      test.skip("a message reaches the clients of all of them", missing);
      return;
    }

    test("a message reaches the clients of all of them; one that is killed hinders nobody", async (signal) => {
      await using stage = await Stage.start(signal);
      const { gates, sessions } = stage;
      const [ann, bob, cyd] = [await stage.guest(0), await stage.guest(1), await stage.guest(1)];
      await ann.ask("HD_Enter", "room:1");
      await bob.ask("HD_Enter", "room:1");
      await cyd.ask("HD_Enter", "room:2");
      assert.equal(cyd.heard, ['Hall/HD_Enter/1 {"Error":"","Result":["room:2"]}']);

      assert.equal(await gates.sendToGroup("room:1", "Hall/OnA", { at: new Date(0) }), {
        reached: 2,
        failed: [],
      });
      const others = { except: sessions[1], qos: 1 } as const;
      assert.is((await gates.sendToGroup("room:1", "Hall/OnB", 1, others)).reached, 1);
      assert.is((await gates.broadcast("Hall/OnC", [1])).reached, 3);
      assert.is((await gates.sendBatch(sessions.slice(0, 2), "Hall/OnD", "d")).reached, 2);
      await bob.ask("HD_Leave", "room:1");
      assert.is((await gates.sendToGroup("room:1", "Hall/OnE", 1)).reached, 1);
      await Promise.all([ann.hears(6), bob.hears(5), cyd.hears(2)]);
      const entered = 'Hall/HD_Enter/1 {"Error":"","Result":["room:1"]}';
      const first = 'Hall/OnA {"at":"1970-01-01T00:00:00.000Z"}';
      assert.equal(ann.heard, [
        entered,
        first,
        "Hall/OnB 1",
        "Hall/OnC [1]",
        'Hall/OnD "d"',
        "Hall/OnE 1",
      ]);
      assert.equal(bob.heard, [
        entered,
        first,
        "Hall/OnC [1]",
        'Hall/OnD "d"',
        'Hall/HD_Leave/1 {"Error":"","Result":null}',
      ]);
      assert.equal(cyd.heard.slice(1), ["Hall/OnC [1]"]);

      await ann.ask("HD_Enter", "room:2");
      await ann.ask("HD_Enter", "room:3");
      assert.match(ann.heard.at(-1) ?? "", /"Code":"resource_exhausted"/);

      stage.processes[1]?.killGroup("SIGKILL");
      await stage.processes[1]?.ends();
      // The broker may not have noticed yet: then the call was on its way when the gate died.
      const { reached, failed } = await gates.broadcast("Hall/OnF", 6);
      assert.is(reached, 1);
      assert.equal(
        failed.map(({ serverId }) => serverId),
        ["Gate002"],
      );
      assert.match(failed[0]?.error.code ?? "", /^(?:no_responder|lost)$/);
      await eventually(async () => {
        const again = await gates.sendBatch(sessions, "Hall/OnG", 7);
        return again.reached >= 1 && again.failed[0]?.error.code === "no_responder";
      }, "the broker knows that the gate is gone");
      await ann.hears(10);
      assert.equal(ann.heard.slice(8, 10), ["Hall/OnF 6", "Hall/OnG 7"]);
    });

    test("if none of them is there, each is named", async (signal) => {
      await using stage = await Stage.start(signal);
      for (const each of stage.processes) {
        each.killGroup("SIGKILL");
        await each.ends();
      }
      const { reached, failed } = await stage.gates.broadcast("Hall/OnA", 1);
      assert.is(reached, 0);
      assert.equal(failed.map(({ serverId }) => serverId).toSorted(), ["Gate001", "Gate002"]);
      for (const { error } of failed) assert.match(error.code, /^(?:no_responder|lost)$/);
    });
  },
  { timeoutMs: 120_000 }, // a broker and two processes start
);
