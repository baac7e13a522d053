import { isInState, provingState } from "./disk/file-state.ts";
import type { FileState } from "./disk/sight.ts";
import type { Stats } from "node:fs";

/** A file as it lay there when a run ended. */
interface KeptFile {
  readonly text: string;
  /** Set if an equal state proves an equal text. */
  readonly state: FileState | undefined;
}

/** The output files of one run, so that the next in the same process need not read them to know what is there. */
export class KeptFiles {
  readonly #files = new Map<string, KeptFile>();

  /** What was there, if that has not been touched since. */
  unchanged(path: string, stats: Stats): KeptFile | undefined {
    const kept = this.#files.get(path);
    return kept?.state !== undefined && isInState(stats, kept.state) ? kept : undefined;
  }

  /** Whether this is what lay there, untouched or not: nobody's formatter went over it. */
  holds(path: string, text: string): boolean {
    return this.#files.get(path)?.text === text;
  }

  /** @param stats - From before the text was read; nothing for what has just been written. */
  keep(path: string, text: string, stats?: Stats): void {
    const state = stats && provingState(stats, Date.now());
    this.#files.set(path, { text, state });
  }

  /** Forgets all files but these. */
  limitTo(paths: ReadonlySet<string>): void {
    for (const path of this.#files.keys()) if (!paths.has(path)) this.#files.delete(path);
  }
}
