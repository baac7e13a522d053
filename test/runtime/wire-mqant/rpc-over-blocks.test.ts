import { randomUUID } from "node:crypto";
import { rabbitmqMissing } from "../../support/rabbitmq-settings.ts";
import { sharedRabbitmq } from "../../support/rabbitmq-node.ts";
import { suite } from "../../support/suite.ts";
import { describeOrder } from "../rpc/describe-order.ts";
import { describeTime } from "../rpc/describe-time.ts";
import { CALLER, openApart } from "../rpc/stage.ts";

/** Callees with `Rabbitmq` blocks in one process, the caller in another. */
const openOverBlocks = openApart(async (types) => {
  const { uri } = await sharedRabbitmq();
  const run = randomUUID().slice(0, 8);
  const entries = types.map((type) => {
    const Rabbitmq = {
      Uri: uri,
      Exchange: `exchange_${run}`,
      Queue: `queue_${type}_${run}`,
      BindingKey: `key_${type}_${run}`,
    };
    return [type, [{ Id: `${type}001`, ProcessID: "callee", Rabbitmq }]] as const;
  });
  return { Module: { ...CALLER, ...Object.fromEntries(entries) } };
});

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
