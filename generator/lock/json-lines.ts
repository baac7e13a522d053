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
  const [open, close] = Array.isArray(value) ? ["[", "]"] : ["{ ", " }"];
  const items: Printed[] = Array.isArray(value)
    ? value.map((item) => printed(item, inner))
    : Object.entries(value).map(([key, item]) => {
        const name = `${JSON.stringify(key)}: `;
        const { text, isOneLine } = printed(item, inner);
        return { text: name + text, isOneLine };
      });
  if (items.length === 0) return { text: open.trim() + close.trim(), isOneLine: true };
  const texts = items.map(({ text }) => text);
  const length = texts.reduce((sum, text) => sum + text.length + 2, open.length + close.length - 2);
  const isOneLine =
    items.every((item) => item.isOneLine) &&
    length <= LONGEST &&
    !(Array.isArray(value) && value.length > 1 && value.every(isObject));
  if (isOneLine) return { text: open + texts.join(", ") + close, isOneLine };
  const lines = texts.join(`,\n${inner}`);
  return { text: `${open.trim()}\n${inner}${lines}\n${indent}${close.trim()}`, isOneLine };
}

function isObject(value: unknown): boolean {
  return typeof value === "object" && value !== null;
}
