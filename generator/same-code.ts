import jsTokens from "js-tokens";
import { isSameList } from "./same-list.ts";

/**
 * Whether two texts differ in nothing but what formatters change: white space, the kind of quotes, quotes
 * around keys, trailing commas, semicolons, a union's first bar, parentheses around one parameter. A file
 * that somebody's formatter went over is still what was emitted; one that was edited is not.
 *
 * @param name - By its ending: TypeScript and JSON are understood, other texts have to be equal.
 */
export function isSameCode(name: string, one: string, other: string): boolean {
  if (/\.(?:json|map)$/.test(name)) return isSameJson(one, other);
  if (!/\.[cm]?ts$/.test(name)) return false;
  // Cheap, and decides nearly all: where the rest differs, so does the code.
  return bareText(one) === bareText(other) && isSameList(essence(one), essence(other));
}

function isSameJson(one: string, other: string): boolean {
  try {
    return JSON.stringify(JSON.parse(one)) === JSON.stringify(JSON.parse(other));
  } catch {
    return false;
  }
}

/** The text without all that formatters may add or take away. */
function bareText(text: string): string {
  return text.replace(/[\s,;|&()'"\\*]+/g, "");
}

/** What is left of some code when its format is taken away: its tokens. */
function essence(text: string): string[] {
  const tokens = [...jsTokens(text)].filter(
    ({ type }) => type !== "WhiteSpace" && type !== "LineTerminatorSequence",
  );
  const kept: string[] = [];
  for (const [index, { type, value }] of tokens.entries()) {
    const before = tokens[index - 1]?.value ?? "";
    const after = tokens[index + 1]?.value ?? "";
    if (type === "StringLiteral") {
      const content = value.slice(1, -1).replace(/\\(["'])/g, "$1");
      const isKey = /^[:?(]$/.test(after) && before !== "?" && before !== "case";
      kept.push(isKey && isWord(content) ? content : `"${content}`);
    } else if (type === "MultiLineComment" || type === "SingleLineComment") {
      kept.push(value.replace(/\s*\n[\s*]*/g, "\n").trim());
    } else if (type === "Punctuator") {
      if (value === ";" || (/^[|&]$/.test(value) && beginsType.has(before))) continue;
      if (value === "=>") withoutParentheses(kept);
      // `>>` ends two lists of type arguments, which may come to stand on two lines.
      for (const character of value) {
        if (/[)\]}>]/.test(character) && kept.at(-1) === ",") kept.pop();
        kept.push(character);
      }
    } else {
      kept.push(value);
    }
  }
  return kept;
}

/** What stands before a type, and so before a bar that joins it to nothing. */
const beginsType = new Set(["=", "(", ",", ":", "<", "[", "=>", "?"]);

/** `(name) =>` as `name =>`. */
function withoutParentheses(kept: string[]): void {
  const [open, name, close] = kept.slice(-3);
  if (open === "(" && close === ")" && name !== undefined && isWord(name)) {
    kept.splice(-3, 3, name);
  }
}

function isWord(text: string): boolean {
  return /^[\p{ID_Continue}$]+$/u.test(text);
}
