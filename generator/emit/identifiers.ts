import { literal } from "./escape-text.ts";

/** Words that can't name a parameter, variable or type in a module. */
const reserved = new Set(
  (
    "arguments await break case catch class const continue debugger default delete do else enum eval " +
    "export extends false finally for function if implements import in instanceof interface let new null " +
    "package private protected public return static super switch this throw true try typeof undefined " +
    "var void while with yield any bigint boolean never number object string symbol unknown type"
  ).split(" "),
);

/** Nearly all are such, and this is seen faster. */
const plainName = /^[A-Za-z$_][\w$]*$/;

const identifierName = /^[\p{ID_Start}$_][\p{ID_Continue}$\u200c\u200d]*$/u;

/** Whether a text may stand where a member's name is expected, without quotes. */
export function isIdentifierName(text: string): boolean {
  return plainName.test(text) || identifierName.test(text);
}

/** Whether a text may name a parameter, variable or type. */
export function isIdentifier(text: string): boolean {
  return isIdentifierName(text) && !reserved.has(text);
}

/** The name of a member in an interface or type: quoted unless it is an identifier. */
export function typeKey(name: string): string {
  // Without quotes `new(…)` is a construct signature.
  return isIdentifierName(name) && name !== "new" ? name : literal(name);
}

/**
 * The key of a property in an object literal, or of a class's method. `__proto__` would set the prototype
 * and `constructor` would be the constructor, quoted or not: these two are computed.
 */
export function valueKey(name: string): string {
  return name === "__proto__" || name === "constructor" ? `[${literal(name)}]` : typeKey(name);
}

/** `name`, or `name_` with as many underscores as make it unlike all that are taken. */
export function unlike(name: string, isTaken: (name: string) => boolean): string {
  let free = name;
  while (isTaken(free)) free += "_";
  return free;
}

/** `chat room` and `chat-room` as `ChatRoom`; what is no letter or digit separates words. */
export function pascalCase(text: string): string {
  const joined = text
    .normalize("NFC")
    .split(/[^\p{L}\p{Nl}\p{N}\p{M}]+/u)
    .map((word) => upperFirst(word))
    .join("");
  // An identifier doesn't begin with a digit or a combining mark.
  return joined === "" || isIdentifierName(joined)
    ? joined
    : `_${joined.replace(/[^\p{ID_Continue}]/gu, "")}`;
}

/** `ChatRoom` as `chat-room`. */
export function kebabCase(text: string): string {
  return text
    .replace(/(\p{Ll}|\p{N})(\p{Lu})/gu, "$1-$2")
    .replace(/(\p{Lu})(\p{Lu}\p{Ll})/gu, "$1-$2")
    .toLowerCase();
}

/** The text with its first letter in upper case. */
export function upperFirst(text: string): string {
  return mapFirst(text, (letter) => letter.toUpperCase());
}

/** The text with its first letter in lower case. */
export function lowerFirst(text: string): string {
  return mapFirst(text, (letter) => letter.toLowerCase());
}

function mapFirst(text: string, map: (letter: string) => string): string {
  const [first = ""] = text; // by code point, not by half of a pair
  return map(first) + text.slice(first.length);
}
