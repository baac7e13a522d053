import { ts } from "./compiler/compiler.ts";
import { memberFunction, type ModuleCode } from "./module-class.ts";

/**
 * The `onInit` that does not call `super.onInit`, if a module has one: without that call a module has no
 * server, and what its base classes would register is cut off.
 */
export function cutInStart(module: ModuleCode): ts.ClassElement | undefined {
  let above: ts.ClassLikeDeclaration | undefined;
  for (;;) {
    const member = module.member("onInit", above);
    const body = memberFunction(member)?.body;
    if (member === undefined || body === undefined) return undefined;
    if (!callsSuper(body)) return member;
    above = module.chain.find((owner) => owner === member.parent);
  }
}

function callsSuper(node: ts.Node): boolean {
  if (
    ts.isPropertyAccessExpression(node) &&
    node.expression.kind === ts.SyntaxKind.SuperKeyword &&
    node.name.text === "onInit"
  ) {
    return true;
  }
  return ts.forEachChild(node, (child) => callsSuper(child) || undefined) ?? false;
}
