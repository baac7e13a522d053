import { once } from "node:events";
import type { AddressInfo } from "node:net";
import { createServer as createHttpServer } from "node:http";
import * as assert from "uvu/assert";
import { RpcError } from "mqant";
import { prometheusPage } from "mqant/prometheus";
import { eventually } from "../../support/eventually.ts";
import { RawMqttClient } from "../../support/raw-mqtt-client.ts";
import { RunningGate } from "../../support/running-gate.ts";
import { suite } from "../../support/suite.ts";

const handlers = {
  Echo: {
    HD_Echo: (_session: unknown, body: unknown) => body,
    fail: () => {
      throw new RpcError("not_found", "no");
    },
  },
};

suite("metrics", (test) => {
  test("calls are counted by how they end, clients by how they leave", async () => {
    await using running = await RunningGate.start({ handlers });
    const { app } = running;
    await app.invoke("Echo", "HD_Echo", [1, 2]);
    await app.invoke("Echo", "fail", []).catch(() => {});
    await app.invoke("Echo", "nope", []).catch(() => {});
    await app.invoke("Nope", "nope", []).catch(() => {});
    await using client = await RawMqttClient.connect({ port: running.port() });
    assert.is(app.metrics().clients, 1);
    client.send("f000"); // a packet type that MQTT does not have
    await client.untilClosed();
    await eventually(() => app.metrics().clients === 0, "the client is gone");
    const metrics = app.metrics();
    assert.equal(metrics.callsMade, { ok: 1, not_found: 2, unimplemented: 1 });
    assert.equal(metrics.callsServed, { ok: 1, not_found: 1, unimplemented: 1 });
    assert.equal(metrics.clientsDisconnected, { malformed: 1 });
    assert.is(metrics.clientsConnected, 1);
    assert.is(metrics.pendingCalls + metrics.runningCalls + metrics.waitingCalls, 0);
  });

  test("what waits and runs at the moment can be seen", async () => {
    let finish = (): void => {};
    const wait = () => new Promise<void>((resolve) => (finish = resolve));
    await using running = await RunningGate.start({ handlers: { Slow: { wait } } });
    const call = running.app.invoke("Slow", "wait", []);
    assert.is(running.app.metrics().runningCalls, 1);
    assert.is(running.app.metrics().pendingCalls, 1);
    finish();
    await call;
    assert.is(running.app.metrics().runningCalls, 0);
  });

  test("a page for Prometheus takes one line", async () => {
    await using running = await RunningGate.start({ handlers });
    await running.app.invoke("Echo", "HD_Echo", [1, 2]);
    const server = createHttpServer(prometheusPage(running.app)).listen(0, "127.0.0.1");
    await once(server, "listening");
    try {
      const { port } = server.address() as AddressInfo; // it listens on a port
      const response = await fetch(`http://127.0.0.1:${port}/metrics`);
      const text = await response.text();
      assert.match(response.headers.get("content-type") ?? "", /^text\/plain/);
      assert.match(text, /^# TYPE mqant_calls_made_total counter$/m);
      assert.match(text, /^mqant_calls_made_total\{outcome="ok"\} 1$/m);
      assert.match(text, /^mqant_pending_calls 0$/m);
      const again = await (await fetch(`http://127.0.0.1:${port}/`)).text();
      assert.match(again, /^mqant_calls_made_total\{outcome="ok"\} 1$/m, "read, not added up");
    } finally {
      server.close();
    }
  });
});
