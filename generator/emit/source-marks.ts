import type { Location } from "../model.ts";
import { PiecedText } from "../pieced-text.ts";
import { MARK } from "./placed-blocks.ts";
import { encodeRuns, moved, type Run, runOf, type Segment } from "./mappings.ts";

/** Ends the span that the last mark began. */
const END = "end";

/** Stands before the number of a block. */
const BLOCK = "block ";

/** Lines of text whose marks have been taken out, with what these said. It may be kept by itself. */
export interface MappedBlock {
  /** The lines with their marks: equal ones make equal blocks. */
  readonly marked: string;
  readonly text: string;
  readonly lineBreaks: number;
  readonly runs: readonly Run[];
}

/**
 * Carries places of the sources through a template. Names are marked before rendering; afterwards the
 * marks are taken out of the text and become a source map, by which editors go from an emitted name to
 * its declaration.
 */
export class SourceMarks {
  /** What {@link place} was given. */
  readonly blocks: MappedBlock[] = [];

  /** Stands in a template, at the beginning of a line, for lines that are ready. */
  place(block: MappedBlock): string {
    this.blocks.push(block);
    return `${MARK}${BLOCK}${this.blocks.length - 1}${MARK}`;
  }

  /**
   * Takes the marks out.
   *
   * @param file - The name of the emitted file, for the map.
   * @param pathOf - The path of a source relative to the emitted file.
   */
  extract(
    marked: string,
    file: string,
    pathOf: (source: string) => string,
  ): { text: PiecedText; map: string } {
    const { pieces, runs } = takeMarks(marked, this.blocks);
    const { files, mappings } = encodeRuns(runs);
    const sources = files.map((source) => pathOf(source));
    const map = { version: 3, file, sources, names: [], mappings, x_generator: "mqant-gen" };
    return { text: new PiecedText(pieces), map: `${JSON.stringify(map)}\n` };
  }
}

/** `text`, marked as coming from a place. */
export function mark(text: string, { file, line, column, endLine, endColumn }: Location): string {
  const place = `${line}:${column}:${endLine}:${endColumn}:${file}`;
  return `${MARK}${place}${MARK}${text}${MARK}${END}${MARK}`;
}

/** Takes the marks out of some lines of text. */
export function mapBlock(marked: string): MappedBlock {
  const { pieces, lineBreaks, runs } = takeMarks(marked, []);
  return { marked, text: pieces.join(""), lineBreaks, runs };
}

function takeMarks(
  marked: string,
  blocks: readonly MappedBlock[],
): Pick<MappedBlock, "lineBreaks" | "runs"> & { pieces: string[] } {
  const runs: Run[] = [];
  const pieces: string[] = [];
  let line = 0;
  let column = 0;
  let open: Location | undefined;
  let segments: Segment[] = [];
  let file = "";
  const endRun = (): void => {
    const [first, ...others] = segments;
    if (first !== undefined) runs.push(runOf(file, first, others));
    segments = [];
  };
  for (const [index, piece] of marked.split(MARK).entries()) {
    if (index % 2 === 0) {
      pieces.push(piece);
      const lines = piece.split("\n");
      line += lines.length - 1;
      column = (lines.length > 1 ? 0 : column) + (lines.at(-1) ?? "").length;
      continue;
    }
    if (piece.startsWith(BLOCK)) {
      const block = blocks[Number(piece.slice(BLOCK.length))];
      if (block === undefined) throw new Error("a mark stands for a block that is not there");
      endRun();
      const at = line;
      for (const run of block.runs) runs.push(moved(run, at));
      pieces.push(block.text);
      line += block.lineBreaks;
      continue;
    }
    const start = piece === END ? undefined : locationIn(piece);
    const at = start ?? open;
    if (at === undefined) throw new Error("a mark ends that never began");
    if (at.file !== file) endRun();
    file = at.file;
    // Editors look for the span's start; its end keeps what follows from counting as the same name.
    const [sourceLine, sourceColumn] =
      start === undefined ? [at.endLine, at.endColumn] : [at.line, at.column];
    segments.push({ line, column, sourceLine: sourceLine - 1, sourceColumn: sourceColumn - 1 });
    open = start;
  }
  endRun();
  return { pieces, lineBreaks: line, runs };
}

/** The location that a mark carries. */
function locationIn(piece: string): Location | undefined {
  const [, line, column, endLine, endColumn, file] =
    /^(\d+):(\d+):(\d+):(\d+):([^]*)$/.exec(piece) ?? [];
  if (file === undefined) return undefined;
  return {
    file,
    line: Number(line),
    column: Number(column),
    endLine: Number(endLine),
    endColumn: Number(endColumn),
  };
}

/** Whether a text is a source map that was made here. */
export function isSourceMap(text: string): boolean {
  return text.startsWith('{"version":3,') && text.trimEnd().endsWith('"x_generator":"mqant-gen"}');
}
