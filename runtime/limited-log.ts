import type { Logger } from "./log.ts";

/** Lines of one kind in one second; those beyond are counted. */
const LINES_PER_SECOND = 10;

/** How serious a line is. */
export type Level = "debug" | "info" | "warn" | "error";

/**
 * A log that nobody outside can flood: of each kind of line at most ten a second are written, and how many
 * were left out is written with the next one.
 */
export class LimitedLog {
  readonly #log: Logger;
  /** By kind: kinds are written in the sources, so there is no bound to keep. */
  readonly #kinds = new Map<string, { second: number; lines: number; left: number }>();

  constructor(log: Logger) {
    this.#log = log;
  }

  write(level: Level, kind: string, fields: object, message: string): void {
    const second = Math.floor(performance.now() / 1000);
    let entry = this.#kinds.get(kind);
    if (entry === undefined) this.#kinds.set(kind, (entry = { second, lines: 0, left: 0 }));
    if (entry.second !== second) {
      entry.second = second;
      entry.lines = 0;
    }
    if (++entry.lines > LINES_PER_SECOND) {
      entry.left++;
      return;
    }
    const leftOut = entry.left === 0 ? {} : { leftOut: entry.left };
    entry.left = 0;
    this.#log[level]({ kind, ...fields, ...leftOut }, message);
  }
}
