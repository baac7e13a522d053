/** Leaves room for what stands before and after a list on a line of a hundred. */
const MAX_WIDTH = 72;

/** What a bracketed list consists of. */
export interface ListLayout {
  open: string;
  items: readonly string[];
  close: string;
  /** Between items; the last item gets one too where lines are broken. */
  separator: "," | ";";
  /** Blanks inside the brackets of a list on one line: `{ a }`. */
  padded?: boolean;
}

/** A list on one line if it is short, else one item a line, indented by two. */
export function layOut({ open, items, close, separator, padded = false }: ListLayout): string {
  if (items.length === 0) return open + close;
  const pad = padded ? " " : "";
  const line = `${open}${pad}${items.join(`${separator} `)}${pad}${close}`;
  if (line.length <= MAX_WIDTH && !line.includes("\n")) return line;
  return `${open}\n${items.map((item) => `${indent(item)}${separator}\n`).join("")}${close}`;
}

/** Each line two blanks further in. Literals have no line breaks, so this never changes one. */
export function indent(text: string): string {
  if (!text.includes("\n")) return text === "" ? text : `  ${text}`;
  return text.replace(/^(?=.)/gm, "  ");
}
