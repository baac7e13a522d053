import { isSameList } from "./same-list.ts";

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

/** A text in UTF-8. */
export function bytesOf(text: FileText): Buffer {
  if (typeof text === "string") return Buffer.from(text);
  const length = text.pieces.reduce((sum, piece) => sum + Buffer.byteLength(piece), 0);
  const bytes = Buffer.allocUnsafe(length);
  let at = 0;
  for (const piece of text.pieces) at += bytes.write(piece, at);
  return bytes;
}

/** Whether two texts are equal; those in pieces have to be cut alike. */
export function isSameText(one: FileText, other: FileText): boolean {
  if (!(one instanceof PiecedText && other instanceof PiecedText))
    return String(one) === String(other);
  // Mostly the very same strings, which is seen without a look into them.
  return isSameList(one.pieces, other.pieces);
}
