import { ts } from "../compiler/compiler.ts";
import { bareExpression } from "./bare-expression.ts";
import type { ValueSource, Scope, Value } from "./value.ts";
import { ownModule } from "./own-module.ts";
import {
  type FunctionWithBody,
  hasBody,
  isFunctionExpression,
  isStatic,
  memberFunction,
} from "../module-class.ts";

/** A function that a call runs, as far as its code is at hand. */
export interface CalledFunction {
  readonly declaration: FunctionWithBody;
  /** Whether the code belongs to the module: its own methods, and functions inside them. */
  readonly isOwn: boolean;
}

/** Finds the function that a call in a module's code runs. */
export function calledFunction(
  call: ts.CallExpression,
  scope: Scope,
  evaluator: ValueSource,
): CalledFunction | undefined {
  const { module } = evaluator;
  const callee = bareExpression(call.expression);
  if (isFunctionExpression(callee)) return { declaration: callee as FunctionWithBody, isOwn: true };
  if (ts.isPropertyAccessExpression(callee)) {
    const name = callee.name.text;
    if (callee.expression.kind === ts.SyntaxKind.SuperKeyword) {
      return own(memberFunction(module?.member(name, enclosingClass(call))));
    }
    const owner = ownModule(evaluator, callee, scope);
    if (owner !== undefined) {
      return own(memberFunction(owner.member(name)));
    }
  }
  const named = ts.isPropertyAccessExpression(callee) ? callee.name : callee;
  if (!ts.isIdentifier(named)) return undefined;
  const symbol = evaluator.symbolOf(named);
  const bound = symbol && scope.get(symbol);
  const declaration = bound === undefined ? functionOf(symbol) : functionIn(bound);
  if (declaration === undefined) return undefined;
  const isOwn = module?.chain.some(
    (owner) =>
      isInside(declaration, owner) && !(ts.isClassElement(declaration) && isStatic(declaration)),
  );
  return { declaration, isOwn: isOwn ?? false };
}

/** The class whose body a node stands in. */
export function enclosingClass(node: ts.Node): ts.ClassLikeDeclaration | undefined {
  return ts.findAncestor(node, ts.isClassLike);
}

function own(declaration: FunctionWithBody | undefined): CalledFunction | undefined {
  return declaration && { declaration, isOwn: true };
}

function functionIn(value: Value): FunctionWithBody | undefined {
  if (value.kind !== "code" || !isFunctionExpression(value.node)) return undefined;
  return value.node as FunctionWithBody; // Function expressions have bodies.
}

function functionOf(symbol: ts.Symbol | undefined): FunctionWithBody | undefined {
  for (const declaration of symbol?.declarations ?? []) {
    if (hasBody(declaration)) return declaration;
    const holdsValue =
      ts.isVariableDeclaration(declaration) || ts.isPropertyAssignment(declaration);
    const value = holdsValue && declaration.initializer;
    if (value && isFunctionExpression(bareExpression(value))) {
      return bareExpression(value) as FunctionWithBody; // As above.
    }
  }
  return undefined;
}

/** Whether a node stands in another. */
export function isInside(node: ts.Node, ancestor: ts.Node): boolean {
  return ts.findAncestor(node, (at) => at === ancestor) !== undefined;
}
