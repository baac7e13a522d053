import { type FSWatcher, watch } from "node:fs";
import { basename, join, sep } from "node:path";
import { kindOf } from "../disk/disk.ts";

/**
 * Tells that something may have happened in some folders, not in those inside them. What it tells is no
 * more than a reason to look, and a hint where.
 */
export class FolderWatcher {
  readonly #onEvent: (file?: string) => void;
  readonly #watchers = new Map<string, FSWatcher>();
  #folders: ReadonlySet<string> = new Set();

  /** @param onEvent - Called with the absolute name of a file, or without one if it may be about any. */
  constructor(onEvent: (file?: string) => void) {
    this.#onEvent = onEvent;
  }

  /** Watches these folders and no others. Absolute. */
  follow(folders: ReadonlySet<string>): void {
    for (const folder of this.#watchers.keys()) if (!folders.has(folder)) this.#leave(folder);
    for (const folder of folders) if (!this.#watchers.has(folder)) this.#watch(folder);
    this.#folders = folders;
  }

  close(): void {
    this.follow(new Set());
  }

  #watch(folder: string): void {
    try {
      const watcher = watch(folder, (event, name) => this.#tell(folder, event, name));
      watcher.on("error", () => this.#leave(folder));
      this.#watchers.set(folder, watcher);
    } catch {
      // It is gone, or can't be watched: the look at all files that comes every now and then sees into it.
    }
  }

  #leave(folder: string): void {
    this.#watchers.get(folder)?.close();
    this.#watchers.delete(folder);
  }

  #tell(folder: string, event: "rename" | "change", name: string | null): void {
    if (name === null) return this.#onEvent();
    const path = join(folder, name);
    if (event === "change") return this.#onEvent(path);
    const is = kindOf(path);
    const moved = [...this.#folders].filter((each) => each === path || each.startsWith(path + sep));
    // A folder that goes tells so itself, as of something in it.
    if (is === "nothing" && name === basename(folder)) moved.push(folder);
    // A watcher stays with its folder, which may be somewhere else now while another took its place.
    for (const each of moved) {
      this.#leave(each);
      this.#watch(each);
    }
    // With a folder come and go files that nobody tells of.
    this.#onEvent(is === "folder" || moved.length > 0 ? undefined : path);
  }
}
