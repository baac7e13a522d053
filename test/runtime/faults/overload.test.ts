import * as assert from "uvu/assert";
import { eventually } from "../../support/eventually.ts";
import { sharedRabbitmq } from "../../support/rabbitmq-node.ts";
import { rabbitmqMissing } from "../../support/rabbitmq-settings.ts";
import { suite } from "../../support/suite.ts";
import { FaultStage, tell } from "./fault-stage.ts";

suite(
  "overload",
  (test) => {
    const missing = rabbitmqMissing();
    if (missing !== undefined) {
      test.skip("a callee that is far too slow, 20,000 calls at once", missing);
      return;
    }

    test("a callee at ten times its capacity still answers, and nothing runs late", async (signal) => {
      const { uri: callerUri } = await sharedRabbitmq();
      // 300 calls a second, of which each keeps the callee busy for 33 ms.
      const load = { workMs: 33, busy: true, timeoutMs: 1000 };
      await using stage = await FaultStage.start({ callerUri, ...load, signal });
      const before = await stage.calleeReport();
      const begun = performance.now();
      tell(stage.caller, "go");
      await eventually(
        async () => (await stage.callerReport()).made > 1500,
        "the load has lasted",
        30_000,
      );
      const { caller, callee } = await stage.halt();
      const possible = (performance.now() - begun) / load.workMs;
      assert.ok(caller.right > possible / 3, `${caller.right} right of ${possible} possible`);
      assert.ok(callee.rssMb - before.rssMb < 50, `grew by ${callee.rssMb - before.rssMb} MB`);
    });

    test("20,000 calls at once are all settled in time, in bounded memory", async (signal) => {
      const { uri: callerUri } = await sharedRabbitmq();
      await using stage = await FaultStage.start({ callerUri, timeoutMs: 5000, signal });
      const [callerBefore, calleeBefore] = [await stage.callerReport(), await stage.calleeReport()];
      tell(stage.caller, "burst 20000");
      const { caller, callee } = await stage.halt();
      const settled = Object.values(caller.failed).reduce(
        (sum, count) => sum + count,
        caller.right,
      );
      assert.is(settled, 20_000);
      assert.ok(caller.right >= 10_000, `${caller.right}: ${JSON.stringify(caller.failed)}`);
      assert.ok(caller.rssMb - callerBefore.rssMb < 250, "the caller's memory");
      assert.ok(callee.rssMb - calleeBefore.rssMb < 250, "the callee's memory");
    });
  },
  { timeoutMs: 60_000 },
);
