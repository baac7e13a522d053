/** One thing that is measured: a number per round, the larger the better. */
export interface Contestant {
  readonly name: string;
  measure(): Promise<number>;
}

/** What came out for one contestant, and its ratio to the baseline round by round. */
export interface Standing {
  readonly name: string;
  readonly rate: Spread;
  readonly ratio: Spread;
}

/** Median, smallest and largest of the rounds. */
export interface Spread {
  readonly median: number;
  readonly min: number;
  readonly max: number;
}

/**
 * Measures contestants in turn, A B C A B C …, so that a machine whose speed drifts does them no
 * injustice; ratios are taken within a round.
 *
 * @param contestants - The first one is the baseline.
 */
export async function interleave(
  contestants: readonly Contestant[],
  rounds: number,
): Promise<Standing[]> {
  const rates = contestants.map((): number[] => []);
  for (let round = 0; round < rounds; round++) {
    for (const [index, contestant] of contestants.entries()) {
      rates[index]?.push(await contestant.measure());
    }
  }
  const [baseline = []] = rates;
  return contestants.map(({ name }, index) => {
    const own = rates[index] ?? [];
    const ratios = own.map((rate, round) => rate / (baseline[round] ?? Number.NaN));
    return { name, rate: spread(own), ratio: spread(ratios) };
  });
}

/** Median, smallest and largest. */
export function spread(values: readonly number[]): Spread {
  const sorted = values.toSorted((a, b) => a - b);
  const at = (index: number): number => sorted[index] ?? Number.NaN;
  return { median: at(sorted.length >> 1), min: at(0), max: at(sorted.length - 1) };
}

/** Prints standings as a Markdown table. */
export function printStandings(title: string, standings: readonly Standing[], unit: string): void {
  console.log(`\n### ${title}\n`);
  console.log(`| | ${unit} [min, max] | ratio to ${standings[0]?.name ?? ""} [min, max] |`);
  console.log("|---|---:|---:|");
  for (const { name, rate, ratio } of standings) {
    console.log(`| ${name} | ${spreadText(rate, whole)} | ${spreadText(ratio, twoDigits)} |`);
  }
}

/** `median [min, max]`, or a dash if nothing was measured. */
export function spreadText(
  { median, min, max }: Spread,
  format: (value: number) => string,
): string {
  return Number.isNaN(median) ? "–" : `${format(median)} [${format(min)}, ${format(max)}]`;
}

/** `12,345` */
export function whole(value: number): string {
  return Math.round(value).toLocaleString("en-US");
}

/** `1.23` */
export function twoDigits(value: number): string {
  return value.toFixed(2);
}
