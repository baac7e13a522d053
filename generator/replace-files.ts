import {
  closeSync,
  copyFileSync,
  existsSync,
  linkSync,
  lstatSync,
  mkdirSync,
  openSync,
  renameSync,
  rmdirSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { basename, dirname, join } from "node:path";
import { dateBack, datedState } from "./disk/file-state.ts";
import type { FileState } from "./disk/sight.ts";
import { chunksOf, type FileText } from "./pieced-text.ts";

/** A file and what is to be in it. */
export interface FileWrite {
  /** Absolute. */
  path: string;
  text: FileText;
}

/** A file that is about to be replaced, with what stands beside it meanwhile. */
interface Replacement {
  path: string;
  /** Its new text. */
  fresh: string;
  /** What it was. */
  old: string;
  /** When the new text was written, as {@link dateBack} tells it. */
  written: number;
}

let made = 0;

/**
 * Puts texts in place of files, all of them or none: new files are written beside the old ones and take their
 * places only when all are there, and if one can't, those that did go back.
 *
 * @returns The states of the files that prove, should they be met again, that nobody has touched them.
 * @throws what the system says; then all files are as they were, and folders that were not there are not.
 */
export function replaceFiles(writes: readonly FileWrite[]): Map<string, FileState> {
  const begun: Replacement[] = [];
  const replaced: Replacement[] = [];
  const folders: string[] = [];
  try {
    for (const folder of new Set(writes.map(({ path }) => dirname(path)))) {
      const first = mkdirSync(folder, { recursive: true });
      if (first !== undefined) folders.push(...foldersBetween(first, folder));
    }
    for (const { path, text } of writes) {
      // Runs of other processes and other threads have other names.
      const beside = join(dirname(path), `.${basename(path)}.${process.pid}-${made++}`);
      const one = { path, fresh: `${beside}.tmp`, old: `${beside}.old.tmp`, written: 0 };
      begun.push(one);
      one.written = writeFresh(one.fresh, text);
    }
    for (const one of begun) {
      if (existsSync(one.path)) keep(one);
      renameSync(one.fresh, one.path);
      replaced.push(one);
    }
  } catch (error) {
    for (const one of replaced) putBack(one);
    for (const { fresh, old } of begun) {
      rmSync(fresh, { force: true });
      rmSync(old, { force: true });
    }
    for (const folder of folders.reverse()) removeIfEmpty(folder);
    throw error;
  }
  for (const { old } of replaced) rmSync(old, { force: true });
  const states = new Map<string, FileState>();
  for (const { path, written } of replaced) {
    const stats = lstatSync(path, { throwIfNoEntry: false });
    const state = stats && datedState(stats, written);
    if (state !== undefined) states.set(path, state);
  }
  return states;
}

function writeFresh(path: string, text: FileText): number {
  const file = openSync(path, "wx");
  try {
    for (const chunk of chunksOf(text)) writeFileSync(file, chunk);
    return dateBack(file);
  } finally {
    closeSync(file);
  }
}

/** A second name for the old file; a copy, where the file system has no second names. */
function keep({ path, old }: Replacement): void {
  try {
    linkSync(path, old);
  } catch {
    copyFileSync(path, old);
  }
}

function putBack({ path, old }: Replacement): void {
  if (existsSync(old)) renameSync(old, path);
  else rmSync(path, { force: true });
}

/** The first folder and all those in it on the way to the last. */
function foldersBetween(first: string, last: string): string[] {
  return first === last || dirname(last) === last
    ? [last]
    : [...foldersBetween(first, dirname(last)), last];
}

function removeIfEmpty(folder: string): void {
  try {
    rmdirSync(folder);
  } catch {
    // Somebody else has found a use for it.
  }
}
