import { ts } from "ts-morph";
import { bareExpression } from "./bare-expression.ts";
import type { Evaluator, Scope, Value } from "./constant-value.ts";
import {
  type FunctionWithBody,
  hasBody,
  isFunctionExpression,
  memberFunction,
  type ModuleClass,
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
  module: ModuleClass,
  evaluator: Evaluator,
): CalledFunction | undefined {
  const callee = bareExpression(call.expression);
  if (isFunctionExpression(callee)) return { declaration: callee as FunctionWithBody, isOwn: true };
  if (ts.isPropertyAccessExpression(callee)) {
    const name = callee.name.text;
    if (callee.expression.kind === ts.SyntaxKind.SuperKeyword) {
      return own(memberFunction(module.member(name, enclosingClass(call))));
    }
    if (isThis(evaluator.evaluate(callee.expression, scope))) {
      const method = memberFunction(module.member(name));
      if (method !== undefined) return own(method);
    }
  }
  const named = ts.isPropertyAccessExpression(callee) ? callee.name : callee;
  if (!ts.isIdentifier(named)) return undefined;
  const symbol = evaluator.symbolOf(named);
  const bound = symbol && scope.get(symbol);
  const declaration = bound === undefined ? functionOf(symbol) : functionIn(bound);
  if (declaration === undefined) return undefined;
  const isOwn = module.chain.some(
    (owner) => isInside(declaration, owner) && !isStaticMember(declaration),
  );
  return { declaration, isOwn };
}

/** Whether a value is the module itself. */
export function isThis(value: Value | undefined): boolean {
  return value?.kind === "code" && value.node.kind === ts.SyntaxKind.ThisKeyword;
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

function isStaticMember(node: ts.Node): boolean {
  return (
    ts.isClassElement(node) && (ts.getCombinedModifierFlags(node) & ts.ModifierFlags.Static) !== 0
  );
}
