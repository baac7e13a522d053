import { ts } from "ts-morph";

/** The documentation comment of a declaration. */
export interface Doc {
  /** Lines of its text, without tags and without the comment's stars. */
  lines: string[];
  /** What `@deprecated` says; an empty text if the tag stands alone. */
  deprecated?: string;
}

/** Reads the last documentation comment in front of a declaration. */
export function readDoc(declaration: ts.Node | undefined): Doc {
  const comment = declaration && commentsOf(declaration).at(-1);
  if (comment === undefined) return { lines: [] };
  const doc: Doc = { lines: linesOf(comment.comment) };
  const deprecated = comment.tags?.find(({ tagName }) => tagName.text === "deprecated");
  if (deprecated !== undefined) doc.deprecated = linesOf(deprecated.comment).join(" ");
  return doc;
}

/** The texts of all tags of one name, such as `@rpc`. */
export function readTags(declaration: ts.Node, name: string): { tag: ts.JSDocTag; text: string }[] {
  return commentsOf(declaration).flatMap(({ tags = [] }) =>
    [...tags]
      .filter(({ tagName }) => tagName.text === name)
      .map((tag) => ({ tag, text: linesOf(tag.comment).join(" ") })),
  );
}

function commentsOf(declaration: ts.Node): ts.JSDoc[] {
  return ts.getJSDocCommentsAndTags(commented(declaration)).filter(ts.isJSDoc);
}

/** The node that carries the comment: a constant's stands in front of the whole statement. */
function commented(declaration: ts.Node): ts.Node {
  const holder = declaration.parent as ts.Node | undefined;
  const isValue =
    holder !== undefined &&
    (ts.isVariableDeclaration(holder) || ts.isPropertyDeclaration(holder)) &&
    holder.initializer === declaration;
  return isValue ? holder : declaration;
}

function linesOf(comment: ts.JSDoc["comment"]): string[] {
  const text = ts.getTextOfJSDocComment(comment) ?? "";
  const lines = text.split(/\r\n|[\n\r\u2028\u2029]/).map((line) => line.trimEnd());
  while (lines.at(-1) === "") lines.pop();
  while (lines[0] === "") lines.shift();
  return lines;
}
