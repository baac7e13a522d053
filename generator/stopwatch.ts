/** Takes the times of a run's stages, in milliseconds. */
export class Stopwatch {
  /** By stage, in the order of the run. */
  readonly timings: Record<string, number> = {};
  #last: number = performance.now();

  /** Ends a stage that began with the last one's end. */
  lap(stage: string): void {
    const now = performance.now();
    this.timings[stage] = now - this.#last;
    this.#last = now;
  }

  /** Takes over stages that were measured elsewhere and have just ended. */
  take(timings: Readonly<Record<string, number>>): void {
    Object.assign(this.timings, timings);
    this.#last = performance.now();
  }
}
