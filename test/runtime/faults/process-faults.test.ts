import * as assert from "uvu/assert";
import { eventually } from "../../support/eventually.ts";
import { sharedRabbitmq } from "../../support/rabbitmq-node.ts";
import { rabbitmqMissing } from "../../support/rabbitmq-settings.ts";
import { suite } from "../../support/suite.ts";
import { FaultStage, tell } from "./fault-stage.ts";

suite(
  "faults of processes",
  (test) => {
    const missing = rabbitmqMissing();
    if (missing !== undefined) {
      test.skip("killed, stopped, busy, restarted", missing);
      return;
    }

    test("a callee that is killed: its calls are lost within a second, others have no responder", async (signal) => {
      const { uri: callerUri } = await sharedRabbitmq();
      // Handlers take a while, so that there are some to be killed with it.
      await using stage = await FaultStage.start({
        callerUri,
        workMs: 200,
        timeoutMs: 5000,
        signal,
      });
      await stage.go();
      await stage.keepRuns();
      stage.callee.killGroup("SIGKILL");
      const killedAt = performance.now();
      await eventually(
        async () => ((await stage.callerReport()).failed["lost"] ?? 0) > 0,
        "calls are lost",
      );
      assert.ok(performance.now() - killedAt < 1500, "long before their deadline");
      await eventually(
        async () => ((await stage.callerReport()).failed["no_responder"] ?? 0) > 100,
        "nobody responds",
      );
      await stage.startCallee();
      await stage.answers(100, 3000);
      const { caller } = await stage.halt();
      assert.equal(Object.keys(caller.failed).sort(), ["lost", "no_responder"]);
    });

    test("a callee that is started again at once does not run its predecessor's calls", async (signal) => {
      const { uri: callerUri } = await sharedRabbitmq();
      await using stage = await FaultStage.start({
        callerUri,
        workMs: 100,
        timeoutMs: 3000,
        signal,
      });
      await stage.go();
      const former = stage.callee;
      const starting = stage.startCallee().catch((error: unknown) => error);
      await eventually(() => former.stdout.includes("ready"), "the former runs");
      former.killGroup("SIGKILL");
      await starting;
      await stage.halt();
    });

    test("a callee that stands still for longer than the time limit runs nothing late", async (signal) => {
      const { uri: callerUri } = await sharedRabbitmq();
      await using stage = await FaultStage.start({ callerUri, signal });
      await stage.go();
      stage.callee.process.kill("SIGSTOP");
      await stage.goesOn(2500);
      stage.callee.process.kill("SIGCONT");
      await stage.answers(200, 5000);
      const { caller, callee } = await stage.halt();
      assert.equal(Object.keys(caller.failed), ["deadline_exceeded"]);
      assert.ok(Number(callee.metrics["expired"]) > 100, "they are passed over");
    });

    test("a callee that is busy for three seconds runs nothing late", async (signal) => {
      const { uri: callerUri } = await sharedRabbitmq();
      await using stage = await FaultStage.start({ callerUri, signal });
      await stage.go();
      tell(stage.callee, "busy 3000");
      await stage.goesOn(1500);
      await stage.answers(200, 8000);
      const { caller } = await stage.halt();
      assert.equal(Object.keys(caller.failed), ["deadline_exceeded"]);
    });

    test("a caller that is killed harms nobody: the callee serves the next one", async (signal) => {
      const { uri: callerUri } = await sharedRabbitmq();
      await using stage = await FaultStage.start({ callerUri, workMs: 50, signal });
      await stage.go();
      stage.caller.killGroup("SIGKILL");
      await stage.startCaller();
      await stage.go();
      const { caller } = await stage.halt();
      assert.equal(caller.failed, {});
    });

    test("callee and caller restarted under load, with waitForReady: no call fails", async (signal) => {
      const { uri: callerUri } = await sharedRabbitmq();
      const waitForReady = true;
      await using stage = await FaultStage.start({
        callerUri,
        timeoutMs: 60_000,
        closeTimeoutMs: 20_000,
        waitForReady,
        signal,
      });
      await stage.go();
      for (let round = 0; round < 3; round++) {
        const former = stage.callee;
        await stage.keepRuns(former);
        former.process.kill("SIGTERM");
        assert.is(await former.ends(), 0);
        await stage.startCallee();
        await stage.answers(100);
      }
      // One that is started while its predecessor still serves takes over from it.
      const former = stage.callee;
      const successor = stage.startCallee();
      await stage.keepRuns(former);
      former.process.kill("SIGTERM");
      await Promise.all([successor, former.ends()]);
      await stage.answers(100);
      const { caller } = await stage.halt();
      assert.equal(caller.failed, {}, JSON.stringify(caller.samples));
      assert.is(caller.right, caller.made);
      stage.caller.process.kill("SIGTERM");
      assert.is(await stage.caller.ends(), 0);
    });
  },
  { timeoutMs: 120_000 },
);
