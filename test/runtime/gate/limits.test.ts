import type { Handler, Session } from "mqant";
import * as assert from "uvu/assert";
import { eventually } from "../../support/eventually.ts";
import { publishPacket, RawMqttClient } from "../../support/raw-mqtt-client.ts";
import { RunningGate } from "../../support/running-gate.ts";
import { suite } from "../../support/suite.ts";

const HANDLERS: Record<string, Record<string, Handler>> = {
  Test: {
    HD_Echo: (_session: Session, body: unknown) => body,
    HD_Large: () => "x".repeat(100_000),
  },
};

suite("keep-alive", (test) => {
  test("one and a half times the interval without a packet closes the connection", async () => {
    await using running = await RunningGate.start();
    const port = running.port();
    const started = performance.now();
    await using silent = await RawMqttClient.connect({ port }, { keepalive: 1 });
    await using never = await RawMqttClient.connect({ port }, { keepalive: 0 });
    await using pinging = await RawMqttClient.connect({ port }, { keepalive: 1 });
    await using dripping = await RawMqttClient.connect({ port }, { keepalive: 1 });
    const pings = setInterval(() => pinging.send({ cmd: "pingreq" }), 400);
    // Half a packet is no sign of life, however slowly it comes.
    const bytes = [...Buffer.from("305000085465", "hex"), ...Buffer.alloc(60)];
    const drips = setInterval(() => dripping.send(Buffer.from([bytes.shift() ?? 0])), 100);
    try {
      await silent.untilClosed();
      const silence = performance.now() - started;
      assert.ok(silence >= 1490 && silence < 3500, `closed after ${silence} ms`);
      await dripping.untilClosed();
      assert.ok(performance.now() - started < 3500);
      await eventually(() => performance.now() - started > 3200);
      assert.not(pinging.closed);
      assert.not(never.closed);
    } finally {
      clearInterval(pings);
      clearInterval(drips);
    }
    assert.is(running.log.ofKind("keep_alive").length, 2);
  });

  test("what the gate sends is no sign of the client's life", async () => {
    await using running = await RunningGate.start();
    await using client = await RawMqttClient.connect({ port: running.port() }, { keepalive: 1 });
    const pushes = setInterval(() => void running.gate.broadcast("Test/OnTick", 1), 100);
    try {
      await client.untilClosed();
    } finally {
      clearInterval(pushes);
    }
    assert.ok(client.packets.length > 5);
  });

  test("PINGREQ is answered with the bytes d0 00", async () => {
    await using running = await RunningGate.start();
    await using client = await RawMqttClient.connect({ port: running.port() });
    client.forget();
    client.send("c000");
    await eventually(() => client.hex === "d000");
  });

  test("DISCONNECT ends the connection; what is behind it is not looked at", async () => {
    let served = 0;
    await using running = await RunningGate.start({
      handlers: { Test: { HD_Note: () => ++served } },
    });
    await using client = await RawMqttClient.connect({ port: running.port() });
    client.send("e000", publishPacket("Test/HD_Note/1"));
    await client.untilClosed();
    assert.is(served, 0);
    assert.is(running.log.ofKind("left")[0]?.level, "debug");
  });
});

suite("sizes", (test) => {
  test("a packet up to MaxMsgLen is served, one byte more closes the connection on its header", async () => {
    const settings = { MaxMsgLen: 1000 };
    await using running = await RunningGate.start({ settings, handlers: HANDLERS });
    await using client = await RawMqttClient.connect({ port: running.port() });
    const room = 1000 - 3 - 2 - "Test/HD_Echo/1".length - 2;
    const reply = await client.request("Test/HD_Echo/1", "x".repeat(room));
    assert.equal(reply, { Error: "", Result: "x".repeat(room) });
    client.send("30e607"); // 998 and 3 bytes, and nothing of them comes
    await client.untilClosed();
    assert.match(
      running.log.ofKind("too_large")[0]?.message ?? "",
      /1001 bytes; 1000 are allowed/u,
    );
  });

  test("four bytes of length are read as such", async () => {
    const settings = { MaxMsgLen: 5_000_000 };
    await using running = await RunningGate.start({ settings, handlers: HANDLERS });
    await using client = await RawMqttClient.connect({ port: running.port() });
    const body = "x".repeat(2_200_000);
    assert.equal(await client.request("Test/HD_Echo/1", body), { Error: "", Result: body });
  });

  test("a topic beyond maxTopicLevels closes the connection, a filter beyond it is refused", async () => {
    const settings = { maxTopicLevels: 3 };
    await using running = await RunningGate.start({ settings, handlers: HANDLERS });
    await using client = await RawMqttClient.connect({ port: running.port() });
    client.send({
      cmd: "subscribe",
      messageId: 1,
      subscriptions: ["a/b/c", "a/b/c/d"].map((topic) => ({ topic, qos: 0 })),
    });
    const suback = await client.next();
    assert.equal(suback.cmd === "suback" && suback.granted, [0, 128]);
    client.send(publishPacket("Test/HD_Echo/1/2", "1"));
    await client.untilClosed();
    assert.match(running.log.ofKind("violation")[0]?.message ?? "", /more than 3 levels/u);
  });

  test("a topic beyond maxTopicBytes closes the connection", async () => {
    const settings = { maxTopicBytes: 20 };
    await using running = await RunningGate.start({ settings, handlers: HANDLERS });
    await using client = await RawMqttClient.connect({ port: running.port() });
    assert.equal(await client.request("Test/HD_Echo/123456", 1), { Error: "", Result: 1 });
    client.send(publishPacket("Test/HD_Echo/éééé", "1"));
    await client.untilClosed();
  });
});

suite("publishes a second", (test) => {
  test("a client that is faster than maxPublishesPerSecond is read more slowly, nothing is lost, and others do not notice", async () => {
    const settings = { maxPublishesPerSecond: 20 };
    await using running = await RunningGate.start({ settings, handlers: HANDLERS });
    const port = running.port();
    await using fast = await RawMqttClient.connect({ port }, { keepalive: 1 });
    await using other = await RawMqttClient.connect({ port });
    const sent = Array.from({ length: 60 }, (_, index) => index);
    const started = performance.now();
    fast.send(...sent.map((n) => publishPacket(`Test/HD_Echo/${n}`, String(n))));
    assert.equal(await other.request("Test/HD_Echo/1", 1), { Error: "", Result: 1 });
    assert.ok(fast.packets.length < sent.length);
    await eventually(() => fast.packets.length === sent.length);
    // 20 at once, and 40 at 20 a second.
    assert.ok(performance.now() - started >= 1900);
    const topics = fast.packets.map((packet) => packet.cmd === "publish" && packet.topic);
    assert.equal(
      topics,
      sent.map((n) => `Test/HD_Echo/${n}`),
    );
    assert.not(fast.closed, "silence that is the gate's own is not held against the client");
  });
});

suite("clients that do not read", (test) => {
  test("one is dropped beyond maxUnsentBytes, the others do not notice", async () => {
    const settings = { maxUnsentBytes: 200_000 };
    await using running = await RunningGate.start({ settings, handlers: HANDLERS });
    const port = running.port();
    await using slow = await RawMqttClient.connect({ port });
    await using other = await RawMqttClient.connect({ port });
    slow.pause();
    let slowest = 0;
    while (running.log.ofKind("slow_reader").length === 0) {
      slow.send(publishPacket("Test/HD_Large/1"));
      const before = performance.now();
      assert.equal(await other.request("Test/HD_Echo/1", 1), { Error: "", Result: 1 });
      slowest = Math.max(slowest, performance.now() - before);
    }
    assert.ok(slowest < 500, `a reply took ${slowest} ms`);
    await eventually(() => running.gate.connectionCount === 1);
    slow.resume();
    await slow.untilClosed();
  });

  for (const network of ["tcp", "ws"] as const) {
    test(`over ${network} one that takes nothing for drainTimeoutMs is dropped, one that takes it late is not`, async () => {
      // Together more than the system's buffers take.
      const text = "x".repeat(3_000_000);
      const requests = [1, 2, 3].map((id) => publishPacket(`Test/HD_Much/${id}`));
      const limits = { drainTimeoutMs: 60, maxUnsentBytes: 100_000_000 };
      await using running = await RunningGate.start({
        settings: { TCPAddr: "127.0.0.1:0", WSAddr: "127.0.0.1:0", ...limits },
        handlers: { Test: { ...HANDLERS["Test"], HD_Much: () => text } },
      });
      const options = { port: running.port(network), network };
      await using stuck = await RawMqttClient.connect(options);
      await using late = await RawMqttClient.connect(options);
      for (const client of [stuck, late]) {
        client.pause();
        client.send(...requests);
      }
      await using other = await RawMqttClient.connect(options);
      assert.equal(await other.request("Test/HD_Echo/1", 1), { Error: "", Result: 1 });
      late.resume();
      await eventually(() => late.packets.length === requests.length);
      await eventually(() => running.gate.connectionCount === 2, "the end of one", 20_000);
      assert.match(running.log.ofKind("slow_reader")[0]?.message ?? "", /drainTimeoutMs is 60/u);
      late.forget();
      assert.equal(await late.request("Test/HD_Echo/2", 2), { Error: "", Result: 2 });
    });
  }

  test("pushes to one are not gathered without bound", async () => {
    const settings = { maxUnsentBytes: 100_000 };
    await using running = await RunningGate.start({ settings });
    await using slow = await RawMqttClient.connect({ port: running.port() });
    slow.pause();
    const text = "x".repeat(50_000);
    let sent = 0;
    await eventually(async () => {
      sent += await running.gate.broadcast("Test/OnText", text);
      return running.gate.connectionCount === 0;
    });
    assert.ok(sent > 1);
    assert.is(running.log.ofKind("slow_reader").length, 1);
  });

  test("one large message to a client that reads is no fault of it", async () => {
    const settings = { maxUnsentBytes: 1024 };
    await using running = await RunningGate.start({ settings, handlers: HANDLERS });
    await using client = await RawMqttClient.connect({ port: running.port() });
    const reply = (await client.request("Test/HD_Large/1")) as { Result: string };
    assert.is(reply.Result.length, 100_000);
  });
});
