import * as assert from "uvu/assert";
import { TimingWheel } from "../../../runtime/async/timing-wheel.ts";
import type { RpcError } from "../../../runtime/errors.ts";
import {
  OutgoingWindow,
  type Transmitter,
  type WindowLimits,
} from "../../../runtime/gate/outgoing-window.ts";
import { eventually } from "../../support/eventually.ts";
import { suite } from "../../support/suite.ts";

const LIMITS: WindowLimits = { maxUnacknowledged: 4, maxUnacknowledgedBytes: 100 };

/** A window, what it has sent as "payload id", again with a "!", and what became of its messages. */
function stageOf(line: Partial<Transmitter> = {}) {
  const sent: string[] = [];
  const settled: string[] = [];
  const window = new OutgoingWindow(LIMITS, new TimingWheel());
  const lineOf = (changes: Partial<Transmitter>): Transmitter => ({
    maxInFlight: 2,
    resendAfterMs: 0,
    fits: () => true,
    transmit: ({ payload }, id, isAgain) => sent.push(`${payload} ${id}${isAgain ? "!" : ""}`),
    ...changes,
  });
  window.attach(lineOf(line));
  const add = (payload: string) =>
    window.add({ topic: "t", payload }, (error: RpcError | undefined) => {
      settled.push(`${payload} ${error?.code ?? "ok"}`);
    });
  return { window, lineOf, sent, settled, add };
}

suite("the window of messages at QoS 1", (test) => {
  test("a few are sent at a time, the others wait for their turn", () => {
    const { window, sent, settled, add } = stageOf();
    for (const payload of ["a", "b", "c", "d"]) assert.ok(add(payload));
    assert.not(add("e"), "as many as may be without PUBACK");
    assert.equal(sent, ["a 1", "b 2"]);
    window.acknowledge(2);
    window.acknowledge(2);
    window.acknowledge(99);
    assert.equal(sent, ["a 1", "b 2", "c 3"]);
    window.acknowledge(1);
    window.acknowledge(3);
    window.acknowledge(4);
    assert.equal(settled, ["b ok", "a ok", "c ok", "d ok"]);
  });

  test("beyond the bytes that may wait nothing is taken, until some are acknowledged", () => {
    const { window, settled, add } = stageOf();
    assert.ok(add("x".repeat(101)), "one large message is no fault");
    assert.not(add("y"));
    window.acknowledge(1);
    assert.ok(add("y"));
    assert.is(settled.length, 1);
  });

  test("ids go round after 65535, past those that are in use", () => {
    const { window, sent, add } = stageOf();
    add("held");
    for (let id = 2; id <= 65_535; id++) {
      add("m");
      window.acknowledge(id);
    }
    add("last");
    assert.is(sent.at(-1), "last 2");
  });

  test("what waits when the connection ends is lost, and who asked is told whether it was sent", () => {
    const outcomes: (boolean | undefined)[] = [];
    const { window } = stageOf({ maxInFlight: 1 });
    for (let count = 0; count < 2; count++) {
      window.add({ topic: "t", payload: "p" }, (error) => outcomes.push(error?.maybeExecuted));
    }
    window.close();
    window.close();
    window.acknowledge(1);
    assert.equal(outcomes, [true, false]);
  });

  test("what is not acknowledged is sent again in its order, and no more once it is", async () => {
    const { window, sent, add } = stageOf({ resendAfterMs: 20, maxInFlight: 3 });
    for (const payload of ["a", "b", "c"]) add(payload);
    await eventually(() => sent.length >= 6);
    assert.equal(sent.slice(0, 6), ["a 1", "b 2", "c 3", "a 1!", "b 2!", "c 3!"]);
    window.acknowledge(2);
    sent.length = 0;
    await eventually(() => sent.length >= 4);
    assert.not(sent.some((line) => line.startsWith("b")));
    window.acknowledge(1);
    window.acknowledge(3);
  });

  test("on another connection all is sent again as it was, before anything new, and as it has room", () => {
    const { window, lineOf, sent, settled, add } = stageOf();
    for (const payload of ["a", "b", "c"]) add(payload);
    window.acknowledge(1);
    window.detach();
    window.acknowledge(2);
    add("d");
    assert.equal(sent, ["a 1", "b 2", "c 3"]);
    window.attach(lineOf({ maxInFlight: 1 }));
    window.acknowledge(3);
    window.acknowledge(2);
    window.detach();
    window.attach(lineOf({}));
    assert.equal(sent.slice(3), ["b 2!", "c 3!", "c 3!", "d 4"]);
    window.acknowledge(4);
    window.acknowledge(3);
    assert.equal(settled, ["a ok", "b ok", "d ok", "c ok"]);
  });

  test("what another connection has no room for is done with, and who asked is told", () => {
    const { window, lineOf, sent, settled, add } = stageOf();
    for (const payload of ["long", "s"]) add(payload);
    window.detach();
    window.attach(lineOf({ fits: ({ payload }) => payload.length < 4 }));
    assert.equal(sent.slice(2), ["s 2!"]);
    assert.equal(settled, ["long too_large"]);
  });

  test("a connection that breaks while all is sent again leaves the rest in its order", () => {
    const { window, lineOf, sent, add } = stageOf({ maxInFlight: 4 });
    for (const payload of ["a", "b", "c"]) add(payload);
    window.detach();
    sent.length = 0;
    window.attach(
      lineOf({
        maxInFlight: 4,
        transmit: ({ payload }) => {
          sent.push(payload);
          if (payload === "b") window.detach();
        },
      }),
    );
    assert.equal(sent, ["a", "b"]);
    window.attach(lineOf({ maxInFlight: 4 }));
    assert.equal(sent.slice(2), ["a 1!", "b 2!", "c 3!"]);
  });
});
