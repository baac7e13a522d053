import { RpcError, Session, type RpcCaller } from "mqant";
import * as assert from "uvu/assert";
import type { MqantAddress } from "../../../runtime/wire-mqant/mqant-entry.ts";
import { decodeRequest } from "../../../runtime/wire-mqant/mqant-request.ts";
import { eventually } from "../../support/eventually.ts";
import { rabbitmqMissing } from "../../support/rabbitmq-settings.ts";
import { sharedRabbitmq } from "../../support/rabbitmq-node.ts";
import { rejectsWith } from "../../support/rejects-with.ts";
import { suite } from "../../support/suite.ts";
import { replies, requests } from "./go-messages.ts";
import { GoPeer } from "./go-peer.ts";
import { addressOf, mqantConfig, WireProcess } from "./wire-process.ts";

/** A process of ours that calls, and one of Go's that can be called as `Remote`. */
interface Stage extends AsyncDisposable {
  readonly calling: WireProcess;
  readonly caller: RpcCaller;
  readonly peer: GoPeer;
  readonly address: MqantAddress;
}

async function open(options = {}): Promise<Stage> {
  const { uri } = await sharedRabbitmq();
  const config = mqantConfig(uri, { Remote: "go" });
  const calling = await WireProcess.start(config, "caller", {}, options);
  const peer = await GoPeer.connect(uri);
  return {
    calling,
    caller: calling.caller,
    peer,
    address: addressOf(config, "Remote"),
    [Symbol.asyncDispose]: async () => {
      await peer[Symbol.asyncDispose]();
      await calling[Symbol.asyncDispose]();
    },
  };
}

/** `text` with what differs from call to call made equal. */
function withoutChance(text: string): string {
  return text
    .replace(/"Cid":"[0-9a-f-]{36}"/, '"Cid":"…"')
    .replace(/"Expired":\d+/, '"Expired":0')
    .replace(/"ReplyTo":"amq\.gen-[^"]*"/, '"ReplyTo":"…"');
}

function withoutNumbers(types: string): string {
  return types.replaceAll(/int|long|float|double/g, "number");
}

const ANSWER = `"Error":"","Result":"done"`;

suite("calls of ours to a process of Go's", (test) => {
  const missing = rabbitmqMissing();
  if (missing !== undefined) {
    test.skip("requests have the shape that Go's have", missing);
    return;
  }

  test("requests have the shape that Go's have, properties included", async () => {
    await using stage = await open();
    const { caller, peer, address } = stage;
    await peer.serve(address, ({ Cid, ReplyTo }) =>
      peer.reply(ReplyTo, `{"Cid":"${Cid}",${ANSWER}}`),
    );
    for (const { name, body } of requests) {
      if (name.startsWith("node->") || name.startsWith("gate RPC API")) continue; // a script's
      const read = decodeRequest(Buffer.from(body), { now: 0 });
      if (read.kind === "refused") throw read.error;
      const { fn, args, replyTo } = read.request;
      const { length } = peer.requests;
      if (replyTo === undefined) await caller.invokeNR("Remote", fn, args);
      else assert.is(await caller.invoke("Remote", fn, args), "done");
      await eventually(() => peer.requests.length > length, `the request ${name}`);
      const { fields, properties, content } = peer.requests[length]!; // waited for just now
      const [, theirTypes = ""] = /"ArgsType":(null|\[[^\]]*\])/.exec(body) ?? [];
      const [, ourTypes = ""] = /"ArgsType":(null|\[[^\]]*\])/.exec(content.toString()) ?? [];
      const text = withoutChance(content.toString());
      assert.is(text, withoutChance(body.replace(theirTypes, () => ourTypes)), name);
      // Values do not tell which of Go's number types a handler wants.
      if (theirTypes !== "null") assert.is(withoutNumbers(ourTypes), withoutNumbers(theirTypes));
      assert.is(fields.exchange, address.exchange);
      assert.is(fields.routingKey, address.bindingKey);
      assert.equal([properties.contentType, properties.deliveryMode], ["text/plain", 1]);
      assert.match(String(properties.headers?.["reply_to"]), /^amq\.gen-/);
      assert.equal([properties.replyTo, properties.correlationId], [undefined, undefined]);
      const [, bodyReplyTo] = /"ReplyTo":"(amq\.gen-[^"]*)"/.exec(content.toString()) ?? [];
      if (replyTo !== undefined) assert.is(bodyReplyTo, properties.headers?.["reply_to"]);
      assert.ok(Number(properties.expiration) <= 5000);
    }
  });

  test("replies that Go's callers got settle calls as they did there", async () => {
    await using stage = await open();
    const { caller, peer, address } = stage;
    let answer = "";
    await peer.serve(address, ({ Cid, ReplyTo }) => {
      peer.reply(ReplyTo, answer.replace(/"Cid":"[^"]*"/, `"Cid":"${Cid}"`));
    });
    for (const { name, body, goSaw } of replies) {
      if (goSaw === undefined || goSaw.error.startsWith("timeout")) continue; // it had none
      answer = body;
      const outcome: unknown = await caller
        .invoke("Remote", "x", [])
        .catch((error: unknown) => error);
      if (goSaw.error === "") assert.equal(outcome, goSaw.result, name);
      else assert.is(outcome instanceof RpcError && outcome.rawMessage, goSaw.error, name);
    }
  });

  test("a call without reply resolves when the broker has it", async () => {
    await using stage = await open();
    const { calling, caller, peer, address } = stage;
    await peer.serve(address);
    await caller.invokeNR("Remote", "note", ["abc"]);
    const { text } = await peer.firstRequest();
    assert.match(text, /"Args":\["abc"\],"ArgsType":\["string"\],.*"Reply":false,"ReplyTo":""/);
    assert.is(calling.client.pending.count, 0);
    assert.is(calling.counters.callsMade.ok, 1);
  });

  test("a session goes as Go's map", async () => {
    await using stage = await open();
    const { caller, peer, address } = stage;
    await peer.serve(address);
    const snapshot = {
      sessionId: "s1",
      userId: "ann",
      serverId: "Gate001",
      network: "tcp",
      ip: "127.0.0.1",
      settings: { room: "lobby" },
    };
    const session = new Session(snapshot, "Gate@Gate001", caller);
    await caller.invokeNR("Remote", "HD_Say", [session, { text: "hi" }]);
    const { text } = await peer.firstRequest();
    assert.match(
      text,
      /"Args":\[\{"IP":"127\.0\.0\.1","Network":"tcp","Serverid":"Gate001","Sessionid":"s1","Settings":\{"room":"lobby"\},"Userid":"ann"\},\{"text":"hi"\}\],"ArgsType":\["map","map"\]/,
    );
  });

  test("trace context and the caller's name go as headers", async () => {
    await using stage = await open();
    const { caller, peer, address } = stage;
    await peer.serve(address);
    const traceparent = "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01";
    await caller.withOptions({ traceparent }).invokeNR("Remote", "note", []);
    const { message } = await peer.firstRequest();
    const { traceparent: told, caller: name } = message.properties.headers ?? {};
    assert.equal([told, name], [traceparent, "caller"]);
  });

  test("a target whose queue was never declared is no_responder", async () => {
    await using stage = await open();
    const { calling, caller } = stage;
    for (const call of [caller.invoke("Remote", "x", []), caller.invokeNR("Remote", "x", [])]) {
      const error = await rejectsWith(call, "no_responder");
      assert.match(error.message, /nobody serves Remote@Remote001.*process "go"/);
      assert.is(error.maybeExecuted, false);
    }
    assert.is(calling.counters.returned, 2);
    assert.is(calling.client.pending.count, 0);
  });

  test("a target whose queue nobody consumes is no_responder, and nothing is put into it", async () => {
    await using stage = await open();
    const { caller, peer, address } = stage;
    await peer.declare(address);
    for (const call of [caller.invoke("Remote", "x", []), caller.invokeNR("Remote", "x", [])]) {
      assert.is((await rejectsWith(call, "no_responder")).maybeExecuted, false);
    }
    const node = await sharedRabbitmq();
    const queue = (await node.queues()).find(({ name }) => name === address.queue);
    assert.is(queue?.messages, 0);
  });

  test("with waitForReady a call waits for somebody who serves the target, in order", async () => {
    await using stage = await open();
    const { caller, peer, address } = stage;
    const patient = caller.withOptions({ waitForReady: true });
    const calls = [1, 2, 3].map((n) => patient.invoke("Remote", "x", [n]));
    await peer.declare(address);
    await peer.serve(address, ({ Cid, ReplyTo }) =>
      peer.reply(ReplyTo, `{"Cid":"${Cid}",${ANSWER}}`),
    );
    assert.equal(await Promise.all(calls), ["done", "done", "done"]);
    const order = peer.requests.map(
      ({ content }) => /"Args":\[(\d)\]/.exec(content.toString())?.[1],
    );
    assert.equal(order, ["1", "2", "3"]);
  });

  test("with waitForReady a call that nobody takes ends by its time limit", async () => {
    await using stage = await open();
    const options = { waitForReady: true, timeoutMs: 120 };
    const error = await rejectsWith(
      stage.caller.invoke("Remote", "x", [], options),
      "deadline_exceeded",
    );
    assert.is(error.maybeExecuted, false);
  });

  test("no reply is deadline_exceeded; one that comes late is counted and settles nothing", async () => {
    await using stage = await open();
    const { calling, caller, peer, address } = stage;
    await peer.serve(address);
    // Long enough for the request to be there on a machine that is busy.
    const call = caller.invoke("Remote", "x", [], { timeoutMs: 500 });
    const late = rejectsWith(call, "deadline_exceeded");
    const { body } = await peer.firstRequest();
    assert.is((await late).maybeExecuted, true);
    const next = caller.invoke("Remote", "y", []);
    peer.reply(body.ReplyTo, `{"Cid":"${body.Cid}",${ANSWER}}`);
    peer.reply(body.ReplyTo, `{"Cid":"forged",${ANSWER}}`);
    await eventually(() => calling.counters.lateReplies === 2, "two late replies");
    await eventually(() => peer.requests.length === 2, "the next request");
    const { Cid } = JSON.parse(peer.requests[1]?.content.toString() ?? "") as { Cid: string }; // ours
    peer.reply(body.ReplyTo, `{"Cid":"${Cid}","Error":"","Result":2}`);
    peer.reply(body.ReplyTo, `{"Cid":"${Cid}","Error":"","Result":3}`);
    assert.is(await next, 2);
  });

  test("an AbortSignal ends the wait", async () => {
    await using stage = await open();
    const { caller, peer, address } = stage;
    await peer.serve(address);
    const controller = new AbortController();
    const call = caller.invoke("Remote", "x", [], { signal: controller.signal });
    await peer.firstRequest();
    controller.abort();
    assert.is((await rejectsWith(call, "canceled")).maybeExecuted, true);
  });

  test("beyond maxPendingCalls calls are resource_exhausted", async () => {
    await using stage = await open({ maxPendingCalls: 2 });
    const { caller, peer, address } = stage;
    await peer.serve(address);
    const options = { timeoutMs: 50 };
    const calls = [1, 2].map(() => caller.invoke("Remote", "x", [], options));
    await rejectsWith(caller.invoke("Remote", "x", [], options), "resource_exhausted");
    for (const call of calls) await rejectsWith(call, "deadline_exceeded");
  });

  test("beyond maxUnsentBytes calls that would wait are resource_exhausted", async () => {
    await using stage = await open({ maxUnsentBytes: 1500 });
    const { caller } = stage;
    const options = { waitForReady: true, timeoutMs: 400 };
    const [first, second] = [1, 2].map(() => {
      return caller.invoke("Remote", "x", ["x".repeat(1000)], options);
    });
    assert.ok(first !== undefined && second !== undefined);
    const waiting = rejectsWith(first, "deadline_exceeded");
    assert.match((await rejectsWith(second, "resource_exhausted")).message, /maxUnsentBytes/);
    await waiting;
    await rejectsWith(caller.invoke("Remote", "x", ["x".repeat(1000)]), "no_responder");
  });

  test("what mqant has no argument type for is invalid_argument at once, also while it would wait", async () => {
    await using stage = await open();
    const { caller } = stage;
    for (const argument of [null, [1], 2n ** 64n]) {
      for (const waitForReady of [false, true]) {
        const call = caller.invoke("Remote", "x", [argument], { waitForReady });
        const error = await rejectsWith(call, "invalid_argument");
        assert.match(error.message, /argument 1 of Remote@Remote001\/x/);
      }
    }
    assert.is(stage.calling.client.pending.count, 0);
  });

  test("a request or a reply over maxMessageBytes is too_large", async () => {
    await using stage = await open({ maxMessageBytes: 2000 });
    const { calling, caller, peer, address } = stage;
    const long = "x".repeat(3000);
    await peer.serve(address, ({ Cid, ReplyTo }) => {
      peer.reply(ReplyTo, `{"Cid":"${Cid}","Error":"","Result":"${long}"}`);
    });
    await rejectsWith(caller.invoke("Remote", "x", [long]), "too_large");
    // The estimate lets it pass, but not what JSON makes of it.
    await rejectsWith(caller.invoke("Remote", "x", ["\u0001".repeat(500)]), "too_large");
    assert.is(peer.requests.length, 0);
    const error = await rejectsWith(caller.invoke("Remote", "x", []), "too_large");
    assert.match(error.message, /the result of Remote@Remote001\/x has \d+ bytes; .* 2000/);
    assert.is(error.maybeExecuted, true);
    assert.is(calling.counters.messagesDropped.get("reply"), 0);
  });

  test("what is no reply is dropped, counted and logged, and disturbs no call", async () => {
    await using stage = await open({ maxMessageBytes: 2000 });
    const { calling, caller, peer, address } = stage;
    await peer.serve(address);
    const call = caller.invoke("Remote", "x", []);
    const { body } = await peer.firstRequest();
    const garbage = [
      "",
      "garbage",
      `{"Cid":"${body.Cid}","Error":`,
      "[]",
      "null",
      '"text"',
      `{"Cid":7,${ANSWER}}`,
      Buffer.from([0xff, 0xfe, 0]),
      Buffer.alloc(1),
      `{"Cid":"forged","Error":"","Result":"${"x".repeat(3000)}"}`,
      "x".repeat(3000),
      '{"a":'.repeat(400),
    ];
    for (const each of garbage) peer.reply(body.ReplyTo, each);
    peer.reply(body.ReplyTo, '{"from":"a","calls":[]}', {
      contentType: "application/vnd.mqant.v1+json",
      headers: { "x-death": [{ count: 1 }] },
    });
    await eventually(
      () => calling.counters.messagesDropped.get("reply") === garbage.length,
      "all are dropped",
    );
    await eventually(() => calling.counters.lateReplies === 1, "one that names no call");
    assert.ok(calling.log.ofKind("bad_reply").length <= 10);
    const deep = `{"Cid":"${body.Cid}","Error":"","Result":${"[".repeat(250)}${"]".repeat(250)}}`;
    peer.reply(body.ReplyTo, deep);
    const error = await rejectsWith(call, "internal");
    assert.match(error.message, /the reply can't be read: its result.*nested deeper/);
  });

  test("a callee that goes away with a call in flight is noticed", async () => {
    await using stage = await open();
    const { caller, peer, address } = stage;
    await peer.serve(address);
    const call = caller.invoke("Remote", "x", []);
    await peer.firstRequest();
    await peer[Symbol.asyncDispose]();
    const error = await rejectsWith(call, "lost");
    assert.match(error.message, /Remote@Remote001\/x was in flight when its callee went away/);
    assert.is(error.maybeExecuted, true);
    await rejectsWith(caller.invoke("Remote", "x", []), "no_responder");
  });

  test("a callee that goes away takes no call to another one with it", async () => {
    const { uri } = await sharedRabbitmq();
    const config = mqantConfig(uri, { Remote: "go", Other: "go2" });
    await using calling = await WireProcess.start(config, "caller");
    await using peer = await GoPeer.connect(uri);
    await using other = await GoPeer.connect(uri);
    await peer.serve(addressOf(config, "Remote"));
    await other.serve(addressOf(config, "Other"));
    const [call, slow] = ["Remote", "Other"].map((type) => calling.caller.invoke(type, "x", []));
    await peer.firstRequest();
    const { body } = await other.firstRequest();
    await peer[Symbol.asyncDispose]();
    await rejectsWith(call!, "lost"); // made just now
    other.reply(body.ReplyTo, `{"Cid":"${body.Cid}",${ANSWER}}`);
    assert.is(await slow, "done");
  });

  test("an exchange that is deleted is named, and made anew", async () => {
    await using stage = await open();
    const { calling, caller, peer, address } = stage;
    await peer.serve(address, ({ Cid, ReplyTo }) =>
      peer.reply(ReplyTo, `{"Cid":"${Cid}",${ANSWER}}`),
    );
    assert.is(await caller.invoke("Remote", "x", []), "done");
    await peer.deleteExchange(address);
    const error = await rejectsWith(caller.invoke("Remote", "x", []), "no_responder");
    assert.ok(error.message.includes(address.exchange), error.message);
    const refused = await rejectsWith(caller.invoke("Remote", "x", []), "unavailable");
    assert.ok(refused.message.includes(address.exchange), refused.message);
    await peer.declare(address);
    assert.is(await caller.invoke("Remote", "x", [], { waitForReady: true }), "done");
    assert.is(calling.counters.brokerFaults.get("topology"), 1);
  });

  test("an exchange of another type is refused at the start, with its name", async () => {
    const { uri } = await sharedRabbitmq();
    const config = mqantConfig(uri, { Remote: "go" });
    const address = addressOf(config, "Remote");
    await using peer = await GoPeer.connect(uri);
    await peer.declare({ ...address, exchangeType: "fanout" });
    try {
      await using _calling = await WireProcess.start(config, "caller");
    } catch (error) {
      assert.ok(String(error).includes(`the exchange "${address.exchange}"`), String(error));
      assert.match(String(error), /inequivalent arg 'type'/);
      return;
    }
    assert.unreachable("it started");
  });
});
