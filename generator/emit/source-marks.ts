import { addMapping, GenMapping, toEncodedMap } from "@jridgewell/gen-mapping";
import type { Location } from "../model.ts";

/** No emitted text holds this character: literals escape it, comments and types drop it. */
const MARK = "\0";

/** Ends the span that the last mark began. */
const END = "end";

/**
 * Carries places of the sources through a template. Names are marked before rendering; afterwards the
 * marks are taken out of the text and become a source map, by which editors go from an emitted name to
 * its declaration.
 */
export class SourceMarks {
  /** `text`, marked as coming from `location`. The mark says all, so that the text may be kept by itself. */
  mark(text: string, { file, line, column, endLine, endColumn }: Location): string {
    const place = `${line}:${column}:${endLine}:${endColumn}:${file}`;
    return `${MARK}${place}${MARK}${text}${MARK}${END}${MARK}`;
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
  ): { text: string; map: string } {
    const map = new GenMapping({ file });
    const paths = new Map<string, string>();
    const relative = (source: string): string => {
      const known = paths.get(source) ?? pathOf(source);
      paths.set(source, known);
      return known;
    };
    let text = "";
    let line = 1;
    let column = 0;
    let open: Location | undefined;
    for (const [index, piece] of marked.split(MARK).entries()) {
      if (index % 2 === 0) {
        text += piece;
        const lines = piece.split("\n");
        line += lines.length - 1;
        column = (lines.length > 1 ? 0 : column) + (lines.at(-1) ?? "").length;
        continue;
      }
      const start = piece === END ? undefined : locationIn(piece);
      const at = start ?? open;
      if (at === undefined) throw new Error("a mark ends that never began");
      // Editors look for the span's start; its end keeps what follows from counting as the same name.
      const original =
        start === undefined
          ? { line: at.endLine, column: at.endColumn - 1 }
          : { line: at.line, column: at.column - 1 };
      addMapping(map, { generated: { line, column }, source: relative(at.file), original });
      open = start;
    }
    return { text, map: `${JSON.stringify(withoutNulls(map))}\n` };
  }
}

/** The location that a mark carries. */
function locationIn(mark: string): Location | undefined {
  const [, line, column, endLine, endColumn, file] =
    /^(\d+):(\d+):(\d+):(\d+):([^]*)$/.exec(mark) ?? [];
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

function withoutNulls(map: GenMapping): object {
  const { version, file, sources, names, mappings } = toEncodedMap(map);
  return { version, file, sources, names, mappings, x_generator: "mqant-gen" };
}
