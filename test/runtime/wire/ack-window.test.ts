import { setImmediate } from "node:timers/promises";
import type { ConsumeMessage } from "amqplib";
import * as assert from "uvu/assert";
import { AckWindow, type Delivery } from "../../../runtime/broker/ack-window.ts";
import { eventually } from "../../support/eventually.ts";
import { suite } from "../../support/suite.ts";

function delivered(deliveryTag: number): ConsumeMessage {
  return { fields: { deliveryTag } } as ConsumeMessage; // all that is looked at
}

/** A window with messages 1, 2, …, and what it told the broker: `[3, "and before"]`, `[5]`. */
function windowOf(prefetch: number, count: number) {
  const told: unknown[][] = [];
  const window = new AckWindow(
    {
      ack: ({ fields }, allUpTo) =>
        told.push([fields.deliveryTag, ...(allUpTo === true ? ["and before"] : [])]),
    },
    prefetch,
  );
  const open = (_: unknown, index: number): Delivery => window.opened(delivered(index + 1));
  return { told, window, messages: Array.from({ length: count }, open) };
}

suite("acknowledgements", (test) => {
  test("a quarter of the prefetch goes with one, at the end of the turn", async () => {
    const { told, messages } = windowOf(12, 3);
    for (const message of messages) message.admitted();
    assert.equal(told, []);
    await setImmediate();
    assert.equal(told, [[3, "and before"]]);
  });

  test("with a prefetch of 1 none waits for others, which the broker would not deliver", async () => {
    const { told, messages } = windowOf(1, 1);
    messages[0]?.admitted();
    await setImmediate();
    assert.equal(told, [[1, "and before"]]);
  });

  test("fewer wait a moment for others", async () => {
    const { told, messages } = windowOf(100, 2);
    for (const message of messages) message.admitted();
    await setImmediate();
    assert.equal(told, []);
    await eventually(() => told.length > 0, "they are acknowledged");
    assert.equal(told, [[2, "and before"]]);
  });

  test("what comes behind one that was not admitted is acknowledged by itself, once", async () => {
    const { told, window, messages } = windowOf(8, 4);
    for (const index of [0, 2, 3]) messages[index]?.admitted();
    await setImmediate();
    assert.equal(told, [[1, "and before"], [3], [4]]);
    messages[1]?.admitted();
    window.hurry();
    assert.equal(told.slice(3), [[2, "and before"]]);
  });

  test("nothing is acknowledged on a channel that is gone", async () => {
    const { told, window, messages } = windowOf(1, 1);
    window.close();
    messages[0]?.admitted();
    window.hurry();
    await setImmediate();
    assert.equal(told, []);
  });
});
