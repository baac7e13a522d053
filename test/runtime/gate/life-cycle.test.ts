import { once } from "node:events";
import { connect as connectTcp, createServer, type AddressInfo } from "node:net";
import { createApp, Gate, parseConfig, StartError, type Handler, type Session } from "mqant";
import * as assert from "uvu/assert";
import { eventually } from "../../support/eventually.ts";
import { freePort } from "../../support/free-port.ts";
import { MemoryLog } from "../../support/memory-log.ts";
import { publishPacket, RawMqttClient } from "../../support/raw-mqtt-client.ts";
import { RunningGate } from "../../support/running-gate.ts";
import { suite } from "../../support/suite.ts";

async function startFailure(settings: object): Promise<string> {
  try {
    await using _running = await RunningGate.start({ settings: { ...settings } });
  } catch (error) {
    if (error instanceof StartError) return error.message;
    throw error;
  }
  return "it started";
}

/** Whether somebody listens on a port of this machine. */
async function isServed(port: number): Promise<boolean> {
  const socket = connectTcp(port, "127.0.0.1");
  const served = await Promise.race([
    once(socket, "connect").then(() => true),
    once(socket, "close").then(() => false),
  ]).catch(() => false);
  socket.destroy();
  return served;
}

suite("a gate's life", (test) => {
  test("addresses tell the ports that TCPAddr and WSAddr took, and nothing before and after", async () => {
    const gate = new Gate();
    assert.equal(gate.addresses(), []);
    const settings = { TCPAddr: "127.0.0.1:0", WSAddr: "localhost:0" };
    const running = await RunningGate.start({ gate, settings });
    const [tcp, ws] = gate.addresses();
    assert.equal({ ...tcp, port: 0 }, { network: "tcp", host: "127.0.0.1", port: 0 });
    assert.is(ws?.network, "ws");
    assert.ok(tcp !== undefined && tcp.port > 0 && ws !== undefined && ws.port > 0);
    await running.app.close();
    assert.equal(gate.addresses(), []);
    assert.not(await isServed(tcp.port));
  });

  test("an address without a host is that of all interfaces", async () => {
    await using running = await RunningGate.start({ settings: { TCPAddr: ":0" } });
    await using _client = await RawMqttClient.connect({ port: running.port() });
    assert.match(running.gate.addresses()[0]?.host ?? "", /^(?:::|0\.0\.0\.0)$/u);
  });

  test("IPv4 clients of a port for both are told by their IPv4 address", async () => {
    const handlers = { Test: { HD_Ip: ({ ip }: Session) => ip } };
    await using running = await RunningGate.start({ settings: { TCPAddr: ":0" }, handlers });
    await using client = await RawMqttClient.connect({ port: running.port() });
    assert.equal(await client.request("Test/HD_Ip/1"), { Error: "", Result: "127.0.0.1" });
  });

  test("a port in use fails the start with the setting's name, and gives back the others", async () => {
    const occupant = createServer().listen(0, "127.0.0.1");
    await once(occupant, "listening");
    const { port } = occupant.address() as AddressInfo; // it listens on a port
    const free = await freePort();
    const settings = { TCPAddr: `127.0.0.1:${free}`, WSAddr: `127.0.0.1:${port}` };
    assert.match(await startFailure(settings), /WSAddr.*Gate@Gate001.*in use/u);
    assert.not(await isServed(free));
    occupant.close();
  });

  test("wrong settings fail the start with all that is wrong", async () => {
    const failure = await startFailure({ TCPAddr: "nowhere", MaxConnNum: -1 });
    assert.match(failure, /Module\.Gate\[0\]\.Settings\.TCPAddr/u);
    assert.match(failure, /Module\.Gate\[0\]\.Settings\.MaxConnNum/u);
  });

  test("a class that extends the gate may have its own type, version and settings", async () => {
    class Front extends Gate {
      constructor() {
        super({ ownSettings: ["welcome"] });
      }
      override getType(): string {
        return "Front";
      }
    }
    const log = new MemoryLog();
    await using app = createApp({ log });
    const settings = { TCPAddr: "127.0.0.1:0", welcome: "hello" };
    const front = { Id: "Front1", ProcessID: "development", Settings: settings };
    app.configure(parseConfig(JSON.stringify({ Module: { Front: [front] } }), "test.json"));
    const gate = new Front();
    await app.start(gate);
    const [address] = gate.addresses();
    await using client = await RawMqttClient.connect({ port: address?.port ?? 0 });
    assert.is(gate.connectionCount, 1);
    assert.not(client.closed);
  });
});

suite("closing a gate", (test) => {
  test("requests that run are answered before the clients are sent away", async () => {
    let finish = () => {};
    const slow: Handler = () => new Promise<string>((resolve) => (finish = () => resolve("done")));
    const running = await RunningGate.start({ handlers: { Test: { HD_Slow: slow } } });
    await using client = await RawMqttClient.connect({ port: running.port() });
    client.send(publishPacket("Test/HD_Slow/1"));
    const port = running.port();
    await eventually(() => running.gate.connectionCount === 1);
    await client.request("Test/HD_None/2");
    const closed = running.app.close();
    await eventually(async () => !(await isServed(port)));
    assert.not(client.closed, "who is served stays");
    finish();
    await closed;
    await client.untilClosed();
    const [reply] = client.packets;
    assert.is(String(reply?.cmd === "publish" && reply.payload), '{"Error":"","Result":"done"}');
  });

  test("it ends soon, whatever the clients do", async () => {
    const settings = { maxUnsentBytes: 100_000_000, connectTimeoutMs: 60_000 };
    const running = await RunningGate.start({ settings });
    const port = running.port();
    await using silent = await RawMqttClient.open({ port });
    await using reading = await RawMqttClient.connect({ port });
    await using deaf = await RawMqttClient.connect({ port });
    deaf.pause();
    // More than what the system itself keeps for a socket.
    for (let index = 0; index < 40; index++) {
      await running.gate.broadcast("Test/OnText", "x".repeat(500_000));
    }
    await eventually(() => reading.packets.length === 40);
    await running.gate.broadcast("Test/OnText", "the last one");
    const before = performance.now();
    await running.app.close();
    assert.ok(performance.now() - before < 2500);
    deaf.resume();
    await Promise.all([silent.untilClosed(), reading.untilClosed(), deaf.untilClosed()]);
    assert.is(reading.packets.length, 41, "who reads gets all that was sent");
  });

  test("onDisconnect of those who are sent away is waited for", async () => {
    let farewells = 0;
    class SlowGate extends Gate {
      override async onDisconnect(): Promise<void> {
        await new Promise((resolve) => setTimeout(resolve, 50));
        farewells++;
      }
    }
    const running = await RunningGate.start({ gate: new SlowGate() });
    const port = running.port();
    await using _first = await RawMqttClient.connect({ port });
    await using _second = await RawMqttClient.connect({ port });
    await running.app.close();
    assert.is(farewells, 2);
  });

  test("using it before or after its life says so", async () => {
    const gate = new Gate();
    const failure = await gate.broadcast("a", 1).then(String, String);
    assert.match(failure, /failed_precondition.*Gate/u);
    assert.is(gate.connectionCount, 0);
  });
});
