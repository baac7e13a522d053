import { dirname, join } from "node:path";
import { canBeRead, hashOfEntries, readEntries } from "./disk.ts";
import type { Disk, FolderEntries } from "./disk.ts";
import { isUnchanged } from "./look-again.ts";

/**
 * Where the disk no longer looks as it did: files, and folders where something came or went.
 *
 * @param files - Looks only at these, and at the folders that hold them. @defaultValue all that was looked at
 */
export function changedPaths(disk: Disk, files?: ReadonlySet<string>): Set<string> {
  const changed = new Set<string>();
  const looked = files && new Set([...files, ...[...files].map((file) => dirname(file))]);
  for (const path of looked ?? disk.sights.keys()) {
    const sight = disk.sights.get(path);
    if (sight === undefined) continue;
    // What could not be read has nothing to compare with: that it can be is the change.
    const wasUnread = disk.unreadable.has(path) && sight.hash === undefined;
    if (wasUnread ? !canBeRead(path) : sees(path, sight, disk.ignored)) continue;
    changed.add(path);
    for (const entry of differentEntries(path, disk)) changed.add(join(path, entry));
  }
  return changed;
}

function sees(...look: Parameters<typeof isUnchanged>): boolean {
  try {
    return isUnchanged(...look);
  } catch {
    return false; // What can't be looked at is not what it was.
  }
}

/** Names that came or went in a folder. */
function differentEntries(path: string, disk: Disk): string[] {
  const old = disk.knownEntries(path);
  if (old === undefined) return [];
  let now: FolderEntries = { files: [], folders: [] };
  try {
    now = readEntries(path, disk.ignored);
  } catch {
    // It is gone, and all that was in it.
  }
  if (hashOfEntries(old) === hashOfEntries(now)) return [];
  const names = (entries: FolderEntries): Set<string> =>
    new Set([...entries.files, ...entries.folders]);
  const [before, after] = [names(old), names(now)];
  return [...new Set([...before, ...after])].filter((name) => before.has(name) !== after.has(name));
}
