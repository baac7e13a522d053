import { once } from "node:events";
import { connect as connectTcp, type Socket } from "node:net";
import { connect as connectTls, type ConnectionOptions } from "node:tls";
import { Gate, RpcError, type ConnectCredentials, type Session } from "mqant";
import { generate } from "mqtt-packet";
import * as assert from "uvu/assert";
import { WebSocket } from "ws";
import { hasCommand } from "../../support/command.ts";
import { eventually } from "../../support/eventually.ts";
import { connectPacket, publishPacket, RawMqttClient } from "../../support/raw-mqtt-client.ts";
import { RunningGate } from "../../support/running-gate.ts";
import { suite } from "../../support/suite.ts";
import { TestCertificate } from "../../support/test-certificate.ts";

/** A gate that knows ann, and bans bob. */
class GuardedGate extends Gate {
  override onConnect(_session: Session, { username }: ConnectCredentials): void {
    if (username === "bob") throw new RpcError("permission_denied", "banned");
    if (username !== "ann") throw new RpcError("unauthenticated", "who is that?");
  }
}

const HELLO = generate(
  connectPacket({ clientId: "a", username: "ann", password: Buffer.from("x") }),
);

function start(settings: Record<string, unknown> = {}, gate = new Gate()): Promise<RunningGate> {
  const addresses = { TCPAddr: "127.0.0.1:0", WSAddr: "127.0.0.1:0" };
  const handlers = { User: { HD_Leave: (session: Session) => session.close() } };
  return RunningGate.start({ gate, settings: { ...addresses, ...settings }, handlers });
}

/** Sends these bytes and waits until the gate closes, or hangs up at once if it is told to. */
async function visit(port: number, bytes: string | Buffer = "", hangUp = false): Promise<void> {
  const socket = connectTcp(port, "127.0.0.1");
  socket.on("error", () => {}); // "close" follows
  await once(socket, "connect");
  socket.write(bytes);
  socket.resume();
  if (hangUp) socket.end();
  await gone(socket);
}

/** Waits for the end, whatever it is: `once` would reject with an error. */
function gone(socket: Socket): Promise<void> {
  return new Promise((resolve) => {
    if (socket.closed) resolve();
    else socket.once("close", () => resolve());
  });
}

async function handshake(port: number, options: ConnectionOptions): Promise<void> {
  const socket = connectTls({ port, host: "127.0.0.1", ...options });
  socket.on("error", () => {}); // "close" follows
  await gone(socket);
}

/** The ends that a gate told since its start, by kind: in the log, and in the counters. */
function told({ log, app }: RunningGate): Record<string, number> {
  const { clientsDisconnected } = app.metrics();
  for (const [kind, count] of Object.entries(clientsDisconnected)) {
    assert.is(log.ofKind(kind).length, count, `lines about ${kind}`);
  }
  return { ...clientsDisconnected };
}

/** Waits for the ends to be these and no others. */
async function tells(running: RunningGate, kinds: Record<string, number>): Promise<void> {
  const sum = (of: Record<string, number>) => Object.values(of).reduce((a, b) => a + b, 0);
  await eventually(() => sum(told(running)) >= sum(kinds), "the ends");
  assert.equal(told(running), kinds);
}

suite("what a gate tells of ends", (test) => {
  test("sockets that never spoke MQTT: each once, with its reason and its address", async () => {
    await using running = await start({ connectTimeoutMs: 200 });
    await Promise.all([
      visit(running.port()),
      visit(running.port("ws")),
      visit(running.port(), "", true),
      visit(running.port("ws"), "", true),
      visit(running.port(), "GET / HTTP/1.1\r\n\r\n"),
      visit(running.port("ws"), "no HTTP\r\n\r\n"),
      visit(running.port("ws"), "GET /admin HTTP/1.1\r\nHost: x\r\n\r\n"),
      visit(
        running.port("ws"),
        "GET / HTTP/1.1\r\nHost: x\r\nConnection: upgrade\r\nUpgrade: h2c\r\n\r\n",
      ),
    ]);
    await tells(running, { gone: 2, violation: 1, http: 3, no_connect: 2 });
    const lines = running.log.ofKind("http");
    assert.match(lines.map(({ message }) => message).join("\n"), /GET \\?"\/admin\\?" .*404/u);
    assert.ok(lines.every(({ fields }) => fields["ip"] === "127.0.0.1"));
    assert.ok(lines.every(({ fields }) => fields["network"] === "ws"));
  });

  test("questions after health are nothing to tell", async () => {
    await using running = await start();
    for (let round = 0; round < 3; round++) {
      const response = await fetch(`http://127.0.0.1:${running.port("ws")}/healthz`);
      assert.is(response.status, 200);
      await response.text();
    }
    await visit(running.port(), "", true);
    await tells(running, { gone: 1 });
  });

  test("pages of other origins", async () => {
    await using running = await start();
    const options = { origin: "https://evil.example" };
    const socket = new WebSocket(`ws://127.0.0.1:${running.port("ws")}/`, ["mqtt"], options);
    const [error] = (await once(socket, "error")) as [Error];
    assert.match(error.message, /403/u);
    await tells(running, { origin: 1 });
    assert.match(running.log.ofKind("origin")[0]?.message ?? "", /https:\/\/evil\.example/u);
  });

  test("a gate that is full", async () => {
    await using running = await start({ MaxConnNum: 2, maxConnectionsPerIp: 1 });
    await using _inside = await RawMqttClient.connect({ port: running.port() });
    await visit(running.port());
    await using _other = await RawMqttClient.connect({ port: running.port(), from: "127.0.0.2" });
    await visit(running.port());
    await tells(running, { full_for_ip: 1, full: 1 });
  });

  test("CONNECTs that are refused, wrong passwords apart", async () => {
    await using running = await start({ maxConnectBytes: 100 }, new GuardedGate());
    const port = running.port();
    const connect = (changes: object) => visit(port, generate(connectPacket(changes)));
    await connect({ username: "ann", password: "x", clientId: "x".repeat(100) });
    await connect({ username: "bob", password: "x" });
    await connect({ username: "eve", password: "x" });
    await connect({ username: "eve", password: "x", protocolVersion: 5 });
    await visit(port, HELLO.fill(9, 8, 9)); // a version that MQTT does not have
    HELLO.fill(4, 8, 9);
    await tells(running, { too_large: 1, refused: 2, unauthenticated: 2 });
    const [banned] = running.log.ofKind("refused");
    assert.match(banned?.message ?? "", /banned/u);
    assert.is(banned?.level, "info");
  });

  test("connections", async () => {
    await using running = await start({ MaxMsgLen: 1024 });
    const port = running.port();
    const connected = () => RawMqttClient.connect({ port });
    const ending = async (act: (client: RawMqttClient) => void) => {
      await using client = await connected();
      act(client);
      await client.untilClosed();
    };
    await ending((client) => client.send("e000"));
    await using brief = await connected();
    await brief[Symbol.asyncDispose]();
    await ending((client) => client.send("f000"));
    await ending((client) => client.send(connectPacket()));
    await ending((client) => client.send(publishPacket("a", "x".repeat(2000))));
    await ending((client) => client.send(publishPacket("User/HD_Leave/1")));
    await using first = await RawMqttClient.open({ port });
    first.send(connectPacket({ clientId: "same" }));
    await first.connected();
    await using second = await RawMqttClient.open({ port });
    second.send(connectPacket({ clientId: "same" }));
    await second.connected();
    await tells(running, {
      left: 1,
      gone: 1,
      malformed: 1,
      violation: 1,
      too_large: 1,
      closed: 1,
      taken_over: 1,
    });
  });

  test("a flood of them fills no log, and is counted to the last", async () => {
    await using running = await start({ MaxConnNum: 1 });
    await using _inside = await RawMqttClient.connect({ port: running.port() });
    const started = performance.now();
    for (let round = 0; round < 20; round++) {
      await Promise.all(Array.from({ length: 20 }, () => visit(running.port())));
    }
    await eventually(() => running.app.metrics().clientsDisconnected["full"] === 400);
    const seconds = Math.ceil((performance.now() - started) / 1000) + 1;
    assert.ok(running.log.ofKind("full").length <= 10 * seconds);
  });

  test("sockets that the end of the gate finds waiting", async () => {
    const running = await start();
    const port = running.port();
    const ends = [visit(port), visit(running.port("ws"))];
    await using _connected = await RawMqttClient.connect({ port });
    await running.app.close();
    await Promise.all(ends);
    await tells(running, { stopping: 3 });
  });
});

suite("what a gate tells of TLS", (test) => {
  if (!hasCommand("openssl")) {
    test.skip("handshakes that fail", "openssl is missing");
    return;
  }

  test("handshakes that fail: each once, with the reason, on both ports", async () => {
    using certificate = new TestCertificate();
    const { certFile, keyFile } = certificate;
    const tls = { Tls: true, CertFile: certFile, KeyFile: keyFile };
    await using running = await start({ ...tls, connectTimeoutMs: 300 });
    for (const port of [running.port("tls"), running.port("wss")]) {
      await visit(port, HELLO); // no TLS
      await handshake(port, {
        maxVersion: "TLSv1.1",
        minVersion: "TLSv1",
        ciphers: "ALL:@SECLEVEL=0",
      });
      await handshake(port, {}); // Node hangs up on a certificate that it does not trust
      await visit(port, "", true);
      await visit(port); // silent
    }
    await tells(running, { tls: 4, gone: 4, no_connect: 2 });
    const messages = running.log.ofKind("tls").map(({ message }) => message);
    assert.match(messages.join("\n"), /unsupported protocol/u);
    assert.ok(
      messages.every((message) => !/\.c:|ssl\//u.test(message)),
      messages.join("\n"),
    );
  });
});
