import { setImmediate as turn } from "node:timers/promises";
import type { RpcErrorCode } from "mqant/client";
import { mqttTransport } from "mqant/client";
import * as assert from "uvu/assert";
import { suite } from "../../support/suite.ts";
import { failure } from "./failure.ts";
import { echo, ScriptedGate } from "./scripted-gate.ts";

suite("mqtt transport: requests", (test) => {
  test("a request is published on Type/handler/msgid and resolves with the result", async () => {
    await using gate = await ScriptedGate.start(echo);
    const transport = mqttTransport(await gate.connect());

    assert.equal(await transport.request("Login", "HD_Login", { userName: "Ann" }), {
      userName: "Ann",
    });
    const [request] = gate.received;
    assert.match(request?.topic ?? "", /^Login\/HD_Login\/[^/]+$/u);
    assert.is(request?.body, '{"userName":"Ann"}');
    assert.is(request?.qos, 0);
  });

  test("an instance is named behind @", async () => {
    await using gate = await ScriptedGate.start(echo);
    const transport = mqttTransport(await gate.connect());
    await transport.request("Login", "HD_Login", {}, { instance: "Login001" });
    assert.match(gate.received[0]?.topic ?? "", /^Login@Login001\/HD_Login\/[^/]+$/u);
  });

  test("no body travels as null, since MQTT has to carry some JSON", async () => {
    await using gate = await ScriptedGate.start(echo);
    const transport = mqttTransport(await gate.connect());
    assert.is(await transport.request("Login", "HD_Now", undefined), null);
    assert.is(gate.received[0]?.body, "null");
  });

  test("quality of service 1 is used where it is asked for", async () => {
    await using gate = await ScriptedGate.start(echo);
    const transport = mqttTransport(await gate.connect(), { qos: 1 });
    await transport.request("Login", "HD_Login", {});
    assert.is(gate.received[0]?.qos, 1);
  });

  test("replies find their requests, in whatever order they come", async () => {
    const waiting: string[] = [];
    await using gate = await ScriptedGate.start(({ topic, body }) => {
      waiting.unshift(topic);
      if (body !== "2") return [];
      return waiting.map((to) => [to, `{"Error":"","Result":"${to}"}`] as const);
    });
    const transport = mqttTransport(await gate.connect());
    const results = await Promise.all([0, 1, 2].map((n) => transport.request("T", "HD_n", n)));
    assert.equal(results, waiting.toReversed());
    assert.is(new Set(results).size, 3);
  });

  test("two transports on one client don't take each other's replies", async () => {
    await using gate = await ScriptedGate.start(({ topic, body }) => [
      [topic, `{"Error":"","Result":${body}}`],
      [topic, `{"Error":"","Result":"again"}`],
    ]);
    const client = await gate.connect();
    const [one, two] = [mqttTransport(client), mqttTransport(client)];
    const results = await Promise.all(
      [0, 1, 2, 3].map((n) => (n % 2 === 0 ? one : two).request("T", "HD_echo", n)),
    );
    assert.equal(results, [0, 1, 2, 3]);
    assert.is(new Set(gate.received.map(({ topic }) => topic)).size, 4);
  });

  test("a second reply, a foreign topic and broken bodies are passed over", async () => {
    await using gate = await ScriptedGate.start(({ topic }) => [
      ["Login/HD_Login/of-another", '{"Error":"","Result":"foreign"}'],
      [topic, "{"],
      [topic, "[]"],
      [topic, "null"],
      [topic, '{"Error":7,"Result":1}'],
      [topic, '{"Result":"no Error key"}'],
      [topic, '{"Error":"","Result":"the real one"}'],
      [topic, '{"Error":"too late","Result":null}'],
    ]);
    const transport = mqttTransport(await gate.connect());
    assert.is(await transport.request("Login", "HD_Login", {}), "the real one");
    assert.is(await transport.request("Login", "HD_Login", {}), "the real one");
  });

  test("a reply without Result resolves with undefined", async () => {
    await using gate = await ScriptedGate.start(({ topic }) => [[topic, '{"Error":""}']]);
    const transport = mqttTransport(await gate.connect());
    assert.is(await transport.request("Login", "HD_Login", {}), undefined);
  });
});

suite("mqtt transport: failures", (test) => {
  const replies: readonly (readonly [string, RpcErrorCode])[] = [
    ['{"Error":"room is full","Code":"resource_exhausted","Result":null}', "resource_exhausted"],
    ['{"Error":"room is full","Result":null}', "unknown"],
    ['{"Error":"room is full","Code":"out_of_coffee","Result":null}', "unknown"],
    ['{"Error":"room is full","Code":"toString","Result":null}', "unknown"],
    ['{"Error":"room is full","Code":7,"Result":null}', "unknown"],
  ];
  for (const [body, code] of replies) {
    test(`${body} is thrown as ${code}`, async () => {
      await using gate = await ScriptedGate.start(({ topic }) => [[topic, body]]);
      const transport = mqttTransport(await gate.connect());
      const error = await failure(transport.request("Chat", "HD_JoinChat", {}));
      assert.is(error.code, code);
      assert.is(error.rawMessage, "room is full");
      assert.is(error.maybeExecuted, true);
    });
  }

  test("no reply in time is deadline_exceeded, and what comes later changes nothing", async () => {
    await using gate = await ScriptedGate.start();
    const transport = mqttTransport(await gate.connect(), { timeoutMs: 20 });
    const error = await failure(transport.request("Chat", "HD_Say", {}));
    assert.is(error.code, "deadline_exceeded");
    assert.match(error.message, /Chat\/HD_Say\/\S+ gave no reply within 20 ms$/u);
    assert.is(error.maybeExecuted, true);
    gate.push(gate.received[0]?.topic ?? "", '{"Error":"","Result":1}');
    const next = await failure(transport.request("Chat", "HD_Say", {}, { timeoutMs: 5 }));
    assert.match(next.message, /within 5 ms$/u);
  });

  test("the longest timeouts don't fire at once", async () => {
    await using gate = await ScriptedGate.start(echo);
    const transport = mqttTransport(await gate.connect());
    assert.is(await transport.request("T", "HD_a", 1, { timeoutMs: Infinity }), 1);
    assert.is(await transport.request("T", "HD_a", 2, { timeoutMs: 2 ** 40 }), 2);
  });

  for (const timeoutMs of [0, -1, NaN]) {
    test(`a timeout of ${timeoutMs} is refused`, async () => {
      await using gate = await ScriptedGate.start(echo);
      const transport = mqttTransport(await gate.connect());
      const error = await failure(transport.request("T", "HD_a", 1, { timeoutMs }));
      assert.is(error.code, "invalid_argument");
      assert.is(gate.received.length, 0);
    });
  }

  test("a signal that has fired sends nothing", async () => {
    await using gate = await ScriptedGate.start(echo);
    const transport = mqttTransport(await gate.connect());
    const signal = AbortSignal.abort("the user left");
    const error = await failure(transport.request("T", "HD_a", 1, { signal }));
    assert.is(error.code, "canceled");
    assert.is(error.cause, "the user left");
    assert.is(error.maybeExecuted, false);
    await transport.request("T", "HD_b", 2);
    assert.equal(
      gate.received.map(({ body }) => body),
      ["2"],
    );
  });

  test("a signal that fires later ends the wait at once", async () => {
    const abort = new AbortController();
    await using gate = await ScriptedGate.start(() => {
      abort.abort(new Error("enough"));
      return [];
    });
    const transport = mqttTransport(await gate.connect());
    const error = await failure(transport.request("T", "HD_a", 1, { signal: abort.signal }));
    assert.is(error.code, "canceled");
    assert.is((error.cause as Error).message, "enough");
    assert.is(error.maybeExecuted, true);
  });

  test("when the connection breaks, each waiting request is lost", async () => {
    await using gate = await ScriptedGate.start(() => {
      if (gate.received.length === 3) gate.drop();
      return [];
    });
    const transport = mqttTransport(await gate.connect());
    const requests = [1, 2, 3].map((n) => failure(transport.request("T", "HD_a", n)));
    const errors = await Promise.all(requests);
    assert.equal(
      errors.map(({ code, maybeExecuted }) => [code, maybeExecuted]),
      [
        ["lost", true],
        ["lost", true],
        ["lost", true],
      ],
    );
    const later = await failure(transport.request("T", "HD_a", 4));
    assert.is(later.code, "unavailable");
    assert.is(later.maybeExecuted, false);
  });

  test("a client that is closing takes nothing more: unavailable", async () => {
    await using gate = await ScriptedGate.start();
    const client = await gate.connect();
    const transport = mqttTransport(client);
    client.end();
    const error = await failure(transport.request("T", "HD_a", 1));
    assert.is(error.code, "unavailable");
    assert.is(error.maybeExecuted, false);
  });

  test("a client whose publish throws: unavailable, with what it threw", async () => {
    const cause = new Error("broken client");
    const transport = mqttTransport({
      connected: true,
      publish: () => {
        throw cause;
      },
      on: () => {},
      off: () => {},
    });
    const error = await failure(transport.request("T", "HD_a", 1));
    assert.is(error.code, "unavailable");
    assert.is(error.cause, cause);
  });

  test("a body without JSON and names that are no topic levels are refused unsent", async () => {
    await using gate = await ScriptedGate.start(echo);
    const transport = mqttTransport(await gate.connect());
    const cycle: unknown[] = [];
    cycle.push(cycle);
    const refused = await Promise.all([
      failure(transport.request("T", "HD_a", cycle)),
      failure(transport.request("T", "HD_a", 1n)),
      failure(transport.request("", "HD_a", 1)),
      failure(transport.request("T", "HD/a", 1)),
      failure(transport.request("T", "HD_#", 1)),
      failure(transport.request("T", "HD_a", 1, { instance: "+" })),
    ]);
    assert.equal(
      refused.map(({ code }) => code),
      Array.from(refused, () => "invalid_argument"),
    );
    assert.is(gate.received.length, 0);
  });

  test("more requests than may wait are refused, and there is room again after a reply", async () => {
    await using gate = await ScriptedGate.start();
    const transport = mqttTransport(await gate.connect(), { maxPendingRequests: 2 });
    const abort = new AbortController();
    const waiting = [1, 2].map((n) =>
      failure(transport.request("T", "HD_a", n, { signal: abort.signal })),
    );
    const surplus = await failure(transport.request("T", "HD_a", 3));
    assert.is(surplus.code, "resource_exhausted");
    assert.is(surplus.maybeExecuted, false);
    abort.abort();
    await Promise.all(waiting);
    const next = await failure(transport.request("T", "HD_a", 4, { timeoutMs: 1 }));
    assert.is(next.code, "deadline_exceeded");
  });

  test("close ends what waits and what comes, twice is fine, and the client stays open", async () => {
    await using gate = await ScriptedGate.start();
    const client = await gate.connect();
    const transport = mqttTransport(client);
    const pushes: unknown[] = [];
    transport.onPush("Chat/OnChat", (body) => pushes.push(body));
    const waiting = failure(transport.request("T", "HD_a", 1));
    await turn();
    transport.close();
    transport.close();
    assert.is((await waiting).code, "canceled");
    assert.is((await failure(transport.request("T", "HD_a", 2))).code, "unavailable");
    assert.is(client.connected, true);
    assert.is(client.listenerCount("message"), 0);

    const heard = new Promise((resolve) => client.once("message", resolve));
    gate.push("Chat/OnChat", "1");
    await heard;
    assert.equal(pushes, []);
  });
});
