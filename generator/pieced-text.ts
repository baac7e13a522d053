import { isSameList } from "./same-list.ts";

/** A buffer for megabytes takes longer to get than to fill. */
const CHUNK_BYTES = 1 << 18;

/** So many bytes are in one unit of a string at most. */
const MAX_UNIT_BYTES = 3;

/**
 * A long text in pieces, cut in places of its own. A watch makes megabytes of which little changes: texts that
 * share their pieces are compared and written without ever being joined.
 */
export class PiecedText {
  /** What is in it, in order. */
  readonly pieces: readonly string[];

  constructor(pieces: readonly string[]) {
    this.pieces = pieces;
  }

  toString(): string {
    return this.pieces.join("");
  }
}

/** What a file is to hold. */
export type FileText = string | PiecedText;

/** A text in UTF-8, in chunks, of which each is gone when the next is asked for. */
export function* chunksOf(text: FileText): Generator<Uint8Array> {
  if (typeof text === "string") {
    yield Buffer.from(text);
    return;
  }
  const chunk = Buffer.allocUnsafe(CHUNK_BYTES);
  let filled = 0;
  for (const piece of text.pieces) {
    const most = piece.length * MAX_UNIT_BYTES;
    if (filled > 0 && filled + most > CHUNK_BYTES) {
      yield chunk.subarray(0, filled);
      filled = 0;
    }
    if (most > CHUNK_BYTES) yield Buffer.from(piece);
    else filled += chunk.write(piece, filled);
  }
  if (filled > 0) yield chunk.subarray(0, filled);
}

/** Whether two texts are equal; those in pieces have to be cut alike. */
export function isSameText(one: FileText, other: FileText): boolean {
  if (one === other) return true;
  if (!(one instanceof PiecedText && other instanceof PiecedText))
    return String(one) === String(other);
  // Mostly the very same strings, which is seen without a look into them.
  return isSameList(one.pieces, other.pieces);
}
