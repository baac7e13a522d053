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
    const slices = new Slices<number>((item) => {
      done.push(item);
      return false;
    });
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
      return false;
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

  test("what takes several steps is done before what came later; in a hurry without a pause", () => {
    const done: string[] = [];
    const slices = new Slices<{ name: string; steps: number }>((item) => {
      work(3);
      done.push(item.name);
      return --item.steps > 0;
    });
    slices.hurry();
    slices.push({ name: "a", steps: 2 });
    slices.push({ name: "b", steps: 1 });
    assert.equal(done, ["a", "a", "b"]);
  });

  test("idle resolves at once when nothing waits", async () => {
    await new Slices<number>(() => false).idle();
  });
});
