import type { ts } from "./compiler/compiler.ts";

/** The most characters of code that a message is made longer by. */
const MAX_LENGTH = 80;

/** A piece of source within a message: on one line, and not all of it if it is long. */
export function shownCode(node: ts.Node): string {
  const text = node.getText().replace(/\s+/g, " ");
  return `\`${text.length > MAX_LENGTH ? `${text.slice(0, MAX_LENGTH)}…` : text}\``;
}
