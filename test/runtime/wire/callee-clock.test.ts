import * as assert from "uvu/assert";
import { CalleeClock } from "../../../runtime/wire/callee-clock.ts";
import { Patience } from "../../../runtime/wire/patience.ts";
import { suite } from "../../support/suite.ts";

suite("the callee's clock, as the caller knows it", (test) => {
  test("says nothing before the callee was heard", () => {
    assert.is(new CalleeClock().stamp(), undefined);
  });

  test("is as far ahead or behind as the nearest reply says", () => {
    const clock = new CalleeClock();
    const ahead = 50_000;
    // One reply took a while to arrive, the next one did not, and one was read late.
    for (const delay of [300, 0, 900]) clock.heard("boot", performance.now() + ahead - delay);
    const { at = 0, boot } = clock.stamp() ?? {};
    assert.is(boot, "boot");
    assert.ok(Math.abs(at - performance.now() - ahead) < 20);
  });

  test("is forgotten when the callee is another process", () => {
    const clock = new CalleeClock();
    clock.heard("one", performance.now() + 50_000);
    clock.heard("two", performance.now() - 1000);
    const { at = 0, boot } = clock.stamp() ?? {};
    assert.is(boot, "two");
    assert.ok(at < performance.now() - 900);
  });
});

suite("patience", (test) => {
  test("a call that has waited for most of its time is not begun if its handler takes longer than is left", () => {
    const patience = new Patience();
    assert.ok(patience.isWorthwhile("slow", 900, 5), "nobody knows how long it takes");
    patience.note("slow", 40);
    assert.not(patience.isWorthwhile("slow", 900, 45));
    assert.ok(patience.isWorthwhile("slow", 900, 100));
    assert.ok(patience.isWorthwhile("slow", 10, 20), "it is as good as new");
    assert.ok(patience.isWorthwhile("other", 900, 45));
  });
});
