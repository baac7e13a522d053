import { resolve } from "node:path";
import type { Disk } from "../../disk/disk.ts";

/**
 * Does something with a file that follows its tree down to the leaves. If that takes more stack than there is, the
 * file counts as one that can't be read: machines write such files, and no compiler takes them.
 */
export function withinStack<T>(file: string, disk: Disk, visit: () => T): T | undefined {
  try {
    return visit();
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    disk.unreadable.set(resolve(file), "its code is nested too deep");
    return undefined;
  }
}
