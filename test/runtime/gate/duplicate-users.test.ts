import { randomUUID } from "node:crypto";
import {
  createApp,
  Gate,
  parseConfig,
  type ConnectCredentials,
  type Session,
  type SessionStore,
} from "mqant";
import { connectAsync, type IDisconnectPacket, type MqttClient } from "mqtt";
import * as assert from "uvu/assert";
import { codeOf } from "../../support/code-of.ts";
import { eventually } from "../../support/eventually.ts";
import { MemoryLog } from "../../support/memory-log.ts";
import { sharedRabbitmq } from "../../support/rabbitmq-node.ts";
import { rabbitmqMissing } from "../../support/rabbitmq-settings.ts";
import { RawMqttClient } from "../../support/raw-mqtt-client.ts";
import { rejectsWith } from "../../support/rejects-with.ts";
import { RunningGate } from "../../support/running-gate.ts";
import { suite } from "../../support/suite.ts";

/** A gate that binds clients to the user that their name says, and knows their sessions by client id. */
class UserGate extends Gate {
  readonly byClientId = new Map<string, Session>();
  readonly gone: string[] = [];

  override async onConnect(session: Session, credentials: ConnectCredentials): Promise<void> {
    const { clientId, username } = credentials;
    this.byClientId.set(clientId, session);
    if (username !== undefined) await session.bind(username);
  }
  override onDisconnect({ sessionId }: Session): void {
    const ids = [...this.byClientId].filter(([, session]) => session.sessionId === sessionId);
    this.gone.push(...ids.map(([clientId]) => clientId));
  }
  session(clientId: string): Session {
    const session = this.byClientId.get(clientId);
    if (session === undefined) throw new Error(`${clientId} never connected`);
    return session;
  }
}

async function start(
  settings: Record<string, unknown>,
  gate = new UserGate(),
): Promise<{ running: RunningGate; gate: UserGate; port: number }> {
  const running = await RunningGate.start({ gate, settings });
  return { running, gate, port: running.port() };
}

async function device(
  port: number,
  clientId: string,
  protocolVersion: 4 | 5 = 4,
): Promise<MqttClient> {
  const options = { clientId, protocolVersion, username: "ann", reconnectPeriod: 0 };
  return await connectAsync(`mqtt://127.0.0.1:${port}`, options, false);
}

suite("the same user on two devices", (test) => {
  test("is allowed unless onDuplicateUser says otherwise", async () => {
    const { running, gate, port } = await start({});
    await using _running = running;
    const devices = [await device(port, "phone"), await device(port, "tablet")];
    await Promise.all(["phone", "tablet"].map((id) => gate.session(id).update()));
    for (const client of devices) await client.endAsync();
    assert.equal(gate.gone.toSorted(), ["phone", "tablet"]);
  });

  for (const protocolVersion of [4, 5] as const) {
    test(`kick_old closes the old session; an MQTT.js client of version ${protocolVersion} ${protocolVersion === 5 ? "is told why" : "sees it closed"}`, async () => {
      const { running, gate, port } = await start({ onDuplicateUser: "kick_old" });
      await using _running = running;
      const phone = await device(port, "phone", protocolVersion);
      let goodbye: IDisconnectPacket | undefined;
      phone.on("disconnect", (packet) => (goodbye = packet));
      const closed = new Promise<void>((resolve) => phone.once("close", resolve));
      const tablet = await device(port, "tablet", protocolVersion);
      await closed;
      if (protocolVersion === 5) {
        assert.is(goodbye?.reasonCode, 0x8e);
        assert.is(goodbye?.properties?.reasonString, "the user has another session");
      }
      await eventually(() => gate.gone.length > 0);
      assert.equal(gate.gone, ["phone"]);
      await rejectsWith(gate.session("phone").update(), "not_found");
      assert.ok(tablet.connected);
      assert.is(running.log.ofKind("duplicate_user").length, 1);
      assert.is(running.app.metrics().clientsDisconnected["duplicate_user"], 1);
      await phone.endAsync(true);
      await tablet.endAsync();
    });
  }

  test("refuse_new refuses who binds in onConnect by CONNACK, and any other bind by already_exists", async () => {
    const { running, gate, port } = await start({ onDuplicateUser: "refuse_new" });
    await using _running = running;
    const phone = await device(port, "phone", 5);
    try {
      await device(port, "tablet", 5);
      assert.unreachable();
    } catch (error) {
      assert.is((error as { code: number }).code, 0x87); // an ErrorWithReasonCode of MQTT.js
    }
    await using guest = await RawMqttClient.connect({ port }, { clientId: "guest" });
    await rejectsWith(gate.session("guest").bind("ann"), "already_exists");
    assert.not(guest.closed);
    assert.ok(gate.session("guest").isGuest());
    await gate.session("phone").bind("ann"); // its own
    await gate.session("phone").unbind();
    await gate.session("guest").bind("ann");
    assert.ok(phone.connected);
    await phone.endAsync();
  });

  test("with onDuplicateUser a session whose client is away gives way to any other", async () => {
    for (const onDuplicateUser of ["kick_old", "refuse_new"]) {
      const { running, gate, port } = await start({ onDuplicateUser, resume: true });
      await using _running = running;
      const credentials = { username: "ann", password: Buffer.from("p"), clean: false };
      const phone = await RawMqttClient.connect({ port }, { ...credentials, clientId: "phone" });
      await phone[Symbol.asyncDispose]();
      await eventually(() => running.app.metrics().clientsAway === 1);
      await using tablet = await RawMqttClient.connect(
        { port },
        { ...credentials, clientId: "tablet" },
      );
      await eventually(() => gate.gone.length === 1);
      assert.equal(gate.gone, ["phone"]);
      assert.not(tablet.closed);
      await tablet[Symbol.asyncDispose]();
    }
  });

  test("of binds at the same time one succeeds, also if the store takes its time; the next one goes by the policy", async () => {
    const asked: (() => void)[] = [];
    const sessionStore: SessionStore = {
      load: () => new Promise((resolve) => asked.push(() => resolve(undefined))),
      save: () => Promise.resolve(),
      delete: () => Promise.resolve(),
      touch: () => Promise.resolve(),
    };
    for (const onDuplicateUser of ["kick_old", "refuse_new"]) {
      asked.length = 0;
      const gate = new UserGate({ sessionStore });
      const { running, port } = await start({ onDuplicateUser }, gate);
      await using _running = running;
      const names = ["a", "b", "c", "d"];
      const clients = [];
      for (const clientId of names)
        clients.push(await RawMqttClient.connect({ port }, { clientId }));
      const binds = names.map((name) => codeOf(gate.session(name).bind("ann")));
      await eventually(() => asked.length === names.length);
      for (const answer of asked) answer();
      const codes = await Promise.all(binds);
      assert.equal(codes.toSorted(), ["aborted", "aborted", "aborted", "ok"]);
      const winner = codes.indexOf("ok");
      const again = codeOf(gate.session(names[(winner + 1) % 4] ?? "").bind("ann"));
      if (onDuplicateUser === "kick_old") {
        await eventually(() => asked.length === names.length + 1);
        asked.at(-1)?.();
        assert.is(await again, "ok");
        await clients[winner]?.untilClosed();
      } else {
        assert.is(await again, "already_exists");
        assert.not(clients[winner]?.closed);
      }
      for (const client of clients) await client[Symbol.asyncDispose]();
    }
  });
});

suite(
  "the same user at two gates",
  (test) => {
    const missing = rabbitmqMissing();
    if (missing !== undefined) {
      test.skip("gates ask each other", missing);
      return;
    }

    /** Two gates in two processes' worth of apps, and a third that is configured and not there. */
    async function startTwo(onDuplicateUser: string, wire: "native" | "mqant's own" = "native") {
      const { uri } = await sharedRabbitmq();
      const run = randomUUID().slice(0, 8);
      const Settings = { TCPAddr: "127.0.0.1:0", onDuplicateUser };
      const ids = ["1", "2", "3"];
      const file = {
        Module: {
          Gate: ids.map((id) => ({
            Id: `Gate00${id}`,
            ProcessID: id,
            Settings,
            ...(wire !== "native" && {
              Rabbitmq: {
                Uri: uri,
                Exchange: `exchange_${run}`,
                Queue: `queue_${run}_${id}`,
                BindingKey: `key_${run}_${id}`,
              },
            }),
          })),
        },
        Rabbitmq: { Uri: uri },
      };
      const config = parseConfig(JSON.stringify(file), "test.json");
      const log = new MemoryLog();
      const gates = [new UserGate(), new UserGate()] as const;
      const apps = gates.map((_, index) =>
        createApp({ log, processId: ids[index] ?? "" }).configure(config),
      );
      for (const [index, app] of apps.entries()) await app.start(gates[index] ?? new UserGate());
      const ports = gates.map((gate) => gate.addresses()[0]?.port ?? 0);
      return {
        gates,
        connect: (gate: 0 | 1, clientId: string) =>
          RawMqttClient.connect({ port: ports[gate] ?? 0 }, { clientId }),
        async [Symbol.asyncDispose]() {
          for (const app of apps) await app.close();
        },
      };
    }

    for (const wire of ["native", "mqant's own"] as const) {
      test(`over the ${wire} wire kick_old closes the session at the other gate; refuse_new finds it there; a gate that is down hinders nobody`, async () => {
        for (const onDuplicateUser of ["kick_old", "refuse_new"]) {
          await using stage = await startTwo(onDuplicateUser, wire);
          const [here, there] = stage.gates;
          await using phone = await stage.connect(0, "phone");
          await using tablet = await stage.connect(1, "tablet");
          await here.session("phone").bind("ann");
          if (onDuplicateUser === "kick_old") {
            await there.session("tablet").bind("ann");
            await phone.untilClosed();
            assert.not(tablet.closed);
          } else {
            await rejectsWith(there.session("tablet").bind("ann"), "already_exists");
            await phone[Symbol.asyncDispose]();
            await eventually(() => here.gone.length === 1);
            await there.session("tablet").bind("ann");
          }
        }
      });
    }

    test("of binds at both gates at the same time exactly one is left", async () => {
      for (const onDuplicateUser of ["kick_old", "refuse_new"]) {
        await using stage = await startTwo(onDuplicateUser);
        const [here, there] = stage.gates;
        const clients: RawMqttClient[] = [];
        const users = Array.from({ length: 20 }, (_, index) => `user${index}`);
        for (const user of users) {
          clients.push(await stage.connect(0, user), await stage.connect(1, user));
        }
        await Promise.all(
          users.flatMap((user) =>
            [here, there].map((gate) => codeOf(gate.session(user).bind(user))),
          ),
        );
        for (const user of users) {
          const left = [];
          for (const gate of [here, there]) {
            const session = gate.session(user);
            const isThere = (await codeOf(session.update())) === "ok";
            if (isThere && session.userId === user) left.push(session);
          }
          assert.is(left.length, 1, `${user} with ${onDuplicateUser}`);
        }
        for (const client of clients) await client[Symbol.asyncDispose]();
      }
    });
  },
  { timeoutMs: 120_000 }, // a broker starts
);
