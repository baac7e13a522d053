import * as assert from "uvu/assert";
import { eventually } from "../../support/eventually.ts";
import { sharedRabbitmq } from "../../support/rabbitmq-node.ts";
import { rabbitmqMissing } from "../../support/rabbitmq-settings.ts";
import { rejectsWith } from "../../support/rejects-with.ts";
import { suite } from "../../support/suite.ts";
import { TcpProxy } from "../../support/tcp-proxy.ts";
import { TestModule } from "../../support/test-module.ts";
import { ClusterProcess, echo } from "./two-processes.ts";

suite("calls to nobody", (test) => {
  const missing = rabbitmqMissing();
  if (missing !== undefined) {
    test.skip("fail at once, or wait if they were asked to", missing);
    return;
  }

  test("a call, and a call without reply, to an instance that is not up is no_responder", async () => {
    const { uri } = await sharedRabbitmq();
    await using caller = await ClusterProcess.caller(uri).start(new TestModule("Caller"));
    const error = await rejectsWith(caller.app.invoke("Echo", "echo", [1]), "no_responder");
    assert.match(error.message, /nobody serves Echo@Echo001.*is process "callee" up\?/);
    assert.is(error.maybeExecuted, false);
    await rejectsWith(caller.app.invokeNR("Echo", "echo", [1]), "no_responder");
    assert.is(caller.app.metrics().returned, 2);
  });

  test("with waitForReady both wait until the instance is up", async () => {
    const { uri } = await sharedRabbitmq();
    await using caller = await ClusterProcess.caller(uri).start(new TestModule("Caller"));
    const patient = caller.app.withOptions({ waitForReady: true });
    const call = patient.invoke("Echo", "echo", ["late"]);
    const oneWay = patient.invokeNR("Echo", "echo", ["late"]);
    await eventually(() => caller.app.metrics().returned > 0, "nobody was there");
    await using callee = await ClusterProcess.callee(uri).start(echo());
    assert.is(await call, "late");
    await oneWay;
    await eventually(() => callee.app.metrics().callsServed["ok"] === 2, "both were served");
  });

  test("while the broker is away calls are unavailable at once, and wait if they were asked to", async () => {
    const node = await sharedRabbitmq();
    await using way = await TcpProxy.start(node.port);
    await using callee = await ClusterProcess.callee(node.uri).start(echo());
    const uri = `amqp://guest:guest@127.0.0.1:${way.port}`;
    await using caller = await ClusterProcess.caller(uri).start(new TestModule("Caller"));
    await way.refuse();
    await eventually(() => caller.app.health().broker === "away", "the broker is away");
    const error = await rejectsWith(caller.app.invoke("Echo", "echo", [1]), "unavailable");
    assert.match(error.message, /the broker at amqp:\/\/127\.0\.0\.1:\d+ is away/);
    assert.is(error.maybeExecuted, false);
    const patient = caller.app.withOptions({ waitForReady: true });
    const waiting = patient.invoke("Echo", "echo", ["later"]);
    const short = patient.invoke("Echo", "echo", ["never"], { timeoutMs: 50 });
    assert.is((await rejectsWith(short, "deadline_exceeded")).maybeExecuted, false);
    await way.accept();
    assert.is(await waiting, "later");
    assert.ok(callee.app.health().healthy);
  });

  test("what waits to be sent is bounded", async () => {
    const node = await sharedRabbitmq();
    await using way = await TcpProxy.start(node.port);
    const uri = `amqp://guest:guest@127.0.0.1:${way.port}`;
    const options = { maxUnsentBytes: 100_000 };
    await using caller = await ClusterProcess.caller(uri, options).start(new TestModule("Caller"));
    await way.refuse();
    await eventually(() => caller.app.health().broker === "away", "the broker is away");
    const patient = caller.app.withOptions({ waitForReady: true, timeoutMs: 100 });
    const body = "x".repeat(40_000);
    const waiting = [1, 2].map(() => patient.invoke("Echo", "echo", [body]));
    const error = await rejectsWith(patient.invoke("Echo", "echo", [body]), "resource_exhausted");
    assert.match(error.message, /maxUnsentBytes allows 100000/);
    for (const call of waiting) await rejectsWith(call, "deadline_exceeded");
  });
});
