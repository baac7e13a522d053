import type { Disk } from "./disk/disk.ts";
import { runOnce, type WholeRun } from "./generate.ts";
import type { GenerateOptions } from "./options.ts";

/** Runs of one project in one process: each takes over from the last one what has not changed. */
export class GeneratorSession {
  readonly #options: GenerateOptions;

  constructor(options: GenerateOptions) {
    this.#options = options;
  }

  /**
   * @param disk - What is known of the disk; nothing of it may have changed.
   * @throws {ConfigError} for wrong settings.
   */
  run(disk: Disk): Promise<WholeRun> {
    return runOnce(this.#options, disk);
  }
}
