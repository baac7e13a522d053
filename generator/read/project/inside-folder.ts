import path from "node:path";
import type { Disk } from "../../disk/disk.ts";
import { plainPath } from "../../disk/plain-path.ts";

/**
 * Tells whether paths lie in a folder, by its given and by its real name.
 *
 * @param folder - Absolute; it need not exist.
 */
export function insideFolder(folder: string, disk: Disk): (file: string) => boolean {
  const names = [...new Set([path.resolve(folder), realPath(path.resolve(folder), disk)])];
  return (file) => {
    const normal = plainPath(file);
    return names.some(
      (name) =>
        normal.startsWith(name) &&
        (normal.length === name.length || normal[name.length] === path.sep),
    );
  };
}

/** The real name of a path of which only the beginning may exist. */
function realPath(file: string, disk: Disk): string {
  const real = disk.realPath(file);
  if (real !== file) return real;
  // Either there are no links on the way, or it is not there yet: asked so, it is the same once it is.
  const parent = path.dirname(file);
  return parent === file ? file : path.join(realPath(parent, disk), path.basename(file));
}
