/** Text as it may stand in HTML, between tags and in quoted attributes. */
export function html(text: string): string {
  return text
    .replaceAll("&", "&amp;")
    .replaceAll("<", "&lt;")
    .replaceAll(">", "&gt;")
    .replaceAll('"', "&quot;")
    .replaceAll("'", "&#39;");
}

/**
 * Lines of a documentation comment as HTML: paragraphs, lists whose lines begin with `-`, code in backticks
 * and in blocks, and the text of links. Whatever else is in them is text.
 */
export function docHtml(lines: readonly string[]): string {
  const parts: string[] = [];
  let open: { tag: "p" | "ul" | "pre"; lines: string[] } | undefined;
  const close = (): void => {
    if (open !== undefined) parts.push(blockHtml(open.tag, open.lines));
    open = undefined;
  };
  for (const line of lines) {
    if (open?.tag === "pre") {
      if (line.trim() === "```") close();
      else open.lines.push(line);
      continue;
    }
    const item = /^\s*[-*] (.*)$/.exec(line);
    if (line.trim().startsWith("```")) {
      close();
      open = { tag: "pre", lines: [] };
    } else if (line.trim() === "") {
      close();
    } else if (item !== null) {
      if (open?.tag !== "ul") close();
      open ??= { tag: "ul", lines: [] };
      open.lines.push(item[1] ?? "");
    } else if (open?.tag === "ul") {
      open.lines.push(`${open.lines.pop() ?? ""} ${line.trim()}`);
    } else {
      open ??= { tag: "p", lines: [] };
      open.lines.push(line);
    }
  }
  close();
  return parts.join("\n");
}

function blockHtml(tag: "p" | "ul" | "pre", lines: readonly string[]): string {
  if (tag === "pre") return `<pre>${html(lines.join("\n"))}</pre>`;
  if (tag === "p") return `<p>${inlineHtml(lines.join("\n"))}</p>`;
  return `<ul>${lines.map((line) => `<li>${inlineHtml(line)}</li>`).join("")}</ul>`;
}

/** One run of text with `code` and `{@link Name}` in it. */
export function inlineHtml(text: string): string {
  return text
    .split(/(`[^`]+`|\{@link(?:code|plain)? [^}]+\})/)
    .map((part) => {
      if (part.startsWith("`") && part.length > 2) return `<code>${html(part.slice(1, -1))}</code>`;
      const link = /^\{@link\w* +([^}|\s]+)(?:\s*\|?\s*([^}]*))?\}$/.exec(part);
      if (link === null) return html(part);
      return `<code>${html(link[2]?.trim() || (link[1] ?? ""))}</code>`;
    })
    .join("");
}
