import { once } from "node:events";
import { fileURLToPath } from "node:url";
import { connectAsync, type MqttClient } from "mqtt";
import type { Packet } from "mqtt-packet";
import { createApp, Gate, loadConfig, type Handler } from "mqant";
import * as assert from "uvu/assert";
import { WebSocket } from "ws";
import { accepts } from "../../support/accepts.ts";
import { Child } from "../../support/child.ts";
import { eventually } from "../../support/eventually.ts";
import { MemoryLog } from "../../support/memory-log.ts";
import { sharedRabbitmq } from "../../support/rabbitmq-node.ts";
import { rabbitmqMissing } from "../../support/rabbitmq-settings.ts";
import { connectPacket, publishPacket, RawMqttClient } from "../../support/raw-mqtt-client.ts";
import { RunningGate } from "../../support/running-gate.ts";
import { suite } from "../../support/suite.ts";
import { TemporaryFolder } from "../../support/temporary-folder.ts";
import { TestModule } from "../../support/test-module.ts";

const PROGRAM = fileURLToPath(new URL("gate-program.ts", import.meta.url));

/** A handler that ends when the test says so, or never. */
class Held {
  readonly #finish: (() => void)[] = [];
  readonly handler: Handler = () =>
    new Promise((resolve) => this.#finish.push(() => resolve("done")));

  get running(): number {
    return this.#finish.length;
  }

  finish(): void {
    for (const finish of this.#finish.splice(0)) finish();
  }
}

async function start(held: Held, closeTimeoutMs?: number): Promise<RunningGate> {
  return await RunningGate.start({
    settings: { TCPAddr: "127.0.0.1:0", WSAddr: "127.0.0.1:0" },
    handlers: { Test: { HD_Held: held.handler } },
    ...(closeTimeoutMs !== undefined && { closeTimeoutMs }),
  });
}

/** A client of MQTT.js, and all that it is told, in order. */
async function mqttJs(url: string, protocolVersion: 4 | 5): Promise<[MqttClient, string[]]> {
  const client = await connectAsync(url, { reconnectPeriod: 0, protocolVersion });
  const told: string[] = [];
  client.on("message", (topic, payload) => told.push(`${topic} ${String(payload)}`));
  client.on("disconnect", ({ reasonCode }) =>
    told.push(`disconnect 0x${reasonCode?.toString(16)}`),
  );
  client.on("close", () => told.push("close"));
  return [client, told];
}

async function connectRaw(port: number, protocolVersion: 4 | 5): Promise<RawMqttClient> {
  return await RawMqttClient.connect({ port }, { protocolVersion });
}

/** What a packet says, in words. */
function wordsOf(packet: Packet): string {
  if (packet.cmd !== "publish") return packet.cmd;
  const { topic, qos, payload, properties } = packet;
  const words = [`${topic} at ${qos}: ${String(payload)}`, properties?.correlationData];
  return words.filter((word) => word !== undefined).join(" ");
}

const DONE = '{"Error":"","Result":"done"}';

suite("a gate that stops", (test) => {
  for (const protocolVersion of [4, 5] as const)
    for (const network of ["tcp", "ws"] as const) {
      const client = `MQTT.js ${protocolVersion} over ${network}`;
      test(`${client} is answered what it has asked, and then told`, async () => {
        const held = new Held();
        const running = await start(held);
        const scheme = network === "tcp" ? "mqtt" : "ws";
        const url = `${scheme}://127.0.0.1:${running.port(network)}`;
        const [asking, told] = await mqttJs(url, protocolVersion);
        const [idle, idleTold] = await mqttJs(url, protocolVersion);
        const qos = network === "tcp" ? 0 : 1;
        await asking.publishAsync("Test/HD_Held/1", "", { qos });
        await eventually(() => held.running === 1);
        const closed = running.app.close();
        await eventually(() => running.gate.addresses().length === 0);
        assert.equal(told, []);
        held.finish();
        await closed;
        await eventually(() => told.includes("close") && idleTold.includes("close"));
        const goodbye = protocolVersion === 5 ? ["disconnect 0x8b"] : [];
        assert.equal(told, [`Test/HD_Held/1 ${DONE}`, ...goodbye, "close"]);
        assert.equal(idleTold, [...goodbye, "close"]);
        await Promise.all([asking.endAsync(true), idle.endAsync(true)]);
      });
    }

  test("a WebSocket is closed with 1001, going away", async () => {
    const running = await start(new Held());
    const socket = new WebSocket(`ws://127.0.0.1:${running.port("ws")}/`, ["mqtt"]);
    const closed = once(socket, "close");
    await once(socket, "open");
    socket.send(Buffer.from("100e00044d5154540402000000026331", "hex"));
    await once(socket, "message");
    await running.app.close();
    assert.is((await closed)[0], 1001);
  });

  test("what is asked while it stops is refused at once, and who waits in line is answered too", async () => {
    const held = new Held();
    const running = await start(held);
    await using client = await RawMqttClient.connect({ port: running.port() });
    // 64 run, the others wait for one of them.
    for (let n = 0; n < 70; n++) client.send(publishPacket(`Test/HD_Held/${n}`));
    await eventually(() => held.running === 64);
    await using other = await RawMqttClient.connect({ port: running.port() });
    const closed = running.app.close();
    const refused = await other.request("Test/HD_Held/late");
    assert.is((refused as { Code: string }).Code, "unavailable");
    held.finish();
    await closed;
    await client.untilClosed();
    const replies = client.packets.map((packet) => packet.cmd === "publish" && packet.payload);
    assert.is(replies.filter((reply) => String(reply) === DONE).length, 64);
    assert.is(replies.filter((reply) => String(reply).includes('"unavailable"')).length, 6);
  });

  test("who waits for onConnect is answered that the server is unavailable", async () => {
    class Undecided extends Gate {
      override onConnect(): Promise<void> {
        return new Promise(() => {});
      }
    }
    const running = await RunningGate.start({ gate: new Undecided() });
    await using client = await RawMqttClient.open({ port: running.port() });
    client.send(connectPacket());
    await eventually(() => running.gate.connectionCount === 1);
    await running.app.close();
    await client.untilClosed();
    assert.is(client.hex, "20020003");
  });

  test("what it gives up is answered like what a handler that is gone had, before clients are told", async () => {
    const held = new Held();
    const running = await start(held, 400);
    await using client = await connectRaw(running.port(), 4);
    await using modern = await connectRaw(running.port(), 5);
    // 64 run, the last one waits for one of them; nobody is told of what has no message id.
    client.send(publishPacket("Test/HD_Held"), publishPacket("Test/HD_Held/first"));
    for (let n = 2; n < 64; n++) client.send(publishPacket("Test/HD_Held"));
    client.send(publishPacket("Test/HD_Held/last", "", { qos: 1, messageId: 7 }));
    const properties = { responseTopic: "mine", correlationData: Buffer.from("1") };
    modern.send(publishPacket("Test/HD_Held", "", { properties }));
    await eventually(() => held.running === 65);
    await running.app.close();
    await client.untilClosed();
    await modern.untilClosed();
    held.finish(); // too late
    assert.equal(client.packets.map(wordsOf), [
      "puback",
      'Test/HD_Held/first at 0: {"Error":"Test went away with the request","Code":"lost","Result":null}',
      'Test/HD_Held/last at 1: {"Error":"the request can\'t be served at the moment","Code":"unavailable","Result":null}',
    ]);
    assert.equal(modern.packets.map(wordsOf), [
      'mine at 0: {"Error":"Test went away with the request","Code":"lost","Result":null} 1',
      "disconnect",
    ]);
  });

  test("neither a request that does not end nor a client that does not read holds it up", async () => {
    const held = new Held();
    const running = await start(held, 400);
    const port = running.port();
    await using asking = await RawMqttClient.connect({ port }, { protocolVersion: 5 });
    asking.send(publishPacket("Test/HD_Held/1"));
    await using deaf = await RawMqttClient.connect({ port });
    deaf.pause();
    await eventually(() => held.running === 1);
    await running.gate.broadcast("Test/OnText", "x".repeat(60_000));
    const closed = running.app.close();
    await asking.untilClosed();
    await eventually(() => running.gate.connectionCount === 0);
    const last = asking.packets.at(-1);
    assert.is(last?.cmd === "disconnect" && last.reasonCode, 0x8b);
    await closed;
    assert.match(running.log.messages("warn").join("\n"), /requests of clients are given up/u);
    deaf.resume();
    await deaf.untilClosed();
  });
});

suite(
  "a process that is a gate, at SIGTERM",
  (test) => {
    const missing = rabbitmqMissing();
    if (missing !== undefined) {
      test.skip("answers what another process serves, tells its clients and exits with 0", missing);
      return;
    }
    test("answers what another process serves, tells its clients and exits with 0", async (signal) => {
      const { uri } = await sharedRabbitmq();
      const file = {
        Module: {
          Gate: [{ Id: "Gate001", ProcessID: "gate", Settings: { TCPAddr: "127.0.0.1:0" } }],
          Test: [{ Id: "Test001", ProcessID: "test" }],
        },
        Rabbitmq: { Uri: uri },
      };
      await using folder = await TemporaryFolder.with({ "server.json": JSON.stringify(file) });
      const conf = folder.file("server.json");
      const held = new Held();
      await using app = createApp({ log: new MemoryLog(), processId: "test" });
      app.configure(await loadConfig(conf));
      await app.start(
        new TestModule("Test", (server) => server.registerGO("HD_Held", held.handler)),
      );
      await using program = Child.ofTypeScript(PROGRAM, ["--conf", conf, "--pid", "gate"], {
        signal,
      });
      await program.prints(/Gate@Gate001 is up/u);
      const port = /"port":(\d+)/u.exec(program.stdout)?.[1];
      const [client, told] = await mqttJs(`mqtt://127.0.0.1:${port}`, 5);
      await client.publishAsync("Test/HD_Held/1", "");
      await eventually(() => held.running === 1);
      program.process.kill("SIGTERM");
      await program.prints(/SIGTERM: closing/u);
      await eventually(async () => !(await accepts(Number(port))), "nobody listens");
      assert.equal(told, []);
      held.finish();
      assert.is(await program.ends(), 0);
      await eventually(() => told.includes("close"));
      assert.equal(told, [`Test/HD_Held/1 ${DONE}`, "disconnect 0x8b", "close"]);
      await client.endAsync(true);
    });
  },
  { timeoutMs: 90_000 }, // a broker starts
);
