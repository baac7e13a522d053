import { currentCall, RpcError, type CallContext } from "mqant";
import * as assert from "uvu/assert";
import type { MqantAddress } from "../../../runtime/wire-mqant/mqant-entry.ts";
import { eventually } from "../../support/eventually.ts";
import { HeldHandlers } from "../../support/held-handlers.ts";
import { rabbitmqMissing } from "../../support/rabbitmq-settings.ts";
import { sharedRabbitmq } from "../../support/rabbitmq-node.ts";
import { rejectsWith } from "../../support/rejects-with.ts";
import { suite } from "../../support/suite.ts";
import { GoPeer } from "./go-peer.ts";
import { addressOf, handlers, mqantConfig, WireProcess, type Fill } from "./wire-process.ts";

/** A process of ours that serves `Remote`, and one of Go's that calls it. */
interface Stage extends AsyncDisposable {
  readonly callee: WireProcess;
  readonly peer: GoPeer;
  readonly address: MqantAddress;
  /** The reply to a call, parsed. */
  readonly ask: (fn: string, ...args: string[]) => Promise<{ Error: string; Result: unknown }>;
}

async function open(remote: Fill, options = {}): Promise<Stage> {
  const { uri } = await sharedRabbitmq();
  const config = mqantConfig(uri, { Remote: "callee" });
  const callee = await WireProcess.start(config, "callee", { Remote: remote }, options);
  const peer = await GoPeer.connect(uri);
  const address = addressOf(config, "Remote");
  return {
    callee,
    peer,
    address,
    ask: async (fn, ...args) => {
      const { content } = await peer.ask(address, requestOf(fn, args, peer.replyTo));
      return JSON.parse(content.toString()) as { Error: string; Result: unknown }; // ours are so
    },
    [Symbol.asyncDispose]: async () => {
      await peer[Symbol.asyncDispose]();
      await callee[Symbol.asyncDispose]();
    },
  };
}

let lastCid = 0;

/** A request as Go makes it, with texts for its arguments. */
function requestOf(fn: string, args: string[], replyTo: string, timeoutMs = 5000): string {
  return JSON.stringify({
    Cid: `cid-${++lastCid}`,
    Fn: fn,
    Args: args,
    ArgsType: args.length === 0 ? null : args.map(() => "string"),
    Expired: Date.now() + timeoutMs,
    Reply: replyTo !== "",
    ReplyTo: replyTo,
    Result: { Cid: "", Error: "", Result: null },
  });
}

suite("calls of Go's to a process of ours", (test) => {
  const missing = rabbitmqMissing();
  if (missing !== undefined) {
    test.skip("queue and exchange are declared as Go declares them", missing);
    return;
  }

  test("queue and exchange are declared as Go declares them", async () => {
    const { uri, queues } = await sharedRabbitmq().then((node) => ({
      uri: node.uri,
      queues: () => node.queues(),
    }));
    const config = mqantConfig(uri, { Remote: "callee" });
    const address = addressOf(config, "Remote");
    await using peer = await GoPeer.connect(uri);
    await peer.declare(address); // a Go process has been here before
    await using _callee = await WireProcess.start(config, "callee", { Remote: handlers({}) });
    await peer.declare(address); // and comes again
    const queue = (await queues()).find(({ name }) => name === address.queue);
    const { durable, autoDelete, exclusive, consumers } = queue ?? {};
    assert.equal([durable, autoDelete, exclusive, consumers], [true, false, false, 1]);
    assert.equal(queue?.arguments, {});
  });

  test("a queue that another process consumes is refused at the start, by name", async () => {
    const { uri } = await sharedRabbitmq();
    const config = mqantConfig(uri, { Remote: "callee" });
    const { queue } = addressOf(config, "Remote");
    const remote = { Remote: handlers({ who: () => "first" }) };
    await using _first = await WireProcess.start(config, "callee", remote);
    const second = WireProcess.start(config, "callee", remote).then(async (process) => {
      await process[Symbol.asyncDispose]();
    });
    const error = await rejectsWith(second, "already_exists");
    assert.ok(error.message.includes(`another process consumes the queue "${queue}"`));

    const goConfig = mqantConfig(uri, { Remote: "callee" });
    await using peer = await GoPeer.connect(uri);
    await peer.serve(addressOf(goConfig, "Remote"));
    await rejectsWith(WireProcess.start(goConfig, "callee", remote), "already_exists");
  });

  test("one that closes leaves its queue, and what is in it, to the next", async () => {
    const { uri } = await sharedRabbitmq();
    const config = mqantConfig(uri, { Remote: "callee" });
    const address = addressOf(config, "Remote");
    const remote = (who: string) => ({ Remote: handlers({ who: () => who }) });
    const first = await WireProcess.start(config, "callee", remote("first"));
    await using peer = await GoPeer.connect(uri);
    assert.match(
      (await peer.ask(address, requestOf("who", [], peer.replyTo))).content.toString(),
      /"Result":"first"/,
    );
    await first[Symbol.asyncDispose]();
    const answer = peer.ask(address, requestOf("who", [], peer.replyTo));
    await using _second = await WireProcess.start(config, "callee", remote("second"));
    assert.match((await answer).content.toString(), /"Result":"second"/);
  });

  test("what was taken is answered before the process ends", async () => {
    const held = new HeldHandlers();
    const stage = await open(handlers({ enter: held.enter }));
    await using peer = stage.peer;
    const answer = stage.ask("enter", "a");
    await held.hasBegun("a");
    const closed = stage.callee[Symbol.asyncDispose]();
    held.leave("a");
    await closed;
    assert.is((await answer).Result, "a");
    assert.is(peer.replies.length, 1);
  });

  test("errors are texts that begin with their code", async () => {
    await using stage = await open(
      handlers({
        lost: () => {
          throw new RpcError("not_found", "no such room", { details: { room: 1 } });
        },
        broken: () => {
          throw new Error("broken");
        },
        circle: () => {
          const ring: { self?: unknown } = {};
          ring.self = ring;
          return ring;
        },
      }),
    );
    const { ask } = stage;
    assert.equal((await ask("lost")).Error, "[not_found] no such room");
    assert.equal((await ask("broken")).Error, "[unknown] broken");
    assert.match(
      (await ask("circle")).Error,
      /^\[internal\] the result of Remote@Remote001\/circle at /,
    );
    assert.match((await ask("toString")).Error, /^\[unimplemented\] /);
    assert.is(stage.callee.counters.callsServed.failed.get("not_found"), 1);
  });

  test("a handler knows its deadline, and its signal fires then", async () => {
    let context: CallContext | undefined;
    await using stage = await open(
      handlers({
        wait: async () => {
          context = currentCall();
          await new Promise((resolve) => context?.signal.addEventListener("abort", resolve));
          return "too late";
        },
      }),
    );
    const { callee, peer, address } = stage;
    await peer.publish(address, requestOf("wait", [], peer.replyTo, 150));
    const { counters } = callee;
    await eventually(() => counters.repliesDropped === 1, "nobody waits for a reply any more");
    assert.is(context?.signal.aborted, true);
    assert.is(context?.remainingMs(), 0);
    assert.match(context?.correlationId ?? "", /^cid-\d+$/);
  });

  test("a reply or a request over maxMessageBytes is too_large, and who asks is told", async () => {
    let runs = 0;
    const remote = handlers({
      repeat: (text: string) => {
        runs++;
        return text.repeat(100);
      },
    });
    await using stage = await open(remote, { maxMessageBytes: 2000 });
    const { callee, peer, address, ask } = stage;
    assert.match((await ask("repeat", "x".repeat(50))).Error, /^\[too_large\] .* 2000/);
    assert.match((await ask("repeat", "x".repeat(3000))).Error, /^\[too_large\] .* 2000/);
    await peer.publish(address, "x".repeat(3000));
    await peer.publish(address, requestOf("repeat", ["x".repeat(3000)], ""), { headers: {} });
    assert.is((await ask("repeat", "")).Result, "");
    assert.is(runs, 2);
    assert.is(callee.counters.messagesDropped.get("request"), 3);
    assert.match(callee.log.messages("warn").join(), /bytes; maxMessageBytes allows 2000/);
  });

  test("what is no request is dropped, counted and logged, and the consumer lives on", async () => {
    await using stage = await open(handlers({ echo: (text: string) => text }));
    const { callee, peer, address, ask } = stage;
    const whole = requestOf("echo", ["x"], "");
    const garbage = [
      "",
      "garbage",
      whole.slice(0, -40),
      "[]",
      "null",
      '"text"',
      "{}",
      '{"Cid":{},"Fn":"echo","ReplyTo":"x","Reply":true}',
      `{"Fn":"echo","Args":${"[".repeat(50_000)}`,
      Buffer.from([0xff, 0xfe, 0]),
      Buffer.alloc(1000),
      JSON.stringify({ from: "a", key: "b", calls: [[1, "echo", 5000, "c", ["x"]]] }),
    ];
    for (const each of garbage) await peer.publish(address, each);
    await peer.publish(address, '{"version":9}', {
      contentType: "application/vnd.mqant.v9+mixed",
      headers: { caller: { a: [1] }, turns: "x", traceparent: 7 },
    });
    const { messagesDropped } = callee.counters;
    await eventually(() => messagesDropped.get("request") === garbage.length + 1, "all dropped");
    assert.is((await ask("echo", "still here")).Result, "still here");
    const lines = callee.log.ofKind("bad_request");
    assert.ok(lines.length > 0 && lines.length <= 10, String(lines.length));
  });

  test("an answer to a queue that does not exist is counted", async () => {
    await using stage = await open(handlers({ echo: (text: string) => text }));
    const { callee, peer, address, ask } = stage;
    const names = ["nobody's", "amq.gen-forged", "amq.rabbitmq.reply-to.forged", "a\u0000b", "é"];
    for (const name of names) {
      await peer.publish(address, requestOf("echo", ["x"], name));
    }
    await peer.publish(address, requestOf("echo", ["x"], "x".repeat(256)));
    assert.is((await ask("echo", "still here")).Result, "still here");
    await eventually(() => callee.counters.returned === names.length, "the returned ones");
    assert.equal(callee.counters.brokerFaults.toJSON(), {});
  });

  test("an answer to the queue of a module is no request to it", async () => {
    let runs = 0;
    await using stage = await open(handlers({ count: () => ++runs }));
    const { callee, peer, address, ask } = stage;
    await peer.publish(address, requestOf("count", [], address.queue));
    await eventually(() => callee.counters.messagesDropped.get("request") === 1, "it is dropped");
    assert.is((await ask("count")).Result, 2);
  });

  test("a request that a dead process had taken is lost, and not run", async () => {
    const held = new HeldHandlers();
    const remote = handlers({ enter: held.enter, ping: () => "pong" });
    await using stage = await open(remote, { maxConcurrentCalls: 1 });
    const { callee, peer, address, ask } = stage;
    await peer.publish(address, requestOf("enter", ["first"], peer.replyTo));
    const node = await sharedRabbitmq();
    const isTaken = async (count: number) => {
      const queue = (await node.queues()).find(({ name }) => name === address.queue);
      return queue?.unacknowledged === count;
    };
    await eventually(() => held.begun.length === 1, "the first runs");
    await eventually(() => isTaken(0), "it is acknowledged");
    const waiting = requestOf("enter", ["waiting"], peer.replyTo);
    const answer = peer.ask(address, waiting);
    await eventually(() => isTaken(1), "the second waits for a place");
    await closeConnection("mqant callee (consuming)");
    assert.match((await answer).content.toString(), /"Error":"\[lost\] Remote@Remote001\/enter/);
    assert.is(callee.counters.redelivered, 1);
    held.leave("first");
    await eventually(() => held.begun.length === 2, "the one that waited here");
    held.leave("waiting");
    assert.is((await ask("ping")).Result, "pong");
  });

  test("serves again after the broker has closed the connection", async () => {
    await using stage = await open(handlers({ ping: () => "pong" }));
    const { callee, ask } = stage;
    for (const link of ["consuming", "publishing"]) {
      await closeConnection(`mqant callee (${link})`);
      await eventually(() => callee.wire.health().state === "up", "it is back");
      assert.is((await ask("ping")).Result, "pong");
    }
    assert.is(callee.counters.brokerFaults.get("forced"), 2);
  });

  test("a queue that the operator deletes is declared again", async () => {
    await using stage = await open(handlers({ ping: () => "pong" }));
    const node = await sharedRabbitmq();
    await node.deleteQueue(stage.address.queue);
    const isBack = async () => {
      return (await node.queues()).some(({ name, consumers }) => {
        return name === stage.address.queue && consumers === 1;
      });
    };
    await eventually(isBack, "the queue is back");
    assert.is((await stage.ask("ping")).Result, "pong");
  });

  test("more than the prefetch at once is served in order, however long it takes", async () => {
    const served: string[] = [];
    await using stage = await open(
      (server) => server.add("note", "serial", (text: string) => void served.push(text), null),
      { prefetch: 3, maxWaitingCalls: 5 },
    );
    const { peer, address, ask } = stage;
    const names = Array.from({ length: 500 }, (_, index) => String(index));
    for (const name of names) await peer.publish(address, requestOf("note", [name], ""));
    await ask("note", "last");
    assert.equal(served, [...names, "last"]);
  });
});

/** The operator closes connections; of an earlier story there may be one that is not quite gone. */
async function closeConnection(name: string): Promise<void> {
  const node = await sharedRabbitmq();
  const named = (await node.connections()).filter((each) => each.connectionName === name);
  assert.ok(named.length > 0, name);
  for (const { pid } of named) {
    await node.evaluate(
      `rabbit_networking:close_connection(rabbit_misc:string_to_pid("${pid}"), "a test")`,
    );
  }
}
