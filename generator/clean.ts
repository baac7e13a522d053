import { lstatSync, readdirSync, readFileSync, rmdirSync, rmSync } from "node:fs";
import { basename, dirname, join } from "node:path";
import { isOurs } from "./own-mark.ts";
import { isInside, realFolder } from "./real-folder.ts";

/** What to clean. */
export interface CleanOptions {
  /** Absolute output folder. */
  out: string;
  /** Absolute path of the lock file. */
  lock: string;
  /** Whether the lock file goes too: elsewhere it stays, even inside the output folder. */
  withLock: boolean;
  /** Absolute folder of the project: nothing that a link leads out of it is removed. */
  root: string;
  /** Removes nothing. */
  dryRun: boolean;
}

/**
 * Removes all files with the generator's mark from the output folder, or one that used to be it, also those
 * that nothing generates any more, and the folders that this leaves empty. Links are not followed, and what
 * people wrote stays; so does what packages brought.
 *
 * @returns The files that were, or would be, removed: absolute, in order.
 * @throws {GeneratorError} MQ1062 if a folder leads out of the project.
 */
export function cleanOutput({ out, lock, withLock, root, dryRun }: CleanOptions): string[] {
  const folder = realFolder(out, root);
  const lockFile = join(realFolder(dirname(lock), root), basename(lock));
  const files = ownFiles(folder).filter((file) => file !== lockFile);
  if (withLock && isOwnFile(lockFile)) files.push(lockFile);
  if (dryRun) return files;
  for (const file of files) {
    rmSync(file);
    for (let at = dirname(file); isInside(at, folder) && isEmpty(at); at = dirname(at)) {
      rmdirSync(at);
    }
  }
  return files;
}

function ownFiles(folder: string): string[] {
  if (lstatSync(folder, { throwIfNoEntry: false })?.isDirectory() !== true) return [];
  const entries = readdirSync(folder, { withFileTypes: true });
  return entries
    .toSorted((a, b) => (a.name < b.name ? -1 : 1))
    .flatMap((entry) => {
      const path = join(folder, entry.name);
      if (entry.isDirectory()) return entry.name === "node_modules" ? [] : ownFiles(path);
      return isOwnFile(path) ? [path] : [];
    });
}

function isOwnFile(path: string): boolean {
  const isFile = lstatSync(path, { throwIfNoEntry: false })?.isFile() === true;
  return isFile && isOurs(readFileSync(path, "utf8"));
}

function isEmpty(folder: string): boolean {
  return readdirSync(folder).length === 0;
}
