/** What few texts have is looked for once before it is replaced piece by piece. */
const endsLiterals = /[\u2028\u2029\u007f]|<\//;
// oxlint-disable-next-line no-control-regex -- control characters are among what must go
const endsComments = /[\u0000-\u001f\u007f-\u009f\u2028\u2029]|\*\/|@ts-|source(?:Mapping)?URL/;

/**
 * A JavaScript and TypeScript literal of a text from the user's sources. Nothing in it can end the
 * literal, the line, or a script element around it.
 */
export function literal(value: string | number | boolean): string {
  const json = JSON.stringify(value);
  if (!endsLiterals.test(json)) return json;
  return json
    .replaceAll("\u2028", "\\u2028")
    .replaceAll("\u2029", "\\u2029")
    .replaceAll("\u007f", "\\u007f")
    .replaceAll("</", "<\\/");
}

/** Text from the user's sources as it may stand inside a comment: one line that ends nothing. */
export function commentText(text: string): string {
  if (!endsComments.test(text)) return text.trimEnd();
  return (
    text
      // oxlint-disable-next-line no-control-regex -- control characters are what must go
      .replace(/[\u0000-\u001f\u007f-\u009f\u2028\u2029]+/g, " ")
      .replaceAll("*/", "*\\/")
      // A comment can speak to the compiler and to tools that look for source maps; these don't.
      .replace(/@ts-(?=ignore|expect-error|nocheck|check)/g, "@ts‑")
      .replace(/sourceMappingURL|sourceURL/g, (name) => name.replace("URL", " URL"))
      .trimEnd()
  );
}

/**
 * A documentation comment, one entry per line, or none if there is nothing to say.
 *
 * @param lines - The text, as the model carries it.
 */
export function docComment(lines: readonly string[], deprecated?: string): string[] {
  const text = lines.flatMap((line) => line.split(/\r\n|[\r\n\u2028\u2029]/)).map(commentText);
  if (deprecated !== undefined) {
    if (text.length > 0) text.push("");
    text.push(`@deprecated ${commentText(deprecated)}`.trimEnd());
  }
  while (text.at(-1) === "") text.pop();
  while (text[0] === "") text.shift();
  const [only] = text;
  if (only === undefined) return [];
  if (text.length === 1) return [`/** ${only} */`];
  return ["/**", ...text.map((line) => (line === "" ? " *" : ` * ${line}`)), " */"];
}
