import * as assert from "uvu/assert";
import { Slices } from "../../../runtime/async/slices.ts";
import { suite } from "../../support/suite.ts";

/** Keeps the process busy, in milliseconds. */
function work(ms: number): void {
  const until = performance.now() + ms;
  while (performance.now() < until);
}

suite("slices", (test) => {
  test("what arrives alone is done at once", () => {
    const done: number[] = [];
    const slices = new Slices<number>((item) => done.push(item));
    slices.push(1);
    slices.push(2);
    assert.equal(done, [1, 2]);
  });

  test("much work is done in order, and others have their turn in between", async () => {
    const done: number[] = [];
    const slices = new Slices<number>((item) => {
      // What arrives while it works is behind what waits already.
      if (item === 0) for (const next of [1, 2, 3, 4]) slices.push(next);
      work(3);
      done.push(item);
    });
    const between: number[] = [];
    const timer = setInterval(() => between.push(done.length), 1);
    slices.push(0);
    assert.equal(done, [0], "one slice");
    await slices.idle();
    clearInterval(timer);
    assert.equal(done, [0, 1, 2, 3, 4]);
    assert.ok(between.length > 0, "a timer had its turn");
  });

  test("idle resolves at once when nothing waits", async () => {
    await new Slices<number>(() => {}).idle();
  });
});
