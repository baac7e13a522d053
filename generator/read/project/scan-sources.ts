import { ts } from "../compiler/compiler.ts";
import { bareExpression } from "../registrations/bare-expression.ts";
import type { OpenProject } from "./open-project.ts";
import { withinStack } from "./within-stack.ts";

/** Nodes that may matter, found by their spelling alone; the checker decides about each later. */
export interface SourceScan {
  /** Classes that extend something, in order of file and position. */
  readonly classes: readonly ts.ClassLikeDeclaration[];
  /** Calls that may register a handler. */
  readonly registerCalls: readonly ts.CallExpression[];
  /** Places that name `register` or `registerGO` without calling it. */
  readonly registerMentions: readonly ts.Identifier[];
  /** Calls that may push a message. */
  readonly pushCalls: readonly ts.CallExpression[];
}

const registerNames: ReadonlySet<string> = new Set(["register", "registerGO"]);

/**
 * Looks through all sources once.
 *
 * @param pushNames - Names of mqant's methods that push.
 */
export function scanSources(
  { sources, disk }: Pick<OpenProject, "sources" | "disk">,
  pushNames: ReadonlySet<string>,
): SourceScan {
  const classes: ts.ClassLikeDeclaration[] = [];
  const registerCalls: ts.CallExpression[] = [];
  const registerMentions: ts.Identifier[] = [];
  const pushCalls: ts.CallExpression[] = [];

  for (const source of sources) {
    if (source.isDeclarationFile) continue;
    // Only where the word stands can a variable hold the method.
    const mentionsRegister = source.text.includes("register");
    const visit = (node: ts.Node): void => {
      if (ts.isClassLike(node)) {
        if (node.heritageClauses !== undefined) classes.push(node);
      } else if (ts.isCallExpression(node)) {
        const name = calledName(node);
        if (name === undefined || registerNames.has(name)) registerCalls.push(node);
        else if (pushNames.has(name)) pushCalls.push(node);
        else if (mentionsRegister && ts.isIdentifier(node.expression)) registerCalls.push(node);
      } else if (mentionsRegister && ts.isIdentifier(node) && registerNames.has(node.text)) {
        if (isMention(node)) registerMentions.push(node);
      }
      ts.forEachChild(node, visit);
    };
    withinStack(source.fileName, disk, () => ts.forEachChild(source, visit));
  }
  return { classes, registerCalls, registerMentions, pushCalls };
}

/** The name that a call is made by; `undefined` for `x[y]()`, where it takes types to know. */
function calledName({ expression }: ts.CallExpression): string | undefined {
  const callee = bareExpression(expression);
  if (ts.isPropertyAccessExpression(callee)) return callee.name.text;
  if (ts.isIdentifier(callee)) return callee.text;
  if (ts.isElementAccessExpression(callee)) {
    const key = callee.argumentExpression;
    return ts.isStringLiteralLike(key) ? key.text : undefined;
  }
  return "";
}

/** Whether the name is read off something, other than to call it at once. */
function isMention(name: ts.Identifier): boolean {
  const { parent } = name;
  if (ts.isPropertyAccessExpression(parent) && parent.name === name) {
    let whole: ts.Node = parent;
    while (ts.isParenthesizedExpression(whole.parent) || ts.isNonNullExpression(whole.parent)) {
      whole = whole.parent;
    }
    return !(ts.isCallExpression(whole.parent) && whole.parent.expression === whole);
  }
  return ts.isBindingElement(parent) && (parent.propertyName ?? parent.name) === name;
}
