import * as assert from "uvu/assert";
import { TimingWheel, type WheelEntry } from "../../../runtime/async/timing-wheel.ts";
import { Child } from "../../support/child.ts";
import { eventually } from "../../support/eventually.ts";
import { suite } from "../../support/suite.ts";
import { TemporaryFolder } from "../../support/temporary-folder.ts";

class Entry implements WheelEntry {
  previous: WheelEntry | undefined = undefined;
  next: WheelEntry | undefined = undefined;
  expiredAt: number | undefined;

  expire(): void {
    this.expiredAt = performance.now();
  }
}

suite("timing wheel", (test) => {
  test("entries expire after their time, never before, those of one instant all together", async () => {
    const wheel = new TimingWheel<Entry>();
    const at = performance.now() + 40;
    const entries = [new Entry(), new Entry(), new Entry()];
    for (const entry of entries) wheel.add(entry, at);
    const late = new Entry();
    wheel.add(late, at + 60);
    await eventually(() => late.expiredAt !== undefined);
    for (const { expiredAt = 0 } of entries) {
      assert.ok(expiredAt >= at);
      assert.ok(expiredAt <= (late.expiredAt ?? 0));
    }
    assert.ok((late.expiredAt ?? 0) >= at + 60);
  });

  test("a removed entry never expires, and to remove it again is fine", async () => {
    const wheel = new TimingWheel<Entry>();
    const [removed, kept] = [new Entry(), new Entry()];
    wheel.add(removed, performance.now() + 10);
    wheel.add(kept, performance.now() + 50);
    wheel.remove(removed);
    wheel.remove(removed);
    assert.equal([...wheel.entries()], [kept]);
    await eventually(() => kept.expiredAt !== undefined);
    assert.is(removed.expiredAt, undefined);
    assert.equal([...wheel.entries()], []);
  });

  test("what is due already expires at the next turn", async () => {
    const wheel = new TimingWheel<Entry>();
    const entry = new Entry();
    wheel.add(entry, performance.now() - 1000);
    await eventually(() => entry.expiredAt !== undefined);
  });

  test("a process stays while an entry waits, and ends when none does", async (signal) => {
    const wheelFile = new URL("../../../runtime/async/timing-wheel.ts", import.meta.url).href;
    const program = `
      import { TimingWheel } from ${JSON.stringify(wheelFile)};
      const entry = () => ({ previous: undefined, next: undefined, expire: () => console.log("expired") });
      const wheel = new TimingWheel();
      const removed = entry();
      wheel.add(removed, performance.now() + 60_000);
      wheel.remove(removed);
      wheel.add(entry(), performance.now() + 50);
    `;
    await using folder = await TemporaryFolder.with({ "program.mts": program });
    await using child = Child.ofTypeScript(folder.file("program.mts"), [], { signal });
    assert.is(await child.ends(), 0);
    assert.is(child.stdout, "expired\n");
  });
});
