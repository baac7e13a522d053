import { basename } from "node:path";
import type { Disk } from "./disk.ts";

/** Files that were looked for or looked at, and are now there or not as they were not before. Absolute. */
export interface MovedFiles {
  readonly came: ReadonlySet<string>;
  readonly gone: ReadonlySet<string>;
}

/**
 * What a search for files may find otherwise than at an earlier look at the disk: of paths that nobody asked for
 * then, no search depends. Texts don't count, but for those of `package.json`, because searches read them.
 *
 * @returns `undefined` if it may find anything: where folders, links, packages or what packages say changed.
 */
export function movedFiles(disk: Disk, before: Disk): MovedFiles | undefined {
  const came = new Set<string>();
  const gone = new Set<string>();
  for (const [path, was] of before.sights) {
    if (disk.sights.get(path) === was) continue;
    const isManifest = basename(path) === "package.json";
    if (was.is !== undefined) {
      const is = disk.kindOf(path);
      if (is !== was.is) {
        if (is === "folder" || was.is === "folder" || isManifest) return undefined;
        (is === "file" ? came : gone).add(path);
      }
    }
    if (was.real !== undefined && disk.realPath(path) !== was.real) return undefined;
    if (was.hash !== undefined && isManifest) {
      disk.readText(path);
      if (disk.sights.get(path)?.hash !== was.hash) return undefined;
    }
  }
  return { came, gone };
}
