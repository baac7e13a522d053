/** The time, in milliseconds, that this share of sorted times is below. */
export function percentile(times: readonly number[], share: number): string {
  return `${(times[Math.floor(times.length * share)] ?? Number.NaN).toFixed(1)} ms`;
}
