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
  readonly #locations: Location[] = [];

  /** `text`, marked as coming from `location`. */
  mark(text: string, location: Location): string {
    this.#locations.push(location);
    return `${MARK}${this.#locations.length - 1}${MARK}${text}${MARK}${END}${MARK}`;
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
      const start = piece === END ? undefined : this.#locations[Number(piece)];
      const at = start ?? open;
      if (at === undefined) throw new Error("a mark ends that never began");
      // Editors look for the span's start; its end keeps what follows from counting as the same name.
      const original =
        start === undefined
          ? { line: at.endLine, column: at.endColumn - 1 }
          : { line: at.line, column: at.column - 1 };
      addMapping(map, { generated: { line, column }, source: pathOf(at.file), original });
      open = start;
    }
    return { text, map: `${JSON.stringify(withoutNulls(map))}\n` };
  }
}

/** Whether a text is a source map that was made here. */
export function isSourceMap(text: string): boolean {
  return text.startsWith('{"version":3,') && text.trimEnd().endsWith('"x_generator":"mqant-gen"}');
}

function withoutNulls(map: GenMapping): object {
  const { version, file, sources, names, mappings } = toEncodedMap(map);
  return { version, file, sources, names, mappings, x_generator: "mqant-gen" };
}
