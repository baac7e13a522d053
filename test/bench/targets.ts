import { spreadText, twoDigits, type Spread } from "./rounds.ts";

/** What ours has to reach. */
export interface Target {
  readonly what: string;
  readonly wanted: number;
  /** Whether more is better. */
  readonly atLeast: boolean;
  /** Its median counts; nothing is in it if it was not measured. */
  readonly measured: Spread;
}

/** Prints which targets are met, of those that were measured. */
export function printTargets(targets: readonly Target[]): void {
  const measured = targets.filter(({ measured: { median } }) => !Number.isNaN(median));
  if (measured.length === 0) return;
  console.log("\n### Targets\n");
  console.log("| | wanted | measured [min, max] | |");
  console.log("|---|---:|---:|---|");
  for (const { what, wanted, atLeast, measured: value } of measured) {
    // As it is printed: 1.004 is no worse than 1.
    const median = Number(twoDigits(value.median));
    const isMet = atLeast ? median >= wanted : median <= wanted;
    const bound = `${atLeast ? "≥" : "≤"} ${wanted}`;
    const verdict = isMet ? "met" : "**missed**";
    console.log(`| ${what} | ${bound} | ${spreadText(value, twoDigits)} | ${verdict} |`);
  }
}
