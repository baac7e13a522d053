/** Texts are cut after this many characters in messages. */
const SHOWN_CHARACTERS = 60;

/**
 * Names a value in a message without giving a secret away: below a key that sounds like one only the
 * kind is told, and URIs lose everything between `//` and `@` and after `?`.
 *
 * @param key - The key that the value stands under, if there is one.
 */
export function describeValue(value: unknown, key?: PropertyKey): string {
  if (value === undefined) return "nothing";
  if (value === null) return "null";
  if (Array.isArray(value)) return value.length === 0 ? "an empty list" : "a list";
  if (typeof value === "object") return "an object";
  if (typeof key === "string" && SECRET_KEY.test(key)) return `a ${KIND[typeof value] ?? "value"}`;
  // JSON has nothing else.
  if (typeof value !== "string") return String(value as number | boolean);
  if (URI_KEY.test(String(key)) && !value.includes("://")) return "a text without ://";
  const text = withoutSecrets(value);
  const shown = text.slice(0, SHOWN_CHARACTERS);
  return JSON.stringify(shown.length < text.length ? `${shown}…` : shown);
}

const SECRET_KEY = /pass|secret|token|credential/iu;
const URI_KEY = /ur[il]$/iu;
const KIND: Partial<Record<string, string>> = {
  string: "text",
  boolean: "boolean",
  number: "number",
};

/**
 * A text without what may be a password: the user part of a URI (greedy, up to the last `@`: a password
 * that was not escaped may hold one), its query, and what stands in the place of a port but is none.
 */
function withoutSecrets(text: string): string {
  const [, scheme, rest] = /^([\w+.-]*:\/\/)([^]*)$/u.exec(text) ?? [undefined, "", text];
  if (rest === undefined || (scheme === "" && !/:[^]*@/u.test(text))) return text;
  if (rest.includes("@") && rest.includes("?")) return `${scheme}***`;
  const host = rest.replace(/^[^]*@/u, "***@").replace(/\?[^]*$/u, "?***");
  return scheme + host.replace(/^([^:/]*):(?!\d*(?:\/|\?|$))[^/]*/u, "$1:***");
}
