/** How long a value on one line becomes, without what stands before it. */
const LONGEST = 100;

/**
 * A value as JSON for people who review it: on one line if it fits, but several objects of a list on a line each,
 * so that a difference shows which of them it is. Each value is printed once, where libraries that print so
 * print it again at every level around it.
 *
 * @param value - Plain data, as `JSON.parse` gives it.
 * @param indent - What its lines begin with, but for the first.
 */
export function jsonLines(value: unknown, indent: string): string {
  return printed(value, indent).text;
}

interface Printed {
  readonly text: string;
  readonly isOneLine: boolean;
}

function printed(value: unknown, indent: string): Printed {
  if (typeof value !== "object" || value === null) {
    return { text: JSON.stringify(value), isOneLine: true };
  }
  const inner = `${indent}  `;
  const texts: string[] = [];
  let length = -2;
  let isOneLine = true;
  const add = (key: string, item: unknown): void => {
    const { text, isOneLine: fits } = printed(item, inner);
    texts.push(key + text);
    length += key.length + text.length + 2;
    isOneLine &&= fits;
  };
  const isList = Array.isArray(value);
  if (isList) for (const item of value) add("", item);
  else for (const [key, item] of Object.entries(value)) add(`${JSON.stringify(key)}: `, item);
  const [open, close] = isList ? "[]" : "{}";
  if (texts.length === 0) return { text: `${open}${close}`, isOneLine };
  const pad = isList ? "" : " ";
  isOneLine &&= length + 2 * (pad.length + 1) <= LONGEST;
  if (isOneLine && !(isList && value.length > 1 && value.every(isObject))) {
    return { text: open + pad + texts.join(", ") + pad + close, isOneLine };
  }
  const lines = texts.join(`,\n${inner}`);
  return { text: `${open}\n${inner}${lines}\n${indent}${close}`, isOneLine: false };
}

function isObject(value: unknown): boolean {
  return typeof value === "object" && value !== null;
}
