import { randomUUID } from "node:crypto";
import { createApp, parseConfig } from "mqant";
import { MemoryLog } from "../../support/memory-log.ts";
import { rabbitmqMissing } from "../../support/rabbitmq-settings.ts";
import { sharedRabbitmq } from "../../support/rabbitmq-node.ts";
import { suite } from "../../support/suite.ts";
import { TestModule } from "../../support/test-module.ts";
import { describeOrder } from "../rpc/describe-order.ts";
import { describeTime } from "../rpc/describe-time.ts";
import type { OpenStage } from "../rpc/stage.ts";

/** Callees with `Rabbitmq` blocks in one process, the caller in another. */
const openOverBlocks: OpenStage = async (callees, options = {}) => {
  const { uri } = await sharedRabbitmq();
  const run = randomUUID().slice(0, 8);
  const entries = callees.map((module) => {
    const type = module.getType();
    const Rabbitmq = {
      Uri: uri,
      Exchange: `exchange_${run}`,
      Queue: `queue_${type}_${run}`,
      BindingKey: `key_${type}_${run}`,
    };
    return [type, [{ Id: `${type}001`, ProcessID: "callee", Rabbitmq }]] as const;
  });
  const Caller = [{ Id: "Caller001", ProcessID: "caller" }];
  const file = { Module: { Caller, ...Object.fromEntries(entries) } };
  const config = parseConfig(JSON.stringify(file), "test.json");
  const log = new MemoryLog();
  const settings = { closeTimeoutMs: 100, ...options };
  const callee = createApp({ ...settings, log, processId: "callee" }).configure(config);
  const calling = createApp({ ...settings, log: new MemoryLog(), processId: "caller" });
  const caller = new TestModule("Caller");
  await callee.start(...callees);
  await calling.configure(config).start(caller);
  return {
    caller,
    log,
    closeCallee: () => callee.close(),
    [Symbol.asyncDispose]: async () => {
      await calling.close();
      await callee.close();
    },
  };
};

// What is promised of results and values is another matter: mqant's format has no words for all of it.
const missing = rabbitmqMissing();
if (missing === undefined) {
  for (const describe of [describeOrder, describeTime])
    describe("over mqant's wire", openOverBlocks);
} else {
  suite("order and time limits over mqant's wire", (test) => {
    test.skip("are as everywhere", missing);
  });
}
