import { describeCalls } from "./describe-calls.ts";
import { describeOrder } from "./describe-order.ts";
import { describeTime } from "./describe-time.ts";
import { describeValues } from "./describe-values.ts";
import { openInMemory } from "./stage.ts";

const where = "within one process";
describeCalls(where, openInMemory);
describeValues(where, openInMemory);
describeOrder(where, openInMemory);
describeTime(where, openInMemory);
