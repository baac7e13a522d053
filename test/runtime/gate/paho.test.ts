import { execFile, execFileSync } from "node:child_process";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import type { Session } from "mqant";
import * as assert from "uvu/assert";
import { hasCommand } from "../../support/command.ts";
import { eventually } from "../../support/eventually.ts";
import { RunningGate } from "../../support/running-gate.ts";
import { suite } from "../../support/suite.ts";
import { TestCertificate } from "../../support/test-certificate.ts";

const run = promisify(execFile);
const program = fileURLToPath(new URL("./paho_client.py", import.meta.url));

/** A Python that has Paho: Debian's package is for Debian's own. */
const python = ["/usr/bin/python3", "python3"].find((command) => {
  try {
    execFileSync(command, ["-c", "import paho.mqtt.client"], { stdio: "ignore" });
    return true;
  } catch {
    return false;
  }
});

/** What the program tells. */
interface Told {
  replies: Record<string, unknown>;
  granted: number[];
  correlation: string | null;
}

suite(
  "Paho for Python",
  (test) => {
    if (python === undefined || !hasCommand("openssl")) {
      test.skip("requests at each QoS", "python3-paho-mqtt or openssl is missing");
      return;
    }

    for (const version of [3, 4, 5]) {
      for (const network of ["tcp", "tls", "ws", "wss"] as const) {
        test(`version ${version} over ${network}: requests at each QoS, subscriptions, replies where it wants them`, async () => {
          using certificate = new TestCertificate();
          const { certFile, keyFile } = certificate;
          const isTls = network === "tls" || network === "wss";
          const tls = isTls ? { Tls: true, CertFile: certFile, KeyFile: keyFile } : {};
          await using running = await RunningGate.start({
            settings: { TCPAddr: "127.0.0.1:0", WSAddr: "127.0.0.1:0", ...tls },
            handlers: { Test: { HD_Echo: (_session: Session, body: unknown) => body } },
          });
          const transport = network === "ws" || network === "wss" ? "websockets" : "tcp";
          const port = String(running.port(network));
          const args = [program, port, String(version), transport, ...(isTls ? [certFile] : [])];
          const { stdout } = await run(python, args);
          const told = JSON.parse(stdout) as Told;
          assert.equal(told.granted, [1, 0]);
          for (const qos of [0, 1, 2]) {
            assert.equal(told.replies[`Test/HD_Echo/${qos}`], { Error: "", Result: { qos } });
          }
          if (version === 5) {
            assert.equal(told.replies["my/replies"], { Error: "", Result: "there" });
            assert.is(told.correlation, "c1");
          }
          await eventually(() => running.gate.connectionCount === 0);
          assert.is(running.log.ofKind("left").length, 1);
        });
      }
    }
  },
  { timeoutMs: 60_000 },
);
