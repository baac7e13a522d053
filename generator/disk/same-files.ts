import { basename } from "node:path";
import type { Disk } from "./disk.ts";

/**
 * Whether nothing but texts of files changed since an earlier look at the disk: then every search for a file
 * ends as it did. Texts of `package.json` count, because searches read them.
 */
export function hasSameFiles(disk: Disk, before: Disk): boolean {
  for (const [path, was] of before.sights) {
    if (disk.sights.get(path) === was) continue;
    if (was.is !== undefined && disk.kindOf(path) !== was.is) return false;
    if (was.real !== undefined && disk.realPath(path) !== was.real) return false;
    if (was.entries !== undefined) {
      disk.entriesOf(path);
      if (disk.sights.get(path)?.entries !== was.entries) return false;
    }
    if (was.hash !== undefined && basename(path) === "package.json") {
      disk.readText(path);
      if (disk.sights.get(path)?.hash !== was.hash) return false;
    }
  }
  return true;
}
