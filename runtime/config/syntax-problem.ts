import type { ParseError } from "jsonc-parser";
import { printParseErrorCode } from "jsonc-parser";

type ErrorName = ReturnType<typeof printParseErrorCode>;

/** Whether the tree around the error is still what the author meant, so that it can be checked. */
export function isRecoverable(error: ParseError): boolean {
  return printParseErrorCode(error.error) === "CommaExpected";
}

/** Puts a parse error into words. Words of the file are never quoted: one may be a password. */
export function syntaxProblem(
  text: string,
  error: ParseError,
): { expected: string; found: string } {
  const name = printParseErrorCode(error.error);
  return {
    expected: EXPECTED[name] ?? "JSON",
    found: FOUND[name] ?? tokenAt(text, error.offset),
  };
}

const EXPECTED: Partial<Record<ErrorName, string>> = {
  InvalidSymbol: "a text in double quotes, a number, true, false or null",
  InvalidNumberFormat: "a number",
  PropertyNameExpected: "a key in double quotes",
  ValueExpected: "a value",
  ColonExpected: "a colon after the key",
  CommaExpected: "a comma",
  CloseBraceExpected: "a closing }",
  CloseBracketExpected: "a closing ]",
  EndOfFileExpected: "nothing more",
  UnexpectedEndOfComment: "a comment that ends with */",
  UnexpectedEndOfString: "a text that ends with a double quote in its line",
  UnexpectedEndOfNumber: "a number",
  InvalidUnicode: "four hexadecimal digits after \\u",
  InvalidEscapeCharacter: 'one of " \\ / b f n r t u after a backslash',
  InvalidCharacter: "control characters written as \\u and four digits",
};

const FOUND: Partial<Record<ErrorName, string>> = {
  UnexpectedEndOfComment: "the end of the file",
  UnexpectedEndOfString: "the end of the line",
  UnexpectedEndOfNumber: "a number without its end",
  InvalidUnicode: "something else",
  InvalidEscapeCharacter: "something else",
  InvalidCharacter: "a raw control character",
};

function tokenAt(text: string, offset: number): string {
  const character = text[offset];
  if (character === undefined) return "the end of the file";
  if ("{}[],:".includes(character)) return character;
  if (character === '"') return "a text";
  if (character === "'") return "a single quote";
  if (/[\d-]/u.test(character)) return "a number";
  return "a word without quotes";
}
