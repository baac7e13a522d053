import {
  appendFileSync,
  mkdirSync,
  renameSync,
  rmSync,
  statSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
} from "node:fs";
import { join } from "node:path";
import * as assert from "uvu/assert";
import { Disk } from "../../../generator/disk/disk.ts";
import { fingerprintNow, fingerprintOf } from "../../../generator/disk/fingerprint.ts";
import { groupPaths, pathsIn } from "../../../generator/disk/path-groups.ts";
import { eventually } from "../../support/eventually.ts";
import { suite } from "../../support/suite.ts";
import { ProjectFolder } from "../cli/project-folder.ts";

/** A disk that has looked at some of everything in a folder whose files are too old to be doubted. */
function diskOf(folder: ProjectFolder): Disk {
  const disk = new Disk();
  disk.ignored = [folder.file("out")];
  disk.readText(folder.file("a.ts"));
  disk.readText(folder.file("b/b.ts"));
  disk.kindOf(folder.file("missing.ts"));
  disk.kindOf(folder.file("b"));
  disk.entriesOf(folder.path);
  disk.realPath(folder.file("link"));
  return disk;
}

function oldFolder(): ProjectFolder {
  const folder = new ProjectFolder({ "a.ts": "a", "b/b.ts": "b", "c/c.ts": "c" });
  symlinkSync("b", folder.file("link"));
  return folder;
}

suite("a fingerprint of the disk", (test) => {
  test("is the same as long as the disk is, and another after any change of what was looked at", async () => {
    const changes: Record<string, (folder: ProjectFolder) => void> = {
      "a file's text": (folder) => appendFileSync(folder.file("a.ts"), "a"),
      "a file's text and nothing else": (folder) => {
        const { atime, mtime } = statSync(folder.file("a.ts"));
        writeFileSync(folder.file("a.ts"), "b");
        utimesSync(folder.file("a.ts"), atime, mtime);
      },
      "a file replaced by its twin": (folder) => {
        writeFileSync(folder.file("out"), "a");
        renameSync(folder.file("out"), folder.file("a.ts"));
      },
      "a file removed": (folder) => rmSync(folder.file("b/b.ts")),
      "a folder in a file's place": (folder) => {
        rmSync(folder.file("b/b.ts"));
        mkdirSync(folder.file("b/b.ts"));
      },
      "what was missing": (folder) => writeFileSync(folder.file("missing.ts"), ""),
      "a new file": (folder) => writeFileSync(folder.file("new.ts"), ""),
      "where a link leads to": (folder) => {
        rmSync(folder.file("link"));
        symlinkSync("c", folder.file("link"));
      },
    };
    for (const [what, change] of Object.entries(changes)) {
      using folder = oldFolder();
      const { looks, print } = await provenFingerprint(folder);
      assert.is(fingerprintNow(looks), print, what);
      writeFileSync(folder.file("out"), "ignored");
      writeFileSync(folder.file("notes.md"), "no code");
      assert.is(fingerprintNow(looks), print, what);
      change(folder);
      assert.is.not(fingerprintNow(looks), print, what);
    }
  });

  test("is not taken where a file changed too lately to be sure of it", () => {
    using folder = oldFolder();
    const later = Date.now() / 1000 + 10;
    utimesSync(folder.file("a.ts"), later, later);
    assert.is(fingerprintOf([...diskOf(folder).sights], []), undefined);
  });

  test("keeps paths by folder, in order", () => {
    const paths = ["/a/x", "/a/y", "/b/x", "/a/z", "/", "/b"].map((path) => join(path));
    assert.equal(pathsIn(groupPaths(paths)), paths);
    assert.is(groupPaths(paths)[0]?.[1].length, 2);
  });
});

/** A fingerprint, as soon as the times of the files prove what is in them. */
async function provenFingerprint(
  folder: ProjectFolder,
): Promise<NonNullable<ReturnType<typeof fingerprintOf>>> {
  let proven: ReturnType<typeof fingerprintOf>;
  await eventually(() => {
    const disk = diskOf(folder);
    proven = fingerprintOf([...disk.sights], disk.ignored);
    return proven !== undefined;
  });
  assert.ok(proven);
  return proven;
}
