import { lstatSync, type Stats } from "node:fs";
import { isInState } from "./disk/file-state.ts";
import type { FileState } from "./disk/sight.ts";
import { type FileText, isSameText } from "./pieced-text.ts";

/** A file as it lay there when a run ended. */
interface KeptFile {
  readonly text: FileText;
  /** Set if an equal state proves an equal text. */
  readonly state: FileState | undefined;
}

/** The output files of one run, so that the next in the same process need not read them to know what is there. */
export class KeptFiles {
  readonly #files = new Map<string, KeptFile>();
  /** What decided which files there are and where, as text: where that is another, these files say little. */
  settings = "";

  /** What was there, if that has not been touched since. */
  unchanged(path: string, stats: Stats): KeptFile | undefined {
    const kept = this.#files.get(path);
    return kept?.state !== undefined && isInState(stats, kept.state) ? kept : undefined;
  }

  /** What was there, if its state would tell whether somebody touched it since. */
  provable(path: string): KeptFile | undefined {
    const kept = this.#files.get(path);
    return kept?.state === undefined ? undefined : kept;
  }

  /** Where the files were: absolute. */
  get paths(): Iterable<string> {
    return this.#files.keys();
  }

  /** The {@link provable} files that somebody touched since, or removed. */
  touched(): Set<string> {
    const touched = new Set<string>();
    for (const path of this.paths) {
      if (this.provable(path) === undefined) continue;
      const stats = lstatSync(path, { throwIfNoEntry: false });
      if (stats === undefined || this.unchanged(path, stats) === undefined) touched.add(path);
    }
    return touched;
  }

  /** Whether this is what lay there, untouched or not: nobody's formatter went over it. */
  holds(path: string, text: FileText): boolean {
    const kept = this.#files.get(path);
    return kept !== undefined && isSameText(kept.text, text);
  }

  /** @param state - Set if an equal state proves an equal text. */
  keep(path: string, text: FileText, state: FileState | undefined): void {
    this.#files.set(path, { text, state });
  }

  /** Forgets all files but these. */
  limitTo(paths: ReadonlySet<string>): void {
    for (const path of this.#files.keys()) if (!paths.has(path)) this.#files.delete(path);
  }
}
