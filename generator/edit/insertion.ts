/** A text to be put into another. */
export interface Insertion {
  /** Offset in the text as it was. */
  at: number;
  text: string;
}

/** A text with others put in; all else stays as it is, byte for byte. What goes to one place keeps its order. */
export function insertAll(text: string, insertions: readonly Insertion[]): string {
  let result = text;
  for (const { at, text: added } of insertions.toSorted((a, b) => a.at - b.at).reverse()) {
    result = result.slice(0, at) + added + result.slice(at);
  }
  return result;
}

/**
 * What has to be put into a list, behind an item that ends at a place, so that another item follows it:
 * behind the comment on the item's line, with a trailing comma if the item has one.
 *
 * @param gap - What stands before an item: spaces, or a line break and spaces.
 */
export function nextItem(text: string, end: number, gap: string, item: string): Insertion[] {
  const rest = /^([ \t]*,)?[ \t]*(?:\/\/[^\r\n]*|\/\*[^\r\n]*?\*\/)?[ \t]*(?=\r?\n)/.exec(
    text.slice(end),
  );
  if (rest === null || !gap.includes("\n")) return [{ at: end, text: `,${gap}${item}` }];
  const [{ length }, comma = ""] = rest;
  return [
    { at: end, text: comma === "" ? "," : "" },
    { at: end + length, text: `${gap}${item}${comma === "" ? "" : ","}` },
  ];
}
