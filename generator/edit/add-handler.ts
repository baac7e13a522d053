import {
  type ClassDeclaration,
  type ClassExpression,
  Node,
  type SourceFile,
  SyntaxKind,
} from "ts-morph";
import type { Location } from "../model.ts";
import { addImport } from "./add-import.ts";
import { type FileStyle, inStyle, styleOf } from "./file-style.ts";
import { type Insertion, insertAll } from "./insertion.ts";
import { parseFile } from "./parse-file.ts";

/** The handler that is wanted. */
export interface NewHandler {
  /** The name it is registered under. */
  name: string;
  /** The name of the method: a member that the class must not have. */
  method: string;
  /** Names of its parameter's and its result's type: nothing in the file may have them. */
  request: string;
  reply: string;
  /** Whether clients call it: its first parameter is then the session. */
  forClients: boolean;
  order: "serial" | "concurrent";
}

type Class = ClassDeclaration | ClassExpression;

/** Why a handler can't be added. */
export class CannotEdit extends Error {}

/**
 * The text of a file with a handler added to one of its module classes: its types above the class, its
 * registration behind the others, its method behind the others. All else stays as it is.
 *
 * @param location - Where the class's name stands.
 * @throws {CannotEdit} with the reason.
 */
export function addHandler(
  name: string,
  text: string,
  location: Location,
  handler: NewHandler,
): string {
  const source = parseFile(name, text);
  const owner = classAt(source, location);
  const style = styleOf(text);
  refuseTaken(source, owner, handler);
  const onInit = owner.getInstanceMethod("onInit");
  const insertions = [
    typesOf(owner, handler, style),
    ...(onInit === undefined ? [] : [registrationIn(onInit, handler, style)]),
    membersOf(owner, handler, style, onInit === undefined),
    ...importsOf(source, handler, style, onInit === undefined),
  ];
  return insertAll(text, insertions);
}

function classAt(source: SourceFile, { line, column }: Location): Class {
  const at = source.compilerNode.getPositionOfLineAndCharacter(line - 1, column - 1);
  const found = source
    .getDescendantAtPos(at)
    ?.getFirstAncestor((node) => Node.isClassDeclaration(node) || Node.isClassExpression(node));
  if (found !== undefined) return found as Class; // as the condition says
  throw new CannotEdit(
    "its class does not stand where it was read: was the file changed meanwhile?",
  );
}

function refuseTaken(
  source: SourceFile,
  owner: Class,
  { method, request, reply }: NewHandler,
): void {
  if (owner.getMember(method) !== undefined) {
    throw new CannotEdit(`the class has a member ${method} already; choose another name`);
  }
  const declared = new Set(
    source.getStatements().flatMap((each) => {
      const isNamed =
        Node.isInterfaceDeclaration(each) ||
        Node.isTypeAliasDeclaration(each) ||
        Node.isClassDeclaration(each);
      return isNamed ? [each.getName()] : [];
    }),
  );
  const taken = [request, reply].find((each) => declared.has(each));
  if (taken !== undefined) {
    throw new CannotEdit(`the file has a type ${taken} already; choose another name`);
  }
}

/** The types, above the class and its comment. */
function typesOf(
  owner: Class,
  { name, request, reply, forClients }: NewHandler,
  style: FileStyle,
): Insertion {
  const who = forClients ? "What clients send with" : "What callers send with";
  const types = `/** ${who} ${name}. */
export interface ${request} {
  text: string;
}

/** What ${name} answers. */
export interface ${reply} {
  text: string;
}

`;
  const statement = owner.getFirstAncestorByKind(SyntaxKind.VariableStatement) ?? owner;
  return { at: statement.getStart(true), text: inStyle(types, style) };
}

/** The registration, behind the last one, or at the end of `onInit`. */
function registrationIn(
  onInit: ReturnType<Class["getInstanceMethodOrThrow"]>,
  handler: NewHandler,
  style: FileStyle,
): Insertion {
  const statements = onInit.getStatements();
  const registering = statements.filter((each) => /\.register(?:GO)?\b/.test(each.getText()));
  const last = registering.at(-1) ?? statements.at(-1);
  const line = registrationOf(handler);
  if (last === undefined) {
    const body = onInit.getBody();
    if (body === undefined) throw new CannotEdit("its onInit has no body");
    const { newline } = style;
    return {
      at: body.getStart() + 1,
      text: `${newline}${inStyle(line, style, 2)}${newline}${style.indent}`,
    };
  }
  return { at: lineEndOf(last), text: `${style.newline}${indentOf(last)}${inStyle(line, style)}` };
}

/** The method behind all other members, with an `onInit` before it where there is none. */
function membersOf(
  owner: Class,
  handler: NewHandler,
  style: FileStyle,
  withOnInit: boolean,
): Insertion {
  const { name, method, request, reply, forClients } = handler;
  const onInit = `override async onInit(app: App, settings: ModuleSettings): Promise<void> {
  await super.onInit(app, settings);
  ${registrationOf(handler)}
}

`;
  const parameters = forClients ? `session: Session, msg: ${request}` : `msg: ${request}`;
  const result = forClients ? "`${session.userId}: ${msg.text}`" : "msg.text";
  const members = `${withOnInit ? onInit : ""}/** Handles ${name}. */
private async ${method}(${parameters}): Promise<${reply}> {
  return { text: ${result} };
}`;
  const last = owner.getMembers().at(-1);
  const { newline } = style;
  const depth = 1;
  if (last === undefined) {
    const brace = owner.getFirstChildByKindOrThrow(SyntaxKind.OpenBraceToken).getEnd();
    const isOneLine = !owner
      .getFullText()
      .slice(brace - owner.getPos())
      .includes("\n");
    const text = `${newline}${inStyle(members, style, depth)}${isOneLine ? newline : ""}`;
    return { at: brace, text };
  }
  return { at: lineEndOf(last), text: `${newline}${newline}${inStyle(members, style, depth)}` };
}

function importsOf(
  source: SourceFile,
  { forClients }: NewHandler,
  style: FileStyle,
  withOnInit: boolean,
): Insertion[] {
  const names = [
    ...(withOnInit ? ["App", "ModuleSettings"] : []),
    ...(forClients ? ["Session"] : []),
  ];
  return names.length === 0
    ? []
    : addImport(source, { from: "mqant", names, typeOnly: true }, style);
}

function registrationOf({ name, method, order }: NewHandler): string {
  const register = order === "serial" ? "register" : "registerGO";
  return `this.server.${register}(${JSON.stringify(name)}, this.${method});`;
}

/** The end of the line on which a node ends, if only a comment follows it there. */
function lineEndOf(node: Node): number {
  const text = node.getSourceFile().getFullText();
  const rest = /^[ \t]*(?:\/\/[^\r\n]*|\/\*[^\r\n]*?\*\/)?(?=[ \t]*(?:\r?\n|$))/.exec(
    text.slice(node.getEnd()),
  );
  return node.getEnd() + (rest?.[0].length ?? 0);
}

function indentOf(node: Node): string {
  const before = node.getSourceFile().getFullText().slice(0, node.getStart());
  return /[ \t]*$/.exec(before.slice(before.lastIndexOf("\n") + 1))?.[0] ?? "";
}
