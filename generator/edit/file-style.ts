/** How a source file is written, so that what is added looks like it. */
export interface FileStyle {
  newline: "\n" | "\r\n";
  /** One level of indentation. */
  indent: string;
  quote: '"' | "'";
  /** `";"`, or nothing where statements end without it. */
  end: ";" | "";
}

/** The style of a text, by what most of it does. */
export function styleOf(text: string): FileStyle {
  const lines = text.split(/\r?\n/);
  const count = (pattern: RegExp): number => text.match(pattern)?.length ?? 0;
  const indents = lines.flatMap((line) => /^(\t|  +)(?=[^\s*])/.exec(line)?.[1] ?? []);
  const ended = count(/;[ \t]*(?:\/\/.*)?\r?$/gm);
  const open = count(/^[ \t]*(?:import|return|const|this\.|await)\b.*[^\s{[(,;][ \t]*\r?$/gm);
  return {
    newline: count(/\r\n/g) > lines.length / 2 ? "\r\n" : "\n",
    indent: indents.toSorted((a, b) => a.length - b.length)[0] ?? "  ",
    quote: count(/'[^'"\n]*'/g) > count(/"[^'"\n]*"/g) ? "'" : '"',
    end: open > ended ? "" : ";",
  };
}

/**
 * A text that is written with two spaces, double quotes and semicolons, in another style.
 *
 * @param depth - Levels of indentation to add to each line.
 */
export function inStyle(
  text: string,
  { newline, indent, quote, end }: FileStyle,
  depth = 0,
): string {
  return text
    .split("\n")
    .map((line) => {
      if (line === "") return line;
      const spaces = /^ */.exec(line)?.[0].length ?? 0;
      const body = line.slice(spaces).replaceAll('"', quote).replace(/;$/, end);
      return indent.repeat(depth + spaces / 2) + body;
    })
    .join(newline);
}
