import * as assert from "uvu/assert";
import { eventually } from "../../support/eventually.ts";
import { RabbitmqNode } from "../../support/rabbitmq-node.ts";
import { rabbitmqMissing } from "../../support/rabbitmq-settings.ts";
import { suite } from "../../support/suite.ts";
import { FaultStage } from "./fault-stage.ts";

/** Codes that calls may fail with while there is no broker. */
const AWAY = ["lost", "unavailable", "no_responder", "deadline_exceeded"];

suite(
  "faults of the broker",
  (test) => {
    const missing = rabbitmqMissing();
    if (missing !== undefined) {
      test.skip("killed, stopped, sent away, out of memory", missing);
      return;
    }

    /** What a broker does, and what undoes it. */
    const faults: Record<string, [(node: RabbitmqNode) => Promise<void>, RabbitmqNode["start"]?]> =
      {
        "is killed and starts again": [(node) => node.kill(), RabbitmqNode.prototype.start],
        "is stopped by its operator and started again": [
          (node) => node.stopApp(),
          RabbitmqNode.prototype.startApp,
        ],
        "sends everybody away": [(node) => node.closeAllConnections("maintenance")],
      };
    for (const [what, [happens, ends]] of Object.entries(faults)) {
      test(`a broker that ${what}: calls fail clearly, then work again`, async (signal) => {
        await using node = await RabbitmqNode.start();
        await using stage = await FaultStage.start({ callerUri: node.uri, signal });
        await stage.go();
        await happens(node);
        if (ends !== undefined) {
          await stage.goesOn(1500);
          const { failed } = await stage.callerReport();
          assert.ok(
            (failed["unavailable"] ?? 0) > 100,
            "calls fail at once, not at their deadline",
          );
          await ends.call(node);
        }
        await stage.answers(200, 5000);
        const { caller, callee } = await stage.halt();
        for (const code of Object.keys(caller.failed)) assert.ok(AWAY.includes(code), code);
        for (const { log } of [caller, callee]) {
          assert.is(log.filter((line) => line.startsWith("warn")).length, 1, log.join("\n"));
          assert.is(log.filter((line) => line.includes("is back")).length, 1, log.join("\n"));
        }
      });
    }

    test("a broker out of memory: calls fail as resource_exhausted, then work again", async (signal) => {
      await using node = await RabbitmqNode.start();
      await using stage = await FaultStage.start({ callerUri: node.uri, signal });
      await stage.go();
      const before = await stage.callerReport();
      await node.setMemoryAlarm(true);
      await eventually(
        async () => ((await stage.callerReport()).failed["resource_exhausted"] ?? 0) > 300,
        "calls are refused",
      );
      const during = await stage.callerReport();
      assert.ok(during.rssMb - before.rssMb < 80, `grew by ${during.rssMb - before.rssMb} MB`);
      await node.setMemoryAlarm(false);
      await stage.answers(200, 4000);
      const { caller } = await stage.halt();
      const codes = Object.keys(caller.failed).sort();
      assert.ok(
        codes.every((code) => ["deadline_exceeded", "resource_exhausted"].includes(code)),
        codes.join(),
      );
      assert.ok(Number(caller.metrics["blockedSeconds"]) > 0);
    });
  },
  { timeoutMs: 90_000 },
);
