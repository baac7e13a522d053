import { setTimeout as pause } from "node:timers/promises";
import { connect } from "amqplib";
import * as assert from "uvu/assert";
import { RpcError } from "mqant";
import { eventually } from "../../support/eventually.ts";
import { RabbitmqNode, sharedRabbitmq } from "../../support/rabbitmq-node.ts";
import { rabbitmqMissing } from "../../support/rabbitmq-settings.ts";
import { suite } from "../../support/suite.ts";
import { TcpProxy } from "../../support/tcp-proxy.ts";
import { TestModule } from "../../support/test-module.ts";
import { ClusterProcess, echo } from "./two-processes.ts";

suite(
  "start and end with a broker",
  (test) => {
    const missing = rabbitmqMissing();
    if (missing !== undefined) {
      test.skip("before the broker, twice, while it is silent", missing);
      return;
    }

    test("a process that starts before the broker waits for it and says so", async () => {
      await using node = await RabbitmqNode.start();
      await node.kill();
      await using callee = ClusterProcess.callee(node.uri);
      const started = callee.start(echo());
      await eventually(() => callee.log.messages("warn").length > 0, "it says that it waits");
      assert.equal(callee.log.messages("warn"), [
        `no broker answers at amqp://127.0.0.1:${node.port}: the connection was refused; waiting for it`,
      ]);
      assert.is(callee.app.health().state, "starting");
      await node.start();
      await started;
      assert.ok(callee.app.health().healthy);
      assert.is(callee.log.messages("warn").length, 1);
    });

    test("a process that waits for the broker can be closed", async () => {
      await using way = await TcpProxy.start(1);
      await using callee = ClusterProcess.callee(`amqp://127.0.0.1:${way.port}`);
      const started = callee.start(echo());
      await eventually(() => callee.log.messages("warn").length > 0, "it waits");
      await callee.app.close();
      await started;
      assert.not(callee.log.messages("info").some((line) => line.includes("is up")));
    });

    test("an instance that a live process serves is not served twice: the second names the first", async () => {
      const { uri } = await sharedRabbitmq();
      await using first = await ClusterProcess.callee(uri).start(echo());
      await using second = ClusterProcess.callee(uri);
      const error: unknown = await second.start(echo()).catch((thrown: unknown) => thrown);
      assert.instance(error, RpcError);
      assert.match(
        (error as Error).message,
        new RegExp(
          `Echo@Echo001 is served by process "callee" \\(pid ${process.pid} on .+\\) already`,
        ),
      );
      await using caller = await ClusterProcess.caller(uri).start(new TestModule("Caller"));
      assert.is(await caller.app.invoke("Echo", "echo", [1]), 1, "the first serves on");
      await first.app.close();
      await using third = await ClusterProcess.callee(uri).start(echo());
      assert.is(await caller.app.invoke("Echo", "echo", [2]), 2);
      assert.ok(third.app.health().healthy);
    });

    test("a process closes in time though the broker is silent", async () => {
      const node = await sharedRabbitmq();
      await using way = await TcpProxy.start(node.port);
      const callee = ClusterProcess.callee(`amqp://guest:guest@127.0.0.1:${way.port}`);
      await callee.start(echo());
      way.freeze();
      const begun = performance.now();
      await callee.app.close();
      const took = performance.now() - begun;
      // Nothing runs: what is left to wait for is the broker, for the time that R47 allows.
      assert.ok(took < 3000, `${took} ms`);
      way.thaw();
    });

    test("a process far from the broker closes without losing a call that waits for its successor", async () => {
      const node = await sharedRabbitmq();
      await using way = await TcpProxy.start(node.port);
      const farUri = `amqp://guest:guest@127.0.0.1:${way.port}`;
      const former = await ClusterProcess.callee(farUri, { closeTimeoutMs: 20_000 }).start(echo());
      await using caller = await ClusterProcess.caller(node.uri).start(new TestModule("Caller"));
      const patient = caller.app.withOptions({ waitForReady: true, timeoutMs: 30_000 });
      way.delay(300);
      let isClosed = false;
      const closing = former.app.close().then(() => (isClosed = true));
      const calls: Promise<unknown>[] = [];
      while (!isClosed) {
        calls.push(patient.invoke("Echo", "echo", [calls.length]));
        await pause(20);
      }
      await closing;
      await using _successor = await ClusterProcess.callee(node.uri).start(echo());
      assert.equal(await Promise.all(calls), [...calls.keys()]);
    });

    test("a process far from the broker leaves its queue while its callers send nothing there", async () => {
      const node = await sharedRabbitmq();
      await using way = await TcpProxy.start(node.port);
      const farUri = `amqp://guest:guest@127.0.0.1:${way.port}`;
      const callee = await ClusterProcess.callee(farUri, { closeTimeoutMs: 20_000 }).start(echo());
      await using asker = await rawAsker(node.uri);
      asker.ask("echo", ["before"]);
      await eventually(() => asker.heard().includes("before"), "it is answered");
      way.delay(500);
      const closing = callee.app.close();
      await eventually(() => asker.heard().includes('"leaving"'), "it says that it leaves");
      await pause(250); // so long a caller holds back what it has for the queue
      assert.not.ok(await asker.isAnybodyThere(), "the queue is gone before they go on");
      way.delay(0);
      await closing;
    });

    test("health: not healthy once the broker has been away for five seconds", async () => {
      const node = await sharedRabbitmq();
      await using way = await TcpProxy.start(node.port);
      const uri = `amqp://guest:guest@127.0.0.1:${way.port}`;
      await using callee = await ClusterProcess.callee(uri).start(echo());
      assert.equal(callee.app.health(), {
        healthy: true,
        state: "running",
        broker: "up",
        brokerAwayMs: 0,
      });
      await way.refuse();
      await eventually(() => callee.app.health().broker === "away", "it is away");
      assert.ok(callee.app.health().healthy, "for a moment nobody minds");
      await eventually(() => !callee.app.health().healthy, "it is not healthy");
      assert.ok(callee.app.health().brokerAwayMs > 5000);
      await way.accept();
      await eventually(() => callee.app.health().healthy, "it is healthy again");
      assert.is(callee.app.metrics().reconnects, 1);
    });
  },
  { timeoutMs: 60_000 },
);

/** A process that asks `Echo001` and sees the messages that come back. */
async function rawAsker(uri: string) {
  const connection = await connect(uri);
  const channel = await connection.createChannel();
  const { queue: from } = await channel.assertQueue("", { exclusive: true });
  let heard = "";
  await channel.consume(from, (message) => (heard += String(message?.content)), { noAck: true });
  return {
    ask(handler: string, args: unknown[]) {
      const request = { from, key: "key", calls: [[1, handler, 5000, "asker", args]] };
      const options = { contentType: "application/vnd.mqant.v1+json" };
      channel.sendToQueue("mqant.Echo001", Buffer.from(JSON.stringify(request)), options);
    },
    heard: () => heard,
    /** Whether the queue of `Echo001` is there. */
    async isAnybodyThere() {
      const probe = await connection.createChannel();
      probe.on("error", () => {}); // what the broker says of a queue that is not there
      return await probe.checkQueue("mqant.Echo001").then(
        () => true,
        () => false,
      );
    },
    [Symbol.asyncDispose]: () => connection.close(),
  };
}
