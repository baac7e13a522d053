import { currentCall, RpcError, type RpcCaller, type Session } from "mqant";
import * as assert from "uvu/assert";
import { eventually } from "../../support/eventually.ts";
import { rabbitmqMissing } from "../../support/rabbitmq-settings.ts";
import { sharedRabbitmq } from "../../support/rabbitmq-node.ts";
import { rejectsWith } from "../../support/rejects-with.ts";
import { suite } from "../../support/suite.ts";
import { GoPeer } from "./go-peer.ts";
import { addressOf, handlers, mqantConfig, WireProcess } from "./wire-process.ts";

/** After this long a caller has looked whether its callee is still there, and would have given it up. */
const LOOKED_AT_MS = 700;

suite("calls between processes of ours over mqant's wire", (test) => {
  const missing = rabbitmqMissing();
  if (missing !== undefined) {
    test.skip("every value that this wire has a form for arrives in it", missing);
    return;
  }

  const bytes = new Uint8Array(1024 * 1024).map((_, index) => index % 251);
  const base64 = (value: Uint8Array) => Buffer.from(value).toString("base64");
  /** What is sent, what the handler gets, and what its caller gets back: the same unless it is said. */
  const values: [sent: unknown, arrives?: unknown, returns?: unknown][] = [
    [true],
    [""],
    ["naïve 漢字 🐱 \u0000 \u2028 <b>&"],
    ["\ud800 alone", "\ud800 alone"],
    [0],
    [-0],
    [-0.5],
    [1e300],
    [5e-324],
    [2 ** 53 - 1],
    [-(2 ** 53 - 1)],
    [2n ** 63n - 1n, 2n ** 63n - 1n, String(2n ** 63n - 1n)],
    [7n, 7, 7],
    [{}],
    [{ list: [[], [null, [1]]], deep: { zero: -0, "a b": { "": 0 } } }],
    [{ constructor: "c", toString: "t", hasOwnProperty: 1, length: 2 }],
    [new Date(1_700_000_000_123), "2023-11-14T22:13:20.123Z"],
    [new Uint8Array(0), new Uint8Array(0), ""],
    [bytes, bytes, base64(bytes)],
    [
      { at: new Date(0), big: 2n ** 70n, bytes: bytes.subarray(0, 3), none: undefined },
      { at: "1970-01-01T00:00:00.000Z", big: String(2n ** 70n), bytes: "AAEC" },
    ],
  ];

  test("every value that this wire has a form for arrives in it", async () => {
    const { uri } = await sharedRabbitmq();
    const config = mqantConfig(uri, { Echo: "callee" });
    const got: unknown[] = [];
    const echo = handlers({
      echo: (value: unknown) => {
        got.push(value);
        return value;
      },
    });
    await using _callee = await WireProcess.start(config, "callee", { Echo: echo });
    await using calling = await WireProcess.start(config, "caller");
    for (const row of values) {
      const [sent, arrives = sent, returns = arrives] = row;
      const result = await calling.caller.invoke("Echo", "echo", [sent]);
      assert.equal([got.at(-1), result], [arrives, returns]);
      assert.ok(Object.is(result, -0) === Object.is(returns, -0));
    }
    const proto: unknown = JSON.parse('{"__proto__":{"admin":true},"a":1}');
    assert.equal(await calling.caller.invoke("Echo", "echo", [proto]), { a: 1 });
    assert.is(await calling.caller.invoke("Echo", "echo", []), null, "undefined is null");
  });

  test("what a handler returns of them arrives too", async () => {
    const { uri } = await sharedRabbitmq();
    const config = mqantConfig(uri, { Give: "callee" });
    const results = [null, undefined, [], [1, [undefined]], Buffer.from("b"), { d: new Date(0) }];
    const give = handlers({ give: (index: number) => results[index] });
    await using _callee = await WireProcess.start(config, "callee", { Give: give });
    await using calling = await WireProcess.start(config, "caller");
    const got = await Promise.all(
      results.map((_, index) => calling.caller.invoke("Give", "give", [index])),
    );
    const epoch = { d: "1970-01-01T00:00:00.000Z" };
    assert.equal(got, [null, null, [], [1, [null]], "Yg==", epoch]);
  });

  test("errors keep their code, and say whether the handler may have run", async () => {
    const { uri } = await sharedRabbitmq();
    const config = mqantConfig(uri, { Echo: "callee" });
    const echo = handlers({
      fail: () => {
        throw new RpcError("unavailable", "not today", { details: { until: "tomorrow" } });
      },
    });
    await using _callee = await WireProcess.start(config, "callee", { Echo: echo });
    await using calling = await WireProcess.start(config, "caller");
    const patient = calling.caller.withOptions({ waitForReady: true });
    const unknown = await rejectsWith(patient.invoke("Echo", "nope", []), "unimplemented");
    assert.is(unknown.rawMessage, 'Echo@Echo001 has no handler "nope"');
    assert.is(unknown.maybeExecuted, false);
    const thrown = await rejectsWith(patient.invoke("Echo", "fail", []), "unavailable");
    assert.equal([thrown.rawMessage, thrown.maybeExecuted], ["not today", true]);
    assert.is(thrown.details, undefined, "there is no room for them");
  });

  test("a process that closes answers what it runs, refuses what comes, and then is gone", async () => {
    const { uri } = await sharedRabbitmq();
    const config = mqantConfig(uri, { Slow: "callee" });
    let finish: ((text: string) => void) | undefined;
    const slow = handlers({ wait: () => new Promise<string>((resolve) => (finish = resolve)) });
    const callee = await WireProcess.start(config, "callee", { Slow: slow });
    await using calling = await WireProcess.start(config, "caller");
    const { caller } = calling;
    const running = caller.invoke("Slow", "wait", []);
    await eventually(() => finish !== undefined, "the handler runs");
    const closed = callee[Symbol.asyncDispose]();
    const begun = performance.now();
    while (performance.now() - begun < LOOKED_AT_MS) {
      const refused = await rejectsWith(caller.invoke("Slow", "wait", []), "unavailable");
      assert.is(refused.maybeExecuted, false);
    }
    finish?.("done");
    assert.is(await running, "done");
    await closed;
    await eventually(async () => {
      const outcome: unknown = await caller
        .invoke("Slow", "wait", [])
        .catch((error: unknown) => error);
      return outcome instanceof RpcError && outcome.code === "no_responder";
    }, "nobody serves it");
  });

  test("the calling chain is known: caller, trace context, and the turns that it holds", async () => {
    const { uri } = await sharedRabbitmq();
    const config = mqantConfig(uri, { Lane: "callee", Relay: "caller" });
    let relay: RpcCaller | undefined;
    let lane: RpcCaller | undefined;
    const known: unknown[] = [];
    await using _callee = await WireProcess.start(config, "callee", {
      Lane: (server, caller) => {
        lane = caller;
        server.add("outer", "serial", async () => await lane?.invoke("Relay", "back", []), null);
        const inner = () => known.push(currentCall()?.caller, currentCall()?.traceparent);
        server.add("inner", "serial", inner, null);
      },
    });
    await using calling = await WireProcess.start(config, "caller", {
      Relay: (server, caller) => {
        relay = caller;
        const back = async () => await relay?.invoke("Lane", "inner", []);
        server.add("back", "concurrent", back, null);
      },
    });
    const traceparent = "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01";
    // Without the turns the inner call would wait for the outer one.
    assert.is(await calling.caller.invoke("Lane", "outer", [], { traceparent }), 2);
    assert.equal(known, ["Relay001", traceparent]);
  });

  test("many calls at once are answered, each with its own result", async () => {
    const { uri } = await sharedRabbitmq();
    const config = mqantConfig(uri, { Echo: "callee" });
    const echo = handlers({ echo: (value: unknown) => value });
    await using callee = await WireProcess.start(config, "callee", { Echo: echo });
    await using calling = await WireProcess.start(config, "caller");
    const numbers = Array.from({ length: 5000 }, (_, index) => index);
    const results = await Promise.all(
      numbers.map((n) => calling.caller.invoke("Echo", "echo", [n], { timeoutMs: 20_000 })),
    );
    assert.equal(results, numbers);
    assert.is(callee.counters.callsServed.ok, numbers.length);
    assert.is(calling.client.pending.count, 0);
  });

  test("an instance is replaced under load without a failed call", async () => {
    const { uri } = await sharedRabbitmq();
    const config = mqantConfig(uri, { Echo: "callee" });
    const echo = { Echo: handlers({ echo: (value: unknown) => value }) };
    let callee = await WireProcess.start(config, "callee", echo);
    await using calling = await WireProcess.start(config, "caller");
    const patient = calling.caller.withOptions({ waitForReady: true, timeoutMs: 20_000 });
    let isOver = false;
    let answered = 0;
    const load = Array.from({ length: 8 }, async () => {
      while (!isOver) {
        const sent = ++answered;
        assert.is(await patient.invoke("Echo", "echo", [sent]), sent);
      }
    });
    for (let round = 0; round < 3; round++) {
      const before = answered;
      await eventually(() => answered > before + 50, "calls are answered");
      await callee[Symbol.asyncDispose]();
      callee = await WireProcess.start(config, "callee", echo);
    }
    isOver = true;
    await Promise.all(load);
    await callee[Symbol.asyncDispose]();
    assert.equal(calling.counters.callsMade.failed.toJSON(), {});
  });

  test("a session's verbs reach a gate of ours", async () => {
    const { uri } = await sharedRabbitmq();
    const config = mqantConfig(uri, { Gate: "gate", Chat: "chat" });
    const pushed: unknown[] = [];
    const home = { sessionId: "s1", serverId: "Gate001", network: "ws", ip: "::1" };
    let state = { userId: "", settings: {} as Record<string, string> };
    const gate = handlers({
      Bind: (_id: string, userId: string) => {
        state = { ...state, userId };
        return { ...home, ...state };
      },
      Set: (_id: string, key: string, value: string) => {
        state = { ...state, settings: { ...state.settings, [key]: value } };
        return { ...home, ...state };
      },
      Send: (_id: string, topic: string, body: unknown) => void pushed.push([topic, body]),
    });
    await using _gate = await WireProcess.start(config, "gate", { Gate: gate });
    const chat = handlers({
      HD_Hello: async (session: Session) => {
        await session.bind("ann");
        session.set("room", "lobby");
        await session.push();
        await session.send("Chat/OnHello", { to: session.userId });
        return session;
      },
    });
    await using chatting = await WireProcess.start(config, "chat", { Chat: chat });
    await using peer = await GoPeer.connect(uri);
    const request = {
      Cid: "c1",
      Fn: "HD_Hello",
      Args: [{ Serverid: "Gate001", Sessionid: "s1", IP: "::1", Network: "ws" }],
      ArgsType: ["map"],
      Expired: Date.now() + 5000,
      Reply: true,
      ReplyTo: peer.replyTo,
    };
    const reply = await peer.ask(addressOf(config, "Chat"), JSON.stringify(request));
    assert.match(reply.content.toString(), /"Error":"".*"Userid":"ann"/);
    assert.equal(state, { userId: "ann", settings: { room: "lobby" } });
    assert.equal(pushed, [["Chat/OnHello", { to: "ann" }]]);
    assert.equal(chatting.counters.callsMade.failed.toJSON(), {});
  });
});
