import { RpcError, type Handler, type Session } from "mqant";
import type { Packet } from "mqtt-packet";
import * as assert from "uvu/assert";
import { eventually } from "../../support/eventually.ts";
import { publishPacket, RawMqttClient } from "../../support/raw-mqtt-client.ts";
import { RunningGate } from "../../support/running-gate.ts";
import { suite } from "../../support/suite.ts";

const HANDLERS: Record<string, Handler> = {
  HD_Echo: (_session: Session, body: unknown) => body,
  HD_Count: (...args: unknown[]) => args.length,
  HD_Who: (session: Session) => session.snapshot(),
  HD_Nothing: () => {},
  HD_Values: () => ({ date: new Date(0), bytes: new Uint8Array([255, 254]), big: 2n ** 64n }),
  HD_Refuse: () => {
    throw new RpcError("failed_precondition", "not logged in");
  },
  HD_Break: () => {
    throw new Error("password of the database is hunter2");
  },
  HD_Unavailable: () => {
    throw new RpcError("unavailable", "the shop is closed");
  },
  secret: () => "for modules only",
};

async function connected(handlers: Record<string, Record<string, Handler>> = { Test: HANDLERS }) {
  const running = await RunningGate.start({ handlers });
  const client = await RawMqttClient.connect({ port: running.port() });
  return {
    running,
    client,
    async [Symbol.asyncDispose]() {
      await client[Symbol.asyncDispose]();
      await running[Symbol.asyncDispose]();
    },
  };
}

function topicOf(packet: Packet): string {
  return packet.cmd === "publish" ? packet.topic : packet.cmd;
}

suite("requests", (test) => {
  test("the result comes on the request's topic, byte for byte as mqant frames it", async () => {
    await using stage = await connected();
    stage.client.forget();
    stage.client.send(publishPacket("Test/HD_Echo/1", '{"a":[1,"é"]}'));
    const reply = await stage.client.next();
    assert.equal(topicOf(reply), "Test/HD_Echo/1");
    assert.is(
      reply.cmd === "publish" && String(reply.payload),
      '{"Error":"","Result":{"a":[1,"é"]}}',
    );
    assert.is(stage.client.hex.slice(0, 2), "30", "at QoS 0, without DUP and RETAIN");
  });

  test("a handler gets the session alone if there is no payload, else session and body", async () => {
    await using stage = await connected();
    assert.equal(await stage.client.request("Test/HD_Count/1"), { Error: "", Result: 1 });
    assert.equal(await stage.client.request("Test/HD_Count/1", null), { Error: "", Result: 2 });
  });

  test("what a handler returns comes as JSON can say it", async () => {
    await using stage = await connected();
    assert.equal(await stage.client.request("Test/HD_Nothing/1"), { Error: "", Result: null });
    assert.equal(await stage.client.request("Test/HD_Values/1"), {
      Error: "",
      Result: { date: "1970-01-01T00:00:00.000Z", bytes: "//4=", big: "18446744073709551616" },
    });
  });

  test("one instance can be asked for by name", async () => {
    await using stage = await connected();
    assert.equal(await stage.client.request("Test@Test001/HD_Echo/1", 5), { Error: "", Result: 5 });
  });

  const failures: [topic: string, code: string, text: RegExp][] = [
    ["Test/HD_Refuse/1", "failed_precondition", /^not logged in$/u],
    ["Test/HD_Unavailable/1", "unavailable", /^the shop is closed$/u],
    ["Test/HD_Break/1", "unknown", /^the request failed$/u],
    ["Test/HD_Nope/1", "unimplemented", /^Test has no handler HD_Nope$/u],
    ["Test/HD_/1", "unimplemented", /^Test has no handler HD_$/u],
    ["Test/HD_toString/1", "unimplemented", /no handler/u],
    ["Test/secret/1", "permission_denied", /begin with HD_$/u],
    ["Test/toString/1", "permission_denied", /begin with HD_$/u],
    ["Test/__proto__/1", "permission_denied", /begin with HD_$/u],
    ["Test/hd_Echo/1", "permission_denied", /begin with HD_$/u],
    ["Test/ HD_Echo/1", "permission_denied", /begin with HD_$/u],
    ["Test//1", "permission_denied", /begin with HD_$/u],
    ["Gate/Bind/1", "permission_denied", /begin with HD_$/u],
    ["Gate/Close/1", "permission_denied", /begin with HD_$/u],
    ["Gate@Gate001/Send/1", "permission_denied", /begin with HD_$/u],
    ["Gate/HD_Bind/1", "unimplemented", /no handler/u],
    ["Nope/HD_Echo/1", "not_found", /^there is no module type "Nope"$/u],
    ["test/HD_Echo/1", "not_found", /no module type/u],
    ["constructor/HD_Echo/1", "not_found", /no module type/u],
    ["__proto__/HD_Echo/1", "not_found", /no module type/u],
    ["/HD_Echo/1", "not_found", /no module type ""/u],
    ["@Test001/HD_Echo/1", "not_found", /no module type ""/u],
    ["Test@/HD_Echo/1", "not_found", /^Test has no instance ""$/u],
    ["Test@Test002/HD_Echo/1", "not_found", /^Test has no instance "Test002"$/u],
    ["Test@Gate001/HD_Echo/1", "not_found", /^Test has no instance "Gate001"$/u],
    ["Gate@Test001/HD_Echo/1", "not_found", /^Gate has no instance "Test001"$/u],
    ["Test@Test001@x/HD_Echo/1", "not_found", /no instance/u],
    ["Test001/HD_Echo/1", "not_found", /no module type/u],
  ];
  for (const [topic, code, text] of failures) {
    test(`${topic} fails with ${code}, and tells nothing of the inside`, async () => {
      await using stage = await connected();
      const reply = await stage.client.request(topic, {});
      assert.equal(Object.keys(reply as object), ["Error", "Code", "Result"]);
      const { Error: error, Code, Result } = reply as Record<string, unknown>; // three keys
      assert.is(Code, code);
      assert.match(String(error), text);
      assert.is(Result, null);
      assert.equal(await stage.client.request("Test/HD_Echo/2", 1), { Error: "", Result: 1 });
    });
  }

  test("what a client is not told is in the log, with what ties it to the client", async () => {
    await using stage = await connected();
    await stage.client.request("Test/HD_Break/1", {});
    const [line] = stage.running.log.ofKind("request");
    assert.match(line?.message ?? "", /hunter2/u);
    assert.is(line?.fields["topic"], "Test/HD_Break/1");
    assert.match(String(line?.fields["sessionId"]), /^[\da-f]{32}$/u);
    assert.not.match(stage.client.hex, new RegExp(Buffer.from("hunter2").toString("hex"), "u"));
  });

  const bodies: [name: string, body: string | Buffer, text: RegExp][] = [
    ["no JSON", "not json", /^body must be JSON$/u],
    ["two documents", "{} {}", /^body must be JSON$/u],
    ["no UTF-8", Buffer.from([0x22, 0xff, 0x22]), /^body must be JSON$/u],
    ["65 levels", "[".repeat(65) + "]".repeat(65), /^body is nested deeper than 64$/u],
    ["30,000 levels", "[".repeat(30_000) + "]".repeat(30_000), /^body is nested deeper than 64$/u],
  ];
  for (const [name, body, text] of bodies) {
    test(`a body of ${name} is an invalid argument`, async () => {
      await using stage = await connected();
      stage.client.send(publishPacket("Test/HD_Echo/1", body));
      const reply = await stage.client.next();
      const parsed = JSON.parse(String(reply.cmd === "publish" && reply.payload)) as object;
      assert.is("Code" in parsed && parsed.Code, "invalid_argument");
      assert.match(String("Error" in parsed && parsed.Error), text);
    });
  }

  test("a body nested deeper than maxJsonDepth is an invalid argument", async () => {
    const settings = { maxJsonDepth: 3 };
    await using running = await RunningGate.start({ settings, handlers: { Test: HANDLERS } });
    await using client = await RawMqttClient.connect({ port: running.port() });
    assert.equal(await client.request("Test/HD_Echo/1", [[[1]]]), { Error: "", Result: [[[1]]] });
    assert.equal(await client.request("Test/HD_Echo/1", [[{ a: [] }]]), {
      Error: "body is nested deeper than 3",
      Code: "invalid_argument",
      Result: null,
    });
  });

  test("a body can neither name nor change the session", async () => {
    await using stage = await connected();
    const forged = { sessionId: "x", userId: "root", __proto__: { userId: "root" } };
    const reply = (await stage.client.request("Test/HD_Who/1", forged)) as { Result: object };
    assert.is("userId" in reply.Result && reply.Result.userId, "");
    stage.client.send(
      publishPacket("Test/HD_Who/2", '{"__proto__":{"polluted":1},"constructor":1}'),
    );
    await stage.client.next();
    assert.not("polluted" in {});
  });

  test("requests without message id run and are not answered, failures neither", async () => {
    const seen: unknown[] = [];
    await using stage = await connected({
      Test: { ...HANDLERS, HD_Note: (_session: Session, body: unknown) => void seen.push(body) },
    });
    stage.client.send(
      publishPacket("Test/HD_Note", "1"),
      publishPacket("Test/HD_Note/", "2"),
      publishPacket("Test/HD_Break", "3"),
      publishPacket("Test/HD_Nope", "4"),
      publishPacket("Nope/HD_Note", "5"),
      publishPacket("Test/HD_Note", "no json"),
      publishPacket("Test/HD_Echo/last", "6"),
    );
    assert.is(topicOf(await stage.client.next()), "Test/HD_Echo/last");
    assert.equal(seen, [1, 2]);
  });

  test("topics that are no request are ignored, with a line in the log", async () => {
    await using stage = await connected();
    for (const topic of ["Test", "Test/HD_Echo/1/2", "/Test/HD_Echo/1", "a/b/c/d/e"]) {
      stage.client.send(publishPacket(topic, "1"));
    }
    assert.equal(await stage.client.request("Test/HD_Echo/1", 1), { Error: "", Result: 1 });
    assert.equal(
      stage.running.log.ofKind("topic").map(({ fields }) => fields["topic"]),
      ["Test", "Test/HD_Echo/1/2", "/Test/HD_Echo/1", "a/b/c/d/e"],
    );
  });

  test("a message id is any text", async () => {
    await using stage = await connected();
    for (const id of ["abc", " ", "é", "#1".slice(1), "x".repeat(900), "__proto__"]) {
      assert.equal(await stage.client.request(`Test/HD_Echo/${id}`, 1), { Error: "", Result: 1 });
    }
  });

  test("a large body and a large result arrive whole", async () => {
    await using stage = await connected();
    const body = "é".repeat(30_000);
    assert.equal(await stage.client.request("Test/HD_Echo/1", body), { Error: "", Result: body });
  });
});

suite("many requests at a time", (test) => {
  test("a ping does not wait for handlers, and fast replies overtake slow ones", async () => {
    let finish = () => {};
    await using stage = await connected({
      Test: { ...HANDLERS, HD_Slow: () => new Promise<void>((resolve) => (finish = resolve)) },
    });
    stage.client.send(publishPacket("Test/HD_Slow/1"), publishPacket("Test/HD_Echo/2", "2"), {
      cmd: "pingreq",
    });
    const first = [topicOf(await stage.client.next()), topicOf(await stage.client.next())];
    assert.equal(first.toSorted(), ["Test/HD_Echo/2", "pingresp"]);
    finish();
    assert.is(topicOf(await stage.client.next()), "Test/HD_Slow/1");
  });

  test("requests of one client begin in the order in which they were sent", async () => {
    const order: unknown[] = [];
    await using stage = await connected({
      Test: {
        HD_Note: async (_session: Session, body: unknown) => {
          order.push(body);
          await new Promise((resolve) => setImmediate(resolve));
        },
      },
    });
    const sent = Array.from({ length: 500 }, (_, index) => index);
    stage.client.send(...sent.map((n) => publishPacket("Test/HD_Note/1", String(n))));
    await eventually(() => stage.client.packets.length === 500);
    assert.equal(order, sent);
  });

  test("beyond maxRequestsInFlight and maxRequestsWaiting nothing is read, nothing is lost", async () => {
    let running = 0;
    let most = 0;
    const finish: (() => void)[] = [];
    await using gate = await RunningGate.start({
      settings: { maxRequestsInFlight: 3, maxRequestsWaiting: 3 },
      handlers: {
        Test: {
          HD_Slow: async (_session: Session, body: unknown) => {
            most = Math.max(most, ++running);
            await new Promise<void>((resolve) => finish.push(resolve));
            running--;
            return body;
          },
        },
      },
    });
    await using client = await RawMqttClient.connect({ port: gate.port() }, { keepalive: 1 });
    const sent = Array.from({ length: 40 }, (_, index) => index);
    client.send(...sent.slice(0, 20).map((n) => publishPacket(`Test/HD_Slow/${n}`, String(n))));
    await eventually(() => running === 3);
    client.send(...sent.slice(20).map((n) => publishPacket(`Test/HD_Slow/${n}`, String(n))));
    // While the gate itself does not read, silence is not held against the client.
    await new Promise((resolve) => setTimeout(resolve, 2000));
    assert.not(client.closed);
    assert.is(running, 3);
    await eventually(() => {
      for (const resolve of finish.splice(0)) resolve();
      return client.packets.length === sent.length;
    });
    assert.is(most, 3);
    assert.equal(
      client.packets.map(topicOf),
      sent.map((n) => `Test/HD_Slow/${n}`),
    );
  });

  test("a client that leaves with requests in flight disturbs nobody", async () => {
    let finish = () => {};
    await using stage = await connected({
      Test: { ...HANDLERS, HD_Slow: () => new Promise<void>((resolve) => (finish = resolve)) },
    });
    await using other = await RawMqttClient.connect({ port: stage.running.port() });
    other.send(publishPacket("Test/HD_Slow/1"), { cmd: "disconnect" });
    await other.untilClosed();
    finish();
    assert.equal(await stage.client.request("Test/HD_Echo/1", 1), { Error: "", Result: 1 });
    assert.equal(stage.running.log.messages("error"), []);
  });
});
