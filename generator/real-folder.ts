import { realpathSync } from "node:fs";
import { basename, dirname, isAbsolute, join, relative, sep } from "node:path";
import { GeneratorError } from "./generator-error.ts";
import { outputConflict } from "./output-conflict.ts";

/**
 * A folder without symbolic links on the way, existing or not.
 *
 * @throws {GeneratorError} MQ1062 if the folder is written as one inside `root` and a link leads it elsewhere: a
 *   checkout must not decide what is overwritten outside of it.
 */
export function realFolder(folder: string, root: string): string {
  const real = realPath(folder);
  if (isInside(folder, root) && !isInside(real, realPath(root))) {
    throw new GeneratorError([
      outputConflict(folder, root, {
        message: `leads out of the project, to ${real}`,
        hint: "choose an output folder that no symbolic link leads elsewhere",
      }),
    ]);
  }
  return real;
}

/** What is not there yet has no links: the path above it decides. */
function realPath(path: string): string {
  try {
    return realpathSync(path);
  } catch {
    const parent = dirname(path);
    return parent === path ? path : join(realPath(parent), basename(path));
  }
}

/** Whether a path lies in a folder or is the folder, as the paths are written. */
export function isInside(path: string, folder: string): boolean {
  const way = relative(folder, path);
  // Between two drives of Windows there is no relative way.
  return way !== ".." && !way.startsWith(`..${sep}`) && !isAbsolute(way);
}
