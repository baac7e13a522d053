import { sharedRabbitmq } from "../../support/rabbitmq-node.ts";
import { rabbitmqMissing } from "../../support/rabbitmq-settings.ts";
import { suite } from "../../support/suite.ts";
import { describeCalls } from "./describe-calls.ts";
import { describeOrder } from "./describe-order.ts";
import { describeTime } from "./describe-time.ts";
import { describeValues } from "./describe-values.ts";
import { openOver } from "./stage.ts";

const where = "over RabbitMQ";
const missing = rabbitmqMissing();
if (missing === undefined) {
  const open = openOver(sharedRabbitmq);
  describeCalls(where, open);
  describeValues(where, open);
  describeOrder(where, open);
  describeTime(where, open);
} else {
  suite(`calls ${where}`, (test) => test.skip("all that is promised within one process", missing));
}
