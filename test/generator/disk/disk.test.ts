import { statSync, symlinkSync, utimesSync } from "node:fs";
import * as assert from "uvu/assert";
import { changedPaths } from "../../../generator/disk/changed-paths.ts";
import { decodeText } from "../../../generator/disk/decode-text.ts";
import { Disk } from "../../../generator/disk/disk.ts";
import { provingState } from "../../../generator/disk/file-state.ts";
import { suite } from "../../support/suite.ts";
import { ProjectFolder } from "../cli/project-folder.ts";

suite("the disk of one run", (test) => {
  test("answers the same question the same way", () => {
    using folder = new ProjectFolder({ "a.ts": "one" });
    const disk = new Disk();
    assert.is(disk.readText(folder.file("a.ts")), "one");
    assert.is(disk.kindOf(folder.file("b.ts")), "nothing");
    folder.write("a.ts", "two");
    folder.write("b.ts", "new");
    assert.is(disk.readText(folder.file("a.ts")), "one");
    assert.is(disk.readText(folder.file("b.ts")), undefined);
  });

  test("knows what has changed since, and passes the rest on to the next", () => {
    using folder = new ProjectFolder({ "src/a.ts": "one", "src/b.ts": "two", "out/x.ts": "" });
    const disk = new Disk();
    disk.ignored = [folder.file("src/generated")];
    for (const name of ["src/a.ts", "src/b.ts"]) disk.readText(folder.file(name));
    disk.entriesOf(folder.file("src"));
    assert.equal([...changedPaths(disk)], []);
    folder.write("src/generated/x.ts", "");
    folder.write("src/notes.md", "");
    assert.equal([...changedPaths(disk)], []);
    folder.write("src/b.ts", "three");
    folder.write("src/c.ts", "four");
    const changed = changedPaths(disk);
    assert.equal(
      [...changed].sort(),
      ["src", "src/b.ts", "src/c.ts"].map((name) => folder.file(name)),
    );
    const near = (name: string): string[] =>
      [...changedPaths(disk, new Set([folder.file(name)]))].sort();
    assert.equal(near("src/c.ts"), [folder.file("src"), folder.file("src/c.ts")]);
    assert.equal(near("out/x.ts"), []);
    const next = disk.without(changed);
    assert.is(next.readText(folder.file("src/b.ts")), "three");
    assert.equal(next.entriesOf(folder.file("src")).files, ["a.ts", "b.ts", "c.ts"]);
    folder.write("src/a.ts", "changed, but nobody said so");
    assert.is(next.readText(folder.file("src/a.ts")), "one");
  });

  test("reads what byte order marks announce", () => {
    for (const bytes of [
      [0xef, 0xbb, 0xbf, 0x61],
      [0xff, 0xfe, 0x61, 0],
      [0xfe, 0xff, 0, 0x61],
      [0x61],
    ]) {
      assert.is(decodeText(Buffer.from(bytes)), "a");
    }
  });

  test("takes a file's times for proof only when they are old enough", () => {
    using folder = new ProjectFolder({ "a.ts": "one" });
    const stats = statSync(folder.file("a.ts"));
    assert.is(provingState(stats, stats.ctimeMs + 1), undefined);
    assert.ok(provingState(stats, stats.ctimeMs + 2001));
    // As on a file system that counts in seconds.
    const coarse = Object.assign(Object.create(stats) as typeof stats, {
      ctimeMs: 5000,
      mtimeMs: 5000,
    });
    assert.is(provingState(coarse, 6500), undefined);
    // Somebody set the time back; the time of the change tells.
    utimesSync(folder.file("a.ts"), 1, 1);
    const set = statSync(folder.file("a.ts"));
    assert.is(provingState(set, set.ctimeMs + 1), undefined);
  });

  const names = { "/proc/self/mem": "EIO", "/proc/self/status": "changes while it is being read" };
  for (const [source, reason] of Object.entries(names)) {
    if (process.platform !== "linux") {
      test.skip(`knows what can't be read: ${reason}`, "it takes Linux's /proc");
      continue;
    }
    test(`knows what can't be read: ${reason}`, () => {
      using folder = new ProjectFolder();
      symlinkSync(source, folder.file("odd.ts"));
      const disk = new Disk();
      assert.is(disk.readText(folder.file("odd.ts")), undefined);
      assert.match(disk.unreadable.get(folder.file("odd.ts")) ?? "", reason);
    });
  }
});
