import { execFile, spawn } from "node:child_process";
import { promisify } from "node:util";
import type { Handler, Session } from "mqant";
import * as assert from "uvu/assert";
import { hasCommand } from "../../support/command.ts";
import { eventually } from "../../support/eventually.ts";
import { RunningGate } from "../../support/running-gate.ts";
import { suite } from "../../support/suite.ts";
import { TestCertificate } from "../../support/test-certificate.ts";

const run = promisify(execFile);

function gateThatNotes(settings: Record<string, unknown> = {}) {
  const noted: unknown[] = [];
  const note: Handler = (_session: Session, body: unknown) => {
    noted.push(body);
    return body;
  };
  const started = RunningGate.start({ settings, handlers: { Test: { HD_Note: note } } });
  return { started, noted };
}

suite("mosquitto_pub, mosquitto_sub and mosquitto_rr", (test) => {
  for (const command of ["mosquitto_pub", "mosquitto_sub"]) {
    if (hasCommand(command)) continue;
    test.skip("publishing and subscribing", `${command} is missing`);
    return;
  }

  for (const version of ["mqttv31", "mqttv311", "mqttv5"]) {
    for (const qos of [0, 1, 2]) {
      test(`mosquitto_pub -V ${version} -q ${qos} ends well, and is served once`, async () => {
        const { started, noted } = gateThatNotes();
        await using running = await started;
        const args = ["-h", "127.0.0.1", "-p", String(running.port()), "-V", version];
        await run("mosquitto_pub", [
          ...args,
          "-q",
          String(qos),
          "-t",
          "Test/HD_Note",
          "-m",
          '{"a":1}',
        ]);
        await eventually(() => noted.length > 0);
        assert.equal(noted, [{ a: 1 }]);
        await eventually(() => running.gate.connectionCount === 0);
      });
    }

    test(`mosquitto_sub -V ${version} gets pushes of a topic that it subscribed to`, async () => {
      const { started } = gateThatNotes();
      await using running = await started;
      const args = ["-h", "127.0.0.1", "-p", String(running.port()), "-V", version, "-v"];
      const subscriber = spawn("mosquitto_sub", [...args, "-t", "Chat/#", "-C", "2", "-q", "1"]);
      let output = "";
      subscriber.stdout.on("data", (text) => (output += String(text)));
      let exit: number | null | undefined;
      subscriber.on("exit", (code) => (exit = code));
      try {
        await eventually(async () => {
          await running.gate.broadcast("Chat/OnChat", { msg: "hi" });
          return exit !== undefined;
        });
      } finally {
        subscriber.kill();
      }
      assert.is(exit, 0);
      assert.is(output, 'Chat/OnChat {"msg":"hi"}\n'.repeat(2));
    });
  }

  test("many lines in one connection are served in order", async () => {
    const { started, noted } = gateThatNotes();
    await using running = await started;
    const args = [
      "-h",
      "127.0.0.1",
      "-p",
      String(running.port()),
      "-t",
      "Test/HD_Note",
      "-q",
      "1",
      "-l",
    ];
    const publisher = spawn("mosquitto_pub", args);
    const sent = Array.from({ length: 200 }, (_, index) => index);
    publisher.stdin.end(sent.join("\n"));
    await eventually(() => noted.length === sent.length);
    assert.equal(noted, sent);
  });

  if (!hasCommand("mosquitto_rr")) test.skip("asking", "mosquitto_rr is missing");
  else {
    for (const [version, topic, responseTopic] of [
      ["mqttv311", "Test/HD_Note/1", "Test/HD_Note/1"],
      ["mqttv5", "Test/HD_Note/1", "Test/HD_Note/1"],
      ["mqttv5", "Test/HD_Note", "my/replies"],
    ] as const) {
      for (const qos of ["0", "1", "2"]) {
        test(`mosquitto_rr -V ${version} -t ${topic} -e ${responseTopic} -q ${qos} gets the reply`, async () => {
          const { started, noted } = gateThatNotes();
          await using running = await started;
          const address = ["-h", "127.0.0.1", "-p", String(running.port()), "-V", version];
          const asked = ["-t", topic, "-e", responseTopic, "-q", qos, "-m", '"?"', "-W", "20"];
          const { stdout } = await run("mosquitto_rr", [...address, ...asked]);
          assert.is(stdout, '{"Error":"","Result":"?"}\n');
          assert.equal(noted, ["?"]);
        });
      }
    }
  }

  if (!hasCommand("openssl")) test.skip("publishing over TLS", "openssl is missing");
  else {
    test("mosquitto_pub publishes over TLS and trusts the certificate", async () => {
      using certificate = new TestCertificate();
      const { certFile, keyFile } = certificate;
      const tls = { TCPAddr: "127.0.0.1:0", Tls: true, CertFile: certFile, KeyFile: keyFile };
      const { started, noted } = gateThatNotes(tls);
      await using running = await started;
      const args = ["-h", "localhost", "-p", String(running.port("tls")), "--cafile", certFile];
      await run("mosquitto_pub", [...args, "-t", "Test/HD_Note", "-m", "1", "-q", "1"]);
      await eventually(() => noted.length === 1);
    });
  }
});
