import { connect as connectTcp, type Socket } from "node:net";
import { connect as connectTls } from "node:tls";
import { generate } from "mqtt-packet";
import * as assert from "uvu/assert";
import { clientFrame, UPGRADE } from "../../hostile/web-socket-bytes.ts";
import { hasCommand } from "../../support/command.ts";
import { eventually } from "../../support/eventually.ts";
import { connectPacket, RawMqttClient } from "../../support/raw-mqtt-client.ts";
import type { Network } from "../../support/raw-wire.ts";
import { RunningGate } from "../../support/running-gate.ts";
import { suite } from "../../support/suite.ts";
import { TestCertificate } from "../../support/test-certificate.ts";

const CONNECT = generate(connectPacket({ clientId: "stalls" }));
const HALF = CONNECT.subarray(0, 9);
const CLIENT_HELLO = Buffer.from("160301020001000001", "hex");

/** How far a client comes before it says nothing more; of secure networks, whether TLS is through. */
const STAGES: [network: Network, stage: string, isSecured: boolean, sent: Buffer][] = [
  ["tcp", "nothing", false, Buffer.alloc(0)],
  ["tcp", "half of CONNECT", false, HALF],
  ["tls", "nothing", false, Buffer.alloc(0)],
  ["tls", "half of a ClientHello", false, CLIENT_HELLO],
  ["tls", "the handshake", true, Buffer.alloc(0)],
  ["tls", "half of CONNECT", true, HALF],
  ["ws", "nothing", false, Buffer.alloc(0)],
  ["ws", "half of the request", false, UPGRADE.subarray(0, 60)],
  ["ws", "the upgrade", false, UPGRADE],
  [
    "ws",
    "half of a frame",
    false,
    Buffer.concat([UPGRADE, clientFrame(0x82, CONNECT).subarray(0, 9)]),
  ],
  ["ws", "half of CONNECT in a frame", false, Buffer.concat([UPGRADE, clientFrame(0x82, HALF)])],
  ["ws", "a fragment of CONNECT", false, Buffer.concat([UPGRADE, clientFrame(0x02, HALF)])],
  [
    "ws",
    "pings",
    false,
    Buffer.concat([UPGRADE, clientFrame(0x89, HALF), clientFrame(0x89, HALF)]),
  ],
  ["wss", "nothing", false, Buffer.alloc(0)],
  ["wss", "half of a ClientHello", false, CLIENT_HELLO],
  ["wss", "the handshake", true, Buffer.alloc(0)],
  ["wss", "half of the request", true, UPGRADE.subarray(0, 60)],
  ["wss", "the upgrade", true, UPGRADE],
  ["wss", "half of CONNECT in a frame", true, Buffer.concat([UPGRADE, clientFrame(0x82, HALF)])],
];

function open(port: number, isSecured: boolean): Socket {
  const options = { port, host: "127.0.0.1" };
  return isSecured ? connectTls({ ...options, rejectUnauthorized: false }) : connectTcp(options);
}

suite("the time to CONNECT", (test) => {
  if (!hasCommand("openssl")) {
    test.skip("clients that stall", "openssl is missing");
    return;
  }

  test("a client that stalls at any stage is closed after connectTimeoutMs, and its place is free", async () => {
    using certificate = new TestCertificate();
    const { certFile: CertFile, keyFile: KeyFile } = certificate;
    const start = (more: object) => {
      const addresses = { TCPAddr: "127.0.0.1:0", WSAddr: "127.0.0.1:0" };
      // As many places as there are stages: who comes later gets in only where others are gone.
      const limits = { connectTimeoutMs: 1000, MaxConnNum: STAGES.length };
      return RunningGate.start({ settings: { ...addresses, ...limits, ...more } });
    };
    await using plain = await start({});
    await using secure = await start({ Tls: true, CertFile, KeyFile });
    const gateOf = (network: Network) => (network === "tcp" || network === "ws" ? plain : secure);
    const left = new Set<string>();
    for (const [network, stage, isSecured, sent] of STAGES) {
      const name = `${network}: ${stage}`;
      left.add(name);
      const socket = open(gateOf(network).port(network), isSecured);
      socket.on("error", () => {}); // "close" follows
      socket.once("close", () => left.delete(name));
      socket.resume();
      if (sent.length > 0) socket.write(sent);
    }
    await eventually(() => left.size === 0, `the end of ${[...left].join(", ")}`);
    for (const running of [plain, secure]) {
      const stages = STAGES.filter(([network]) => gateOf(network) === running);
      assert.is(running.app.metrics().clientsDisconnected["no_connect"], stages.length);
    }
    await using client = await RawMqttClient.connect({ port: plain.port() });
    assert.not(client.closed);
  });

  test("who has passed one stage in time gets no more for the next", async () => {
    const settings = { WSAddr: "127.0.0.1:0", connectTimeoutMs: 1000 };
    await using running = await RunningGate.start({ settings });
    const socket = open(running.port("ws"), false);
    let isClosed = false;
    socket.on("error", () => {}); // "close" follows
    socket.once("close", () => (isClosed = true));
    socket.resume();
    // Both take 700 ms, byte by byte.
    const frame = clientFrame(0x82, CONNECT);
    const bytes = Buffer.concat([UPGRADE, frame]);
    const opened = performance.now();
    let sent = 0;
    await eventually(() => {
      const stages = (performance.now() - opened) / 700;
      const dueNow = Math.min(stages, 1) * UPGRADE.length + Math.max(stages - 1, 0) * frame.length;
      for (; sent < Math.min(dueNow, bytes.length); sent++) {
        if (!isClosed) socket.write(bytes.subarray(sent, sent + 1));
      }
      return isClosed;
    }, "the end of a client that takes longer than it may");
    assert.is(running.log.ofKind("no_connect").length, 1);
  });
});
