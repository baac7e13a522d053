import { once } from "node:events";
import { writeFileSync } from "node:fs";
import { connect as connectTcp } from "node:net";
import { join } from "node:path";
import { connect as connectTls } from "node:tls";
import { StartError, type Handler, type Session } from "mqant";
import { connectAsync } from "mqtt";
import * as assert from "uvu/assert";
import { hasCommand } from "../../support/command.ts";
import { eventually } from "../../support/eventually.ts";
import { RawMqttClient } from "../../support/raw-mqtt-client.ts";
import { RunningGate } from "../../support/running-gate.ts";
import { suite } from "../../support/suite.ts";
import { TestCertificate } from "../../support/test-certificate.ts";

const HANDLERS: Record<string, Record<string, Handler>> = {
  Test: { HD_Network: ({ network, ip }: Session) => `${network} ${ip}` },
};

function start(certificate: TestCertificate, settings: Record<string, unknown> = {}) {
  const { certFile, keyFile } = certificate;
  return RunningGate.start({
    settings: {
      TCPAddr: "127.0.0.1:0",
      WSAddr: "127.0.0.1:0",
      Tls: true,
      CertFile: certFile,
      KeyFile: keyFile,
      ...settings,
    },
    handlers: HANDLERS,
  });
}

async function startFailure(certificate: TestCertificate, settings: object): Promise<string> {
  try {
    await using running = await start(certificate, { ...settings });
    return `it listens on ${running.gate.addresses().length} ports`;
  } catch (error) {
    if (error instanceof StartError) return error.message;
    throw error;
  }
}

suite("TLS", (test) => {
  if (!hasCommand("openssl")) {
    test.skip("clients over TLS", "openssl is missing");
    return;
  }

  test("clients are served over TCP, and told apart", async () => {
    using certificate = new TestCertificate();
    await using running = await start(certificate);
    await using client = await RawMqttClient.connect({ port: running.port("tls"), network: "tls" });
    assert.equal(await client.request("Test/HD_Network/1"), { Error: "", Result: "tls 127.0.0.1" });
  });

  test("clients are served over secure WebSocket", async () => {
    using certificate = new TestCertificate();
    await using running = await start(certificate);
    const client = await connectAsync(`wss://127.0.0.1:${running.port("wss")}/mqtt`, {
      rejectUnauthorized: false,
    });
    try {
      const replies: string[] = [];
      client.on("message", (_topic, payload) => replies.push(String(payload)));
      await client.publishAsync("Test/HD_Network/1", "");
      await eventually(() => replies.length > 0);
      assert.equal(replies, ['{"Error":"","Result":"wss 127.0.0.1"}']);
    } finally {
      await client.endAsync();
    }
  });

  test("who has left makes room for the next one", async () => {
    using certificate = new TestCertificate();
    await using running = await start(certificate, { MaxConnNum: 1 });
    const port = running.port("tls");
    for (let round = 0; round < 3; round++) {
      // Its socket may be open for a moment after its client is gone: then the next one is refused.
      const opening = () => RawMqttClient.connect({ port, network: "tls" }).catch(() => undefined);
      let client = await opening();
      await eventually(async () => (client ??= await opening()) !== undefined);
      await client?.[Symbol.asyncDispose]();
    }
  });

  test("with Tls plain text is served by nobody", async () => {
    using certificate = new TestCertificate();
    await using running = await start(certificate);
    for (const network of ["tls", "wss"] as const) {
      const socket = connectTcp(running.port(network), "127.0.0.1");
      let answer = "";
      socket.on("data", (bytes: Buffer) => (answer += bytes.toString("hex")));
      socket.on("error", () => {});
      socket.write(Buffer.from("101000064d51497364700302003c00026331", "hex"));
      await once(socket, "close");
      assert.not.match(answer, /20020000/u);
    }
  });

  test("versions before 1.2 are refused", async () => {
    using certificate = new TestCertificate();
    await using running = await start(certificate);
    const old = connectTls({
      port: running.port("tls"),
      host: "127.0.0.1",
      rejectUnauthorized: false,
      minVersion: "TLSv1",
      maxVersion: "TLSv1.1",
      ciphers: "DEFAULT@SECLEVEL=0",
    });
    const [error] = (await once(old, "error")) as [Error];
    assert.match(error.message, /version|protocol/iu);
  });

  const broken: [name: string, file: "CertFile" | "KeyFile", text: string, reason: RegExp][] = [
    [
      "a certificate file of nonsense",
      "CertFile",
      "nonsense",
      /CertFile.*certificate in PEM form/u,
    ],
    ["a key file of nonsense", "KeyFile", "nonsense", /KeyFile.*private key in PEM form/u],
    ["an empty certificate file", "CertFile", "", /CertFile/u],
  ];
  for (const [name, key, text, reason] of broken) {
    test(`${name} fails the start, and no port is opened`, async () => {
      using certificate = new TestCertificate();
      const file = join(certificate.directory, "broken.pem");
      writeFileSync(file, text);
      assert.match(await startFailure(certificate, { [key]: file }), reason);
    });
  }

  test("a KeyFile that does not belong to the CertFile fails the start", async () => {
    using certificate = new TestCertificate();
    using other = new TestCertificate();
    const failure = await startFailure(certificate, { KeyFile: other.keyFile });
    assert.match(failure, /KeyFile.*belongs to CertFile/u);
  });
});
