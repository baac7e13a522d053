import { ts } from "./compiler/compiler.ts";
import type { ErrorModel } from "../model.ts";
import { readTags } from "./read-doc.ts";

/**
 * How a handler may fail: what its `@throws` tags say, then each `new RpcError("code", …)` in its own code with
 * a code that no tag explains. What it calls may throw more.
 */
export function readErrors(declaration: ts.Node): ErrorModel[] {
  const errors = new Map<string, ErrorModel>();
  const add = (error: ErrorModel): void => {
    const key = error.code === "" ? error.text : error.code;
    if (!errors.has(key)) errors.set(key, error);
  };
  for (const { text } of readTags(declaration, "throws")) {
    // `{@link RpcError}`, or the type in front, says nothing that the code does not.
    const said = text.replace(/^(?:\{[^}]*\}\s*)+/, "").replace(/\s+/g, " ");
    const [, code = "", rest = said] =
      /^`?([a-z]+(?:_[a-z]+)*)`?(?:\s*[-:,]\s*|\s+|$)(.*)$/.exec(said) ?? [];
    const isCode = code.includes("_") || plainCodes.has(code);
    add(isCode ? { code, text: rest } : { code: "", text: said });
  }
  const visit = (node: ts.Node): void => {
    if (ts.isNewExpression(node) && ts.isIdentifier(node.expression)) {
      const [code, message] = node.arguments ?? [];
      if (node.expression.text === "RpcError" && code && ts.isStringLiteralLike(code)) {
        add({ code: code.text, text: messageText(message) });
      }
    }
    ts.forEachChild(node, visit);
  };
  visit(declaration);
  return [...errors.values()];
}

/** Codes that are words like others. */
const plainCodes = new Set(
  "canceled unknown aborted unimplemented internal unavailable unauthenticated lost".split(" "),
);

function messageText(message: ts.Expression | undefined): string {
  if (message === undefined) return "";
  if (ts.isStringLiteralLike(message)) return message.text;
  if (!ts.isTemplateExpression(message)) return "…";
  return message.templateSpans.reduce(
    (text, { literal }) => `${text}…${literal.text}`,
    message.head.text,
  );
}
