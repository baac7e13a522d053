import { once } from "node:events";
import { connect as connectTcp, type Socket } from "node:net";
import { WebSocket } from "ws";
import type { Handler, Session } from "mqant";
import { generate } from "mqtt-packet";
import * as assert from "uvu/assert";
import { hasCommand } from "../../support/command.ts";
import { eventually } from "../../support/eventually.ts";
import { connectPacket, RawMqttClient } from "../../support/raw-mqtt-client.ts";
import type { Network } from "../../support/raw-wire.ts";
import { RunningGate } from "../../support/running-gate.ts";
import { suite } from "../../support/suite.ts";
import { TestCertificate } from "../../support/test-certificate.ts";

const HANDLERS: Record<string, Record<string, Handler>> = {
  Test: { HD_Where: ({ network, ip }: Session) => `${network} ${ip}` },
};

const LINE = Buffer.from("PROXY TCP4 198.51.100.9 192.0.2.1 56324 443\r\n");
const BINARY = Buffer.from(
  "0d0a0d0a000d0a515549540a 21 11 0013 c6336409 c0000201 dc04 01bb 04 0004 00000000".replaceAll(
    " ",
    "",
  ),
  "hex",
);
const LOCAL = Buffer.from("0d0a0d0a000d0a515549540a20000000", "hex");

function start(settings: object = {}): Promise<RunningGate> {
  return RunningGate.start({
    settings: {
      TCPAddr: "127.0.0.1:0",
      WSAddr: "127.0.0.1:0",
      proxyProtocol: true,
      trustedProxies: ["127.0.0.1"],
      ...settings,
    },
    handlers: HANDLERS,
  });
}

function where(client: RawMqttClient): Promise<unknown> {
  return client.request("Test/HD_Where/1").then((reply) => (reply as { Result: unknown }).Result);
}

/** A socket that has sent these bytes, with what comes back as hexadecimal text. */
async function sending(port: number, bytes: Buffer, from = "127.0.0.1") {
  const socket: Socket = connectTcp({ port, host: "127.0.0.1", localAddress: from });
  let received = "";
  socket.on("data", (chunk: Buffer) => (received += chunk.toString("hex")));
  socket.on("error", () => {}); // "close" follows
  const closed = once(socket, "close");
  await once(socket, "connect");
  socket.write(bytes);
  return {
    socket,
    closed: async () => {
      await closed;
      return received;
    },
  };
}

suite("the PROXY protocol", (test) => {
  if (hasCommand("openssl")) {
    const networks: Network[] = ["tcp", "tls", "ws", "wss"];
    test("with proxyProtocol a session's address is the header's, over TCP, TLS, WS and WSS", async () => {
      using certificate = new TestCertificate();
      const { certFile: CertFile, keyFile: KeyFile } = certificate;
      await using plain = await start();
      await using secure = await start({ Tls: true, CertFile, KeyFile });
      for (const network of networks) {
        const running = network === "tcp" || network === "ws" ? plain : secure;
        const options = { network, port: running.port(network) };
        for (const [preface, ip] of [
          [LINE, "198.51.100.9"],
          [BINARY, "198.51.100.9"],
          [LOCAL, "127.0.0.1"],
        ] as const) {
          await using client = await RawMqttClient.connect({ ...options, preface });
          assert.is(await where(client), `${network} ${ip}`);
        }
      }
    });
  } else {
    test.skip("headers over TCP, TLS, WS and WSS", "openssl is missing");
  }

  test("a header may come byte by byte, with CONNECT behind it", async () => {
    await using running = await start();
    for (const header of [LINE, BINARY]) {
      const options = { port: running.port(), pace: "byte by byte" } as const;
      await using client = await RawMqttClient.open(options);
      client.send(header, connectPacket());
      assert.is((await client.next()).cmd, "connack");
      assert.is(await where(client), "tcp 198.51.100.9");
    }
  });

  test("a trusted proxy that sends no valid header is closed, and the log has the reason", async () => {
    const wrong = [
      generate(connectPacket()),
      Buffer.from("GET /healthz HTTP/1.1\r\n\r\n"),
      Buffer.from("PROXY TCP4 1.2.3.4\r\n"),
      Buffer.from("0d0a0d0a000d0a515549540a2111ffff", "hex"),
    ];
    await using running = await start();
    for (const network of ["tcp", "ws"] as const) {
      for (const bytes of wrong) {
        const { closed } = await sending(running.port(network), bytes);
        assert.is(await closed(), "");
      }
    }
    const lines = running.log.ofKind("malformed");
    assert.is(lines.length, 2 * wrong.length);
    for (const { message, fields } of lines) {
      assert.match(message, /PROXY/u);
      assert.is(fields["ip"], "127.0.0.1");
    }
  });

  test("from anybody else a header is garbage, and no header is right", async () => {
    const settings = { trustedProxies: ["127.0.0.9"] };
    await using running = await start(settings);
    for (const header of [LINE, BINARY]) {
      const bytes = Buffer.concat([header, generate(connectPacket())]);
      const { closed } = await sending(running.port(), bytes);
      assert.is(await closed(), "");
      const { closed: webClosed } = await sending(running.port("ws"), bytes);
      assert.not.match(await webClosed(), /20020000/u);
    }
    assert.is(running.log.ofKind("violation").length, 2);
    await using client = await RawMqttClient.connect({ port: running.port() });
    assert.is(await where(client), "tcp 127.0.0.1");
  });

  test("without proxyProtocol a header is garbage, also a trusted proxy's", async () => {
    await using running = await start({ proxyProtocol: false });
    const bytes = Buffer.concat([LINE, generate(connectPacket())]);
    const { closed } = await sending(running.port(), bytes);
    assert.is(await closed(), "");
    assert.match(running.log.ofKind("violation")[0]?.message ?? "", /first packet/u);
  });

  test("the header counts in the time to CONNECT", async () => {
    await using running = await start({ connectTimeoutMs: 150 });
    const port = running.port();
    const silent = await sending(port, Buffer.alloc(0));
    const half = await sending(port, LINE.subarray(0, 20));
    const whole = await sending(port, LINE);
    await Promise.all([silent.closed(), half.closed(), whole.closed()]);
    await eventually(() => running.log.ofKind("no_connect").length === 3);
    const addresses = running.log.ofKind("no_connect").map(({ fields }) => String(fields["ip"]));
    assert.equal(addresses.toSorted(), ["127.0.0.1", "127.0.0.1", "198.51.100.9"]);
  });

  test("maxConnectionsPerIp counts clients where they are, the proxy itself any number of times", async () => {
    await using running = await start({ maxConnectionsPerIp: 1 });
    const port = running.port();
    const first = await RawMqttClient.connect({ port, preface: LINE });
    const second = await sending(port, LINE);
    assert.is(await second.closed(), "");
    const [refused] = running.log.ofKind("full_for_ip");
    assert.match(refused?.message ?? "", /maxConnectionsPerIp/u);
    assert.is(refused?.fields["ip"], "198.51.100.9");
    const elsewhere = Buffer.from("PROXY TCP4 198.51.100.10 192.0.2.1 1 443\r\n");
    await using _other = await RawMqttClient.connect({ port, preface: elsewhere });
    await using _local = await RawMqttClient.connect({ port, preface: LOCAL });
    await using _again = await RawMqttClient.connect({ port, preface: LOCAL });
    await first[Symbol.asyncDispose]();
    await eventually(() => running.gate.connectionCount === 3);
    await using next = await RawMqttClient.connect({ port, preface: LINE });
    assert.is(await where(next), "tcp 198.51.100.9");
  });

  test("a proxy that the header names as the client is believed about X-Forwarded-For", async () => {
    const settings = { trustedProxies: ["127.0.0.1", "198.51.100.9"], maxConnectionsPerIp: 1 };
    await using running = await start(settings);
    const port = running.port("ws");
    const open = () => {
      const createConnection = () => {
        const tcp = connectTcp(port, "127.0.0.1");
        tcp.write(LINE);
        return tcp;
      };
      const headers = { "x-forwarded-for": "1.2.3.4, 203.0.113.5" };
      return new WebSocket(`ws://127.0.0.1:${port}`, ["mqtt"], { headers, createConnection });
    };
    const first = open();
    await once(first, "open");
    const [error] = (await once(open(), "error")) as [Error];
    assert.match(error.message, /hang up/u);
    assert.is(running.log.ofKind("full_for_ip")[0]?.fields["ip"], "203.0.113.5");
    first.terminate();
  });

  test("who leaves within the header is forgotten", async () => {
    await using running = await start({ MaxConnNum: 1 });
    const { socket } = await sending(running.port(), LINE.subarray(0, 9));
    socket.end();
    await once(socket, "close");
    await eventually(async () => {
      const client = await RawMqttClient.connect({ port: running.port(), preface: LINE }).catch(
        () => undefined,
      );
      await client?.[Symbol.asyncDispose]();
      return client !== undefined;
    });
  });
});
