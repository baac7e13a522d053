/**
 * Consecutive segments of a source map that lead into one source. All that follows the first one is encoded
 * relative to it, and so holds wherever the text comes to stand.
 */
export interface Run {
  /** The source, as the marks name it. */
  readonly file: string;
  readonly first: Segment;
  readonly last: Segment;
  /** The segments after the first, encoded. */
  readonly rest: string;
}

/** A place in the emitted text and where it comes from; all counted from 0. */
export interface Segment {
  readonly line: number;
  readonly column: number;
  readonly sourceLine: number;
  readonly sourceColumn: number;
}

/** The segment that a map's first one is relative to. */
const origin: Segment = { line: 0, column: 0, sourceLine: 0, sourceColumn: 0 };

/** A run of these segments, of which there is at least one. */
export function runOf(file: string, first: Segment, others: readonly Segment[]): Run {
  let last = first;
  let rest = "";
  for (const segment of others) {
    rest += step(last, segment, 0, false);
    last = segment;
  }
  return { file, first, last, rest };
}

/** The same run, so many lines further down. */
export function moved(run: Run, lines: number): Run {
  const down = (segment: Segment): Segment => ({ ...segment, line: segment.line + lines });
  return lines === 0 ? run : { ...run, first: down(run.first), last: down(run.last) };
}

/**
 * The `sources` and `mappings` of a source map.
 *
 * Source: ECMA-426, "Mappings structure".
 *
 * @param runs - In the order of the emitted text.
 */
export function encodeRuns(runs: readonly Run[]): { files: string[]; mappings: string } {
  const files = new Map<string, number>();
  let mappings = "";
  let source = 0;
  let last = origin;
  for (const run of runs) {
    const index = files.get(run.file) ?? files.size;
    files.set(run.file, index);
    mappings += step(last, run.first, index - source, mappings === "") + run.rest;
    source = index;
    last = run.last;
  }
  return { files: [...files.keys()], mappings };
}

/** A segment as the map has it, with what separates it from the one before. */
function step(before: Segment, segment: Segment, sources: number, isFirst: boolean): string {
  const lines = segment.line - before.line;
  const separator = lines === 0 && !isFirst ? "," : ";".repeat(lines);
  return (
    separator +
    vlq(segment.column - (lines === 0 ? before.column : 0)) +
    vlq(sources) +
    vlq(segment.sourceLine - before.sourceLine) +
    vlq(segment.sourceColumn - before.sourceColumn)
  );
}

const digits = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

/** A whole number: the sign in the lowest bit, five bits a digit, the lowest first. */
function vlq(value: number): string {
  let left = value < 0 ? (-value << 1) | 1 : value << 1;
  let text = "";
  do {
    const more = left > 31 ? 32 : 0;
    text += digits.charAt((left & 31) | more);
    left >>>= 5;
  } while (left > 0);
  return text;
}
