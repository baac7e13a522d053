import * as assert from "uvu/assert";
import { Bell } from "../../examples/chat/bell.ts";
import { eventually } from "../support/eventually.ts";
import { suite } from "../support/suite.ts";

suite("a bell", (test) => {
  test("rings once for all that happened before somebody listened", async () => {
    const bell = new Bell();
    bell.ring();
    bell.ring();
    const end = new AbortController();
    let rounds = 0;
    const listening = (async () => {
      for await (const _ of bell.rounds(end.signal)) rounds += 1;
    })();
    await eventually(() => rounds === 1, "the first round");
    bell.ring();
    await eventually(() => rounds === 2, "the second round");
    end.abort();
    await listening;
    assert.is(rounds, 2);
  });

  test("is heard afterwards if it rings in the middle of a round", async () => {
    const bell = new Bell();
    const end = new AbortController();
    let rounds = 0;
    bell.ring();
    for await (const _ of bell.rounds(end.signal)) {
      rounds += 1;
      if (rounds === 1) bell.ring();
      else end.abort();
    }
    assert.is(rounds, 2);
  });

  test("does not begin once its end has come", async () => {
    const bell = new Bell();
    bell.ring();
    for await (const _ of bell.rounds(AbortSignal.abort())) assert.unreachable();
  });
});
