import { ts } from "./compiler/compiler.ts";

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

/** What is said of a parameter: by its own comment, else by the function's `@param`. */
export function parameterDoc(parameter: ts.ParameterDeclaration): string[] {
  const { lines } = readDoc(parameter);
  if (lines.length > 0) return lines;
  const [tag] = ts.getJSDocParameterTags(parameter);
  const said = linesOf(tag?.comment);
  if (said[0] !== undefined) said[0] = said[0].replace(/^-\s*/, "");
  return said;
}

/** The names of all tags. */
export function tagNames(declaration: ts.Node): string[] {
  return commentsOf(declaration).flatMap(({ tags = [] }) => tags.map((tag) => tag.tagName.text));
}

/** The texts of all tags of one name, such as `@rpc`. */
export function readTags(declaration: ts.Node, name: string): { tag: ts.JSDocTag; text: string }[] {
  return commentsOf(declaration).flatMap(({ tags = [] }) =>
    [...tags]
      .filter(({ tagName }) => tagName.text === name)
      .map((tag) => ({ tag, text: linesOf(tag.comment).join("\n") })),
  );
}

/** Where the documentation comments of a declaration stand in its file. */
export function docRanges(declaration: ts.Node): ts.TextRange[] {
  const node = commented(declaration);
  const found = attached(node);
  if (found.length > 0) return found;
  return isProperty(node) ? [inlineRange(node)].filter((range) => range !== undefined) : [];
}

/** The statement that a declaration's comment stands in front of. */
export function statementOf(declaration: ts.Node): ts.Node {
  const node = commented(declaration);
  if (!ts.isVariableDeclaration(node) || !ts.isVariableDeclarationList(node.parent)) return node;
  return ts.isVariableStatement(node.parent.parent) ? node.parent.parent : node;
}

function commentsOf(declaration: ts.Node): ts.JSDoc[] {
  const node = commented(declaration);
  const found = attached(node);
  return found.length === 0 && isProperty(node) ? inlineComments(node) : found;
}

function attached(node: ts.Node): ts.JSDoc[] {
  return ts.getJSDocCommentsAndTags(node).filter(ts.isJSDoc);
}

function isProperty(node: ts.Node): boolean {
  return ts.isPropertySignature(node) || ts.isPropertyDeclaration(node);
}

/**
 * The comment of the `age` in `{ name: string; /** … *\/ age: number }`: to the compiler it belongs to what
 * ends before it on the line. Its nodes are of a file of their own.
 */
function inlineComments(node: ts.Node): ts.JSDoc[] {
  const range = inlineRange(node);
  if (range === undefined) return [];
  const alone = `${node.getSourceFile().text.slice(range.pos, range.end)}\ntype Alone = 1;`;
  const [statement] = ts.createSourceFile("", alone, ts.ScriptTarget.Latest, true).statements;
  return statement === undefined ? [] : ts.getJSDocCommentsAndTags(statement).filter(ts.isJSDoc);
}

function inlineRange(node: ts.Node): ts.TextRange | undefined {
  const { text } = node.getSourceFile();
  const range = ts.getTrailingCommentRanges(text, node.pos)?.at(-1);
  if (range === undefined || !text.startsWith("/**", range.pos)) return undefined;
  // At the end of a line it is about the property in front of it.
  const isBehindProperty = text.charAt(node.pos - 1) !== "{";
  const isAtEnd = text.slice(range.end, node.getStart()).includes("\n");
  return isBehindProperty && isAtEnd ? undefined : range;
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

/** Lines of a comment's text, without empty ones around it. */
export function linesOf(comment: ts.JSDoc["comment"]): string[] {
  const text = ts.getTextOfJSDocComment(comment) ?? "";
  const lines = text.split(/\r\n|[\n\r\u2028\u2029]/).map((line) => line.trimEnd());
  while (lines.at(-1) === "") lines.pop();
  while (lines[0] === "") lines.shift();
  return lines;
}
