import { mkdirSync, readdirSync, renameSync, rmSync, statSync, writeFileSync } from "node:fs";
import { dirname, extname, join } from "node:path";

/**
 * Writes a file of the cache, whole or not at all, and removes the oldest of its kind. Where that is not
 * possible the next run takes longer, and that is all.
 *
 * @param path - Absolute; its folder need not exist. Its extension tells the kind.
 * @param most - How many files of the kind stay.
 */
export function keepFile(path: string, data: string | Uint8Array, most: number): void {
  const fresh = `${path}.${process.pid}.tmp`;
  try {
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(fresh, data);
    renameSync(fresh, path);
    forgetOldest(dirname(path), extname(path), most);
  } catch {
    rmSync(fresh, { force: true });
  }
}

function forgetOldest(folder: string, kind: string, most: number): void {
  const names = readdirSync(folder).filter((name) => extname(name) === kind);
  if (names.length <= most) return;
  const byAge = names
    .map((name) => join(folder, name))
    .map((file) => ({ file, time: statSync(file).mtimeMs }))
    .sort((a, b) => b.time - a.time);
  for (const { file } of byAge.slice(most)) rmSync(file, { force: true });
}
