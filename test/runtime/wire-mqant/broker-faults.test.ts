import * as assert from "uvu/assert";
import { eventually } from "../../support/eventually.ts";
import { rabbitmqMissing } from "../../support/rabbitmq-settings.ts";
import { RabbitmqNode } from "../../support/rabbitmq-node.ts";
import { rejectsWith } from "../../support/rejects-with.ts";
import { suite } from "../../support/suite.ts";
import { handlers, mqantConfig, WireProcess } from "./wire-process.ts";

suite(
  "faults of the broker under mqant's wire",
  (test) => {
    const missing = rabbitmqMissing();
    if (missing !== undefined) {
      test.skip("calls in flight are lost, and it works again when the broker is back", missing);
      return;
    }

    test("calls in flight are lost, and it works again when the broker is back", async () => {
      await using node = await RabbitmqNode.start();
      const config = mqantConfig(node.uri, { Echo: "callee" });
      let finish = (_text: string): void => {};
      const echo = handlers({
        echo: (value: unknown) => value,
        wait: () => new Promise<string>((resolve) => (finish = resolve)),
      });
      await using callee = await WireProcess.start(config, "callee", { Echo: echo });
      await using calling = await WireProcess.start(config, "caller");
      const { caller } = calling;
      const running = caller.invoke("Echo", "wait", [], { timeoutMs: 20_000 });
      await eventually(() => callee.running === 1, "it runs");
      const lost = rejectsWith(running, "lost");
      await node.kill();
      assert.is((await lost).maybeExecuted, true);

      const refused = await rejectsWith(caller.invoke("Echo", "echo", [1]), "unavailable");
      assert.is(refused.maybeExecuted, false);
      await rejectsWith(caller.invokeNR("Echo", "echo", [1]), "unavailable");
      const options = { waitForReady: true, timeoutMs: 60_000 };
      const patient = caller.invoke("Echo", "echo", [2], options);
      finish("nobody waits for this any more");

      await node.start();
      assert.is(await patient, 2);
      assert.is(await caller.invoke("Echo", "echo", [3], options), 3);
      await eventually(() => calling.wire.health().state === "up", "the caller is healthy");
      await eventually(() => callee.wire.health().state === "up", "the callee is healthy");
      assert.is(calling.counters.lateReplies, 0);
    });

    test("a broker that takes no messages refuses calls, and those that can wait are made later", async () => {
      await using node = await RabbitmqNode.start();
      const config = mqantConfig(node.uri, { Echo: "callee" });
      const echo = handlers({ echo: (value: unknown) => value });
      await using _callee = await WireProcess.start(config, "callee", { Echo: echo });
      await using calling = await WireProcess.start(config, "caller");
      const { caller } = calling;
      assert.is(await caller.invoke("Echo", "echo", [1]), 1);
      await node.setMemoryAlarm(true);
      // The broker tells a connection when it publishes for the first time.
      const first = caller.invoke("Echo", "echo", [2], { timeoutMs: 300 });
      await rejectsWith(first, "deadline_exceeded");
      await eventually(() => calling.wire.health().state === "blocked", "the caller knows");
      await rejectsWith(caller.invoke("Echo", "echo", [3]), "resource_exhausted");
      const options = { waitForReady: true, timeoutMs: 20_000 };
      const patient = caller.invoke("Echo", "echo", [4], options);
      await node.setMemoryAlarm(false);
      assert.is(await patient, 4);
      assert.ok(calling.counters.blockedMs > 0);
    });

    test("processes that start before the broker wait for it", async () => {
      const node = await RabbitmqNode.start();
      await using _node = node;
      const config = mqantConfig(node.uri, { Echo: "callee" });
      await node.kill();
      const echo = { Echo: handlers({ echo: (value: unknown) => value }) };
      const starting = [
        WireProcess.start(config, "callee", echo),
        WireProcess.start(config, "caller"),
      ];
      await node.start();
      const [callee, calling] = await Promise.all(starting);
      await using _callee = callee;
      await using _calling = calling;
      assert.is(await calling?.caller.invoke("Echo", "echo", [1]), 1);
    });
  },
  { timeoutMs: 120_000 },
);
