import { writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Session } from "mqant";
import * as assert from "uvu/assert";
import { Child } from "../../support/child.ts";
import { hasCommand } from "../../support/command.ts";
import { eventually } from "../../support/eventually.ts";
import { freePort } from "../../support/free-port.ts";
import { RawMqttClient } from "../../support/raw-mqtt-client.ts";
import type { Network } from "../../support/raw-wire.ts";
import { RunningGate } from "../../support/running-gate.ts";
import { suite } from "../../support/suite.ts";
import { TestCertificate } from "../../support/test-certificate.ts";

// Debian keeps it where only the administrator's PATH looks.
const HAPROXY = ["haproxy", "/usr/sbin/haproxy"].find(hasCommand);

/** A front of HAProxy's: it listens on `port` and passes on to `target`, with a header of this version. */
interface Front {
  port: number;
  target: number;
  option: "send-proxy" | "send-proxy-v2";
}

function configuration(fronts: readonly Front[]): string {
  const listens = fronts.map(
    ({ port, target, option }, index) =>
      `listen front${index}\n  bind 127.0.0.1:${port}\n  server gate 127.0.0.1:${target} ${option}\n`,
  );
  const times = "timeout connect 5s\n  timeout client 60s\n  timeout server 60s";
  return `global\n  maxconn 100\ndefaults\n  mode tcp\n  ${times}\n${listens.join("")}`;
}

suite("HAProxy", (test) => {
  if (HAPROXY === undefined || !hasCommand("openssl")) {
    test.skip("clients behind it", `${HAPROXY === undefined ? "haproxy" : "openssl"} is missing`);
    return;
  }

  test("clients behind it have their own addresses, by send-proxy and send-proxy-v2", async (signal) => {
    using certificate = new TestCertificate();
    const { certFile: CertFile, keyFile: KeyFile, directory } = certificate;
    const start = (tls: object) =>
      RunningGate.start({
        settings: {
          TCPAddr: "127.0.0.1:0",
          WSAddr: "127.0.0.1:0",
          proxyProtocol: true,
          trustedProxies: ["127.0.0.1"],
          ...tls,
        },
        handlers: { Test: { HD_Where: ({ network, ip }: Session) => `${network} ${ip}` } },
      });
    await using plain = await start({});
    await using secure = await start({ Tls: true, CertFile, KeyFile });
    const fronts: (Front & { network: Network })[] = [];
    for (const network of ["tcp", "tls", "ws", "wss"] as const) {
      const target = (network === "tcp" || network === "ws" ? plain : secure).port(network);
      for (const option of ["send-proxy", "send-proxy-v2"] as const) {
        fronts.push({ network, option, target, port: await freePort() });
      }
    }
    const file = join(directory, "haproxy.cfg");
    writeFileSync(file, configuration(fronts));
    await using proxy = new Child(HAPROXY, ["-db", "-f", file], { signal });
    for (const { network, option, port } of fronts) {
      const from = "127.0.0.7";
      let client: RawMqttClient | undefined;
      await eventually(async () => {
        client = await RawMqttClient.connect({ network, port, from }).catch(() => undefined);
        return client !== undefined || proxy.process.exitCode !== null;
      });
      if (client === undefined) throw new Error(`${network}, ${option}: ${proxy.stderr}`);
      const reply = await client.request("Test/HD_Where/1");
      await client[Symbol.asyncDispose]();
      assert.equal(reply, { Error: "", Result: `${network} ${from}` }, option);
    }
  });
});
