import { basename } from "node:path";
import type { Disk } from "./disk.ts";

/** Files that were looked for or looked at, and are not as they were. Absolute. */
export interface FileChanges {
  /** Those that are there now. */
  readonly came: ReadonlySet<string>;
  /** Those that are no longer there. */
  readonly gone: ReadonlySet<string>;
  /** Those with another text. */
  readonly altered: ReadonlySet<string>;
}

/**
 * What a search for files may find otherwise than at an earlier look at the disk: of paths that nobody asked for
 * then, no search depends. Of texts only those of `package.json` count, because searches read them.
 *
 * @returns `undefined` if it may find anything: where folders, links, packages or what packages say changed.
 */
export function changesSince(disk: Disk, before: Disk): FileChanges | undefined {
  const came = new Set<string>();
  const gone = new Set<string>();
  const altered = new Set<string>();
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
    if (was.hash !== undefined) {
      disk.readText(path);
      if (disk.sights.get(path)?.hash === was.hash) continue;
      if (isManifest) return undefined;
      altered.add(path);
    }
  }
  return { came, gone, altered };
}
