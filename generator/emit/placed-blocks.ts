import { PiecedText } from "../pieced-text.ts";

/** No emitted text holds this character: literals escape it, comments and types drop it. */
export const MARK = "\0";

/**
 * Carries texts that are ready through a template, which prints a mark where they are to stand: so megabytes of
 * which little changes are never joined.
 */
export class PlacedBlocks {
  readonly #lists: (readonly string[])[] = [];

  /** All texts that were placed, in order. */
  get blocks(): string[] {
    return this.#lists.flat();
  }

  /** Stands in a template for some texts with an empty line between them; nothing does for none. */
  place(blocks: readonly string[]): string[] {
    if (blocks.length === 0) return [];
    this.#lists.push(blocks);
    return [`${MARK}${this.#lists.length - 1}${MARK}`];
  }

  /** The printed text with the blocks in place of their marks. */
  fill(printed: string): PiecedText {
    const pieces: string[] = [];
    for (const [index, piece] of printed.split(MARK).entries()) {
      if (index % 2 === 0) pieces.push(piece);
      else {
        for (const [at, block] of (this.#lists[Number(piece)] ?? []).entries()) {
          if (at > 0) pieces.push("\n\n");
          pieces.push(block);
        }
      }
    }
    return new PiecedText(pieces);
  }
}
