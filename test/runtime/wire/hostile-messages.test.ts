import { connect, type Channel } from "amqplib";
import * as assert from "uvu/assert";
import { eventually } from "../../support/eventually.ts";
import { sharedRabbitmq } from "../../support/rabbitmq-node.ts";
import { rabbitmqMissing } from "../../support/rabbitmq-settings.ts";
import { suite } from "../../support/suite.ts";
import { TestModule } from "../../support/test-module.ts";
import { ClusterProcess, echo } from "./two-processes.ts";

const JSON_TYPE = "application/vnd.mqant.v1+json";
const MIXED_TYPE = "application/vnd.mqant.v1+mixed";
const QUEUE = "mqant.Echo001";

/** What anybody with the broker's password could put into a queue. */
const GARBAGE: readonly (readonly [
  what: string,
  type: string | undefined,
  body: string | Buffer,
])[] = [
  ["no content type", undefined, "{}"],
  ["a foreign content type", "text/plain", "hello"],
  ["a version to come", "application/vnd.mqant.v2+json", "{}"],
  ["nothing", JSON_TYPE, ""],
  ["no JSON", JSON_TYPE, "{"],
  ["no UTF-8", JSON_TYPE, Buffer.from([0x22, 0xff, 0xfe, 0x22])],
  ["a list", JSON_TYPE, "[]"],
  ["another object", JSON_TYPE, '{"from":1,"key":2,"calls":3,"replies":4}'],
  ["calls without an asker", JSON_TYPE, '{"calls":[[1,"echo",1000,"x",[1]]]}'],
  ["a call that is no list", JSON_TYPE, '{"from":"a","key":"b","calls":[7]}'],
  ["a call without arguments", JSON_TYPE, '{"from":"a","key":"b","calls":[[1,"echo",1000,"x"]]}'],
  ["JSON nested too deep", JSON_TYPE, "[".repeat(100_000)],
  ["a frame of three bytes", MIXED_TYPE, Buffer.from([0, 0, 0])],
  ["a frame that is cut", MIXED_TYPE, Buffer.from([0, 0, 255, 255, 0x7b])],
  [
    "bytes that are not there",
    JSON_TYPE,
    '{"from":"a","key":"b","calls":[[1,"echo",1000,"x",[{"$b":[0,99]}],{"tagged":1}]]}',
  ],
  [
    "a tag that does not exist",
    JSON_TYPE,
    '{"from":"a","key":"b","calls":[[1,"echo",1000,"x",[{"$x":1}],{"tagged":1}]]}',
  ],
  [
    "a session that is none",
    JSON_TYPE,
    '{"from":"a","key":"b","calls":[[1,"echo",1000,"x",[{"$s":{"userId":1}}],{"tagged":1}]]}',
  ],
  [
    "a session whose settings are null",
    JSON_TYPE,
    '{"from":"a","key":"b","calls":[[1,"echo",1000,"x",[{"$s":["s","","g","tcp","ip","G@g",null]}],{"tagged":1}]]}',
  ],
];

suite("what does not belong into a queue", (test) => {
  const missing = rabbitmqMissing();
  if (missing !== undefined) {
    test.skip("is dropped, counted and logged", missing);
    return;
  }

  /** A caller and a callee that work, and somebody who writes what they like. */
  async function stage() {
    const node = await sharedRabbitmq();
    const callee = await ClusterProcess.callee(node.uri).start(echo());
    const caller = await ClusterProcess.caller(node.uri).start(new TestModule("Caller"));
    const intruder = await connect(node.uri);
    const channel = await intruder.createChannel();
    let replyQueues: string[] = [];
    const areKnown = async (): Promise<boolean> => {
      const names = (await node.queues()).map(({ name }) => name);
      replyQueues = names.filter((name) => name.startsWith("amq.gen"));
      return replyQueues.length === 2;
    };
    await eventually(areKnown, "the reply queues of others are gone");
    return {
      callee,
      caller,
      channel,
      replyQueues,
      works: async () => await caller.app.invoke("Echo", "echo", ["still there"]),
      [Symbol.asyncDispose]: async () => {
        await intruder.close();
        await caller[Symbol.asyncDispose]();
        await callee[Symbol.asyncDispose]();
      },
    };
  }

  function put(channel: Channel, queue: string): void {
    for (const [, contentType, body] of GARBAGE) {
      const options = contentType === undefined ? {} : { contentType };
      channel.sendToQueue(queue, Buffer.from(body as string), options);
    }
  }

  test("garbage on the request queue is dropped, counted and logged, and calls go on", async () => {
    await using it = await stage();
    put(it.channel, QUEUE);
    await eventually(
      () => it.callee.app.metrics().messagesDropped["request"] === GARBAGE.length,
      "all of it was counted",
    );
    assert.is(await it.works(), "still there");
    const lines = it.callee.log.ofKind("bad_request");
    assert.ok(lines.length > 0 && lines.length <= 20, `${lines.length} lines`);
    assert.match(
      lines[0]?.message ?? "",
      /a message on "mqant\.Echo001" is dropped: the content type/,
    );
  });

  test("garbage on a reply queue is dropped, counted and logged, and calls go on", async () => {
    await using it = await stage();
    for (const queue of it.replyQueues) put(it.channel, queue);
    await eventually(
      () => it.caller.app.metrics().messagesDropped["reply"] === GARBAGE.length,
      "all of it was counted",
    );
    assert.is(await it.works(), "still there");
    assert.ok(it.caller.log.ofKind("bad_reply").length <= 20);
  });

  test("a forged reply settles nothing: it has not the key of the process", async () => {
    await using it = await stage();
    const slow = it.caller.app.invoke("Echo", "echo", ["mine"]);
    const forged = (number: number) =>
      `{"key":"guessed","boot":"x","clock":1,"replies":[[${number},0,"forged"]]}`;
    for (const queue of it.replyQueues) {
      for (let number = 0; number < 10; number++) {
        const body = Buffer.from(forged(number));
        it.channel.sendToQueue(queue, body, { contentType: JSON_TYPE });
      }
    }
    assert.is(await slow, "mine");
    await eventually(
      () => it.caller.app.metrics().messagesDropped["reply"] === 10,
      "they were counted",
    );
  });

  test("a request whose reply queue is somebody else's does that one no harm", async () => {
    await using it = await stage();
    const [victim = ""] = it.replyQueues;
    const body = `{"from":${JSON.stringify(victim)},"key":"k","calls":[[1,"echo",1000,"x",["y"]]]}`;
    it.channel.sendToQueue(QUEUE, Buffer.from(body), { contentType: JSON_TYPE });
    await eventually(
      () => [it.caller, it.callee].some(({ app }) => app.metrics().messagesDropped["reply"] === 1),
      "the reply was dropped",
    );
    assert.is(await it.works(), "still there");
  });

  test("a request whose reply queue does not exist is answered to nobody, and counted", async () => {
    await using it = await stage();
    const body = `{"from":"amq.gen-nobody","key":"k","calls":[[1,"echo",1000,"x",["y"]]]}`;
    it.channel.sendToQueue(QUEUE, Buffer.from(body), { contentType: JSON_TYPE });
    await eventually(() => it.callee.app.metrics().returned === 1, "the reply came back");
    assert.is(await it.works(), "still there");
  });

  test("one bad call of a message does not harm the others", async () => {
    await using it = await stage();
    const calls = `[null],[1,"echo",1000,"x",["y"]],{"a":1},[2,"echo",1000,"x",["z"]]`;
    const body = `{"from":"amq.gen-nobody","key":"k","calls":[${calls}]}`;
    it.channel.sendToQueue(QUEUE, Buffer.from(body), { contentType: JSON_TYPE });
    await eventually(() => it.callee.app.metrics().callsServed["ok"] === 2, "two were served");
    assert.is(it.callee.app.metrics().messagesDropped["request"], 2);
  });
});
