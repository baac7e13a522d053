/** Turns offsets of a text into lines and columns. Lines end with LF, CRLF or CR. */
export class LineTable {
  readonly #starts: number[] = [0];

  constructor(text: string) {
    for (const { index, 0: lineBreak } of text.matchAll(/\r\n|\n|\r/gu)) {
      this.#starts.push(index + lineBreak.length);
    }
  }

  /** Both count from 1; columns count UTF-16 code units, as editors do. */
  at(offset: number): { line: number; column: number } {
    let low = 0;
    let high = this.#starts.length - 1;
    while (low < high) {
      const middle = Math.ceil((low + high) / 2);
      if ((this.#starts[middle] ?? 0) <= offset) low = middle;
      else high = middle - 1;
    }
    return { line: low + 1, column: offset - (this.#starts[low] ?? 0) + 1 };
  }
}
