import path from "node:path";
import { ts } from "ts-morph";

/**
 * Tells whether paths lie in a folder, by its given and by its real name.
 *
 * @param folder - Absolute; it need not exist.
 */
export function insideFolder(folder: string): (file: string) => boolean {
  const names = [...new Set([path.resolve(folder), realPath(path.resolve(folder))])];
  return (file) => {
    const normal = path.normalize(file);
    return names.some(
      (name) =>
        normal.startsWith(name) &&
        (normal.length === name.length || normal[name.length] === path.sep),
    );
  };
}

/** The real name of a path of which only the beginning may exist. */
function realPath(file: string): string {
  if (ts.sys.directoryExists(file)) return ts.sys.realpath?.(file) ?? file;
  const parent = path.dirname(file);
  return parent === file ? file : path.join(realPath(parent), path.basename(file));
}
