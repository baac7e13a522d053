import {
  closeSync,
  fstatSync,
  openSync,
  readdirSync,
  readFileSync,
  realpathSync,
  statSync,
} from "node:fs";
import type { Stats } from "node:fs";
import { basename, dirname, join } from "node:path";
import { decodeText } from "./decode-text.ts";
import { provingState } from "./file-state.ts";
import { hashOf } from "./hash.ts";
import { plainPath } from "./plain-path.ts";
import type { FileKind, Sight } from "./sight.ts";

/** How often a file is read again that changes meanwhile. */
const MAX_ATTEMPTS = 5;

/** The code and the folders in a folder, by name; links count as what they lead to. Sorted. */
export interface FolderEntries {
  files: string[];
  folders: string[];
}

/** What came of something, and all that it saw on the disk. */
export interface Observed<T> {
  readonly value: T;
  readonly seen: readonly (readonly [path: string, sight: Sight | undefined])[];
}

/**
 * The disk, read only, as one run sees it: each question is asked once, so that all parts of a run see
 * the same, and each answer is kept, so that a later run can tell whether it would see the same.
 */
export class Disk {
  /** What was seen, by absolute path. */
  readonly sights: Map<string, Sight>;
  /** Files and folders that are there and can't be read, with the system's reason. */
  readonly unreadable: Map<string, string> = new Map<string, string>();
  /** Absolute paths that are left out of the folders that hold them. */
  ignored: readonly string[] = [];
  readonly #texts: Map<string, string | undefined>;
  readonly #entries: Map<string, FolderEntries>;
  /** What is asked about while somebody wants to know. */
  #asked: Set<string> | undefined;

  /** @param known - A disk that this one knows as much as. @defaultValue nothing is known */
  constructor(known?: Disk) {
    this.sights = new Map(known?.sights);
    this.#texts = new Map(known === undefined ? [] : known.#texts);
    this.#entries = new Map(known === undefined ? [] : known.#entries);
  }

  kindOf(path: string): FileKind {
    const sight = this.#sight(path);
    return (sight.is ??= kindOf(path));
  }

  isFile(path: string): boolean {
    return this.kindOf(path) === "file";
  }

  isFolder(path: string): boolean {
    return this.kindOf(path) === "folder";
  }

  /** The text of a file; `undefined` if there is none, or if it is {@link unreadable}. */
  readText(path: string): string | undefined {
    const key = plainPath(path);
    this.#asked?.add(key);
    if (this.#texts.has(key)) return this.#texts.get(key);
    const text = this.isFile(key) ? this.#read(key) : undefined;
    this.#texts.set(key, text);
    return text;
  }

  /** What is in a folder; nothing if there is none, or if it is {@link unreadable}. */
  entriesOf(path: string): FolderEntries {
    const key = plainPath(path);
    this.#asked?.add(key);
    let entries = this.#entries.get(key);
    if (entries === undefined) {
      entries = { files: [], folders: [] };
      try {
        entries = readEntries(key, this.ignored);
      } catch (error) {
        this.#fail(key, error);
      }
      this.#entries.set(key, entries);
      this.#sight(key).entries = hashOfEntries(entries);
    }
    return entries;
  }

  /** A path without links on the way; the path itself if nothing is there. */
  realPath(path: string): string {
    return (this.#sight(path).real ??= realPath(path));
  }

  /** What was seen in a folder, if somebody looked. */
  knownEntries(path: string): FolderEntries | undefined {
    return this.#entries.get(path);
  }

  /** Runs something, and tells what it saw: what sees the same again comes to the same. */
  observe<T>(run: () => T): Observed<T> {
    const asked = (this.#asked = new Set<string>());
    try {
      const value = run();
      return { value, seen: [...asked].map((path) => [path, this.sights.get(path)]) };
    } finally {
      this.#asked = undefined;
    }
  }

  /** Whether what was observed on an earlier disk would see the same here. */
  looksAs({ seen }: Observed<unknown>): boolean {
    return seen.every(([path, sight]) => sight !== undefined && this.sights.get(path) === sight);
  }

  /** A disk that knows what this one knew, but for some paths, which have changed. */
  without(changed: ReadonlySet<string>): Disk {
    const next = new Disk(this);
    next.ignored = this.ignored;
    for (const path of [...changed, ...this.unreadable.keys()]) next.#forget(path);
    return next;
  }

  #read(path: string): string | undefined {
    try {
      const { bytes, stats } = readWhole(path);
      const sight = this.#sight(path);
      sight.hash = hashOf(bytes);
      const state = provingState(stats, Date.now());
      if (state !== undefined) sight.state = state;
      return decodeText(bytes);
    } catch (error) {
      this.#fail(path, error);
      return undefined;
    }
  }

  #sight(path: string): Sight {
    const key = plainPath(path);
    this.#asked?.add(key);
    let sight = this.sights.get(key);
    if (sight === undefined) this.sights.set(key, (sight = {}));
    return sight;
  }

  #forget(path: string): void {
    this.sights.delete(path);
    this.#texts.delete(path);
    this.#entries.delete(path);
  }

  #fail(path: string, error: unknown): void {
    if (!isAbsence(error)) this.unreadable.set(path, messageOf(error));
  }
}

/** What stands at a path now. */
export function kindOf(path: string): FileKind {
  let stats;
  try {
    stats = statSync(path, { throwIfNoEntry: false });
  } catch {
    return "nothing"; // A link that leads round in a circle, a folder that may not be looked into.
  }
  if (stats?.isFile() === true) return "file";
  return stats?.isDirectory() === true ? "folder" : "nothing";
}

/** Files that may be sources, or were emitted; that others come and go means nothing. */
const isCode = /\.(?:[cm]?[jt]sx?|json|map)$/i;

/** What a folder holds now, hidden entries too, but for some paths. */
export function readEntries(path: string, ignored: readonly string[]): FolderEntries {
  const entries: FolderEntries = { files: [], folders: [] };
  const left = new Set(ignored.filter((one) => dirname(one) === path).map((one) => basename(one)));
  for (const entry of readdirSync(path, { withFileTypes: true })) {
    if (left.has(entry.name)) continue;
    const kind = entry.isSymbolicLink() ? kindOf(join(path, entry.name)) : undefined;
    if (entry.isFile() || kind === "file") {
      if (isCode.test(entry.name)) entries.files.push(entry.name);
    }
    if (entry.isDirectory() || kind === "folder") entries.folders.push(entry.name);
  }
  entries.files.sort();
  entries.folders.sort();
  return entries;
}

export function hashOfEntries({ files, folders }: FolderEntries): string {
  return hashOf(`${files.join("\n")}\n\n${folders.join("\n")}`);
}

/** A path without links on the way; the path itself if nothing is there. */
export function realPath(path: string): string {
  try {
    return realpathSync.native(path);
  } catch {
    return path;
  }
}

/** A file as it was at one moment. */
function readWhole(path: string): { bytes: Buffer; stats: Stats } {
  for (let attempt = 1; ; attempt++) {
    const file = openSync(path, "r");
    try {
      const before = fstatSync(file);
      const bytes = readFileSync(file);
      const stats = fstatSync(file);
      const isWhole =
        before.mtimeMs === stats.mtimeMs &&
        before.ctimeMs === stats.ctimeMs &&
        bytes.length === stats.size;
      if (isWhole) return { bytes, stats };
      if (attempt === MAX_ATTEMPTS) throw new Error("it changes while it is being read");
    } finally {
      closeSync(file);
    }
  }
}

/** Whether a file or folder that could not be read now can be, or is gone. */
export function canBeRead(path: string): boolean {
  try {
    if (kindOf(path) === "folder") readdirSync(path);
    else readWhole(path);
    return true;
  } catch (error) {
    return isAbsence(error);
  }
}

/** Whether the system says that nothing is there. */
function isAbsence(error: unknown): boolean {
  const { code } = error as NodeJS.ErrnoException; // the system's errors have one
  return code === "ENOENT" || code === "ENOTDIR";
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
