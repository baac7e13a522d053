import { join } from "node:path";
import { type FSWatcher, watch } from "chokidar";

/**
 * Tells that something may have happened in some folders, not in those inside them. What it tells is no
 * more than a reason to look, and a hint where.
 */
export class FolderWatcher {
  readonly #watcher: FSWatcher;
  #folders: ReadonlySet<string> = new Set();

  /** @param onEvent - Called with the absolute name of a file, or without one if it may be about any. */
  constructor(onEvent: (file?: string) => void) {
    this.#watcher = watch([], {
      depth: 0,
      ignoreInitial: true,
      ignorePermissionErrors: true,
      // Would hold back for 0.1 s that a file is gone, in case it is only replaced: then there is another look.
      atomic: false,
    });
    // With a folder come and go files that nobody tells of.
    this.#watcher.on("all", (event, path) => onEvent(event.endsWith("Dir") ? undefined : path));
    // Before it tells of a new file, it looks at all others in the folder. The system's own event comes at once; if
    // one day it does not, or says something else, the others still do.
    this.#watcher.on("raw", (_event, name, details) => {
      const { watchedPath } = details as { watchedPath?: unknown };
      if (typeof watchedPath === "string" && typeof name === "string") {
        onEvent(join(watchedPath, name));
      }
    });
    // What happened while it was setting up was told to nobody.
    this.#watcher.on("ready", () => onEvent());
    // A folder that can't be watched: the look at all files that comes every now and then still sees into it.
    this.#watcher.on("error", () => undefined);
  }

  /** Watches these folders and no others. Absolute. */
  follow(folders: ReadonlySet<string>): void {
    const gone = [...this.#folders].filter((folder) => !folders.has(folder));
    const fresh = [...folders].filter((folder) => !this.#folders.has(folder));
    if (gone.length > 0) this.#watcher.unwatch(gone);
    if (fresh.length > 0) this.#watcher.add(fresh);
    this.#folders = folders;
  }

  close(): Promise<void> {
    return this.#watcher.close();
  }
}
