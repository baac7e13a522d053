import { ts } from "../compiler/compiler.ts";
import { isStatic } from "../module-class.ts";
import { bareExpression } from "./bare-expression.ts";
import { classOfThis } from "./own-module.ts";

/** The declaration of the method that a call calls. */
export function calledMethod(
  checker: ts.TypeChecker,
  call: ts.CallExpression,
): ts.Node | undefined {
  const callee = bareExpression(call.expression);
  // By far the most calls. The property's declaration is the signature's, and costs no look at arguments.
  if (ts.isPropertyAccessExpression(callee)) {
    const method = methodOfMember(checker, callee) ?? checker.getSymbolAtLocation(callee.name);
    return method?.valueDeclaration;
  }
  if (!mayHoldMethod(checker, callee)) return undefined;
  // Only several need a look at arguments to know which.
  const [first, ...others] = checker.getTypeAtLocation(callee).getCallSignatures();
  return others.length === 0 ? first?.declaration : checker.getResolvedSignature(call)?.declaration;
}

/**
 * The method that `this.member.method` means in a class. The checker follows the code that leads there, to see what
 * the member holds by then, past each call before: that tells nothing where it can only be one thing.
 */
function methodOfMember(
  checker: ts.TypeChecker,
  { expression, name }: ts.PropertyAccessExpression,
): ts.Symbol | undefined {
  if (!ts.isPropertyAccessExpression(expression)) return undefined;
  if (expression.expression.kind !== ts.SyntaxKind.ThisKeyword) return undefined;
  const owner = classOfThis(expression);
  // The type of a class expression is that of its constructor.
  if (owner === undefined || !ts.isClassDeclaration(owner)) return undefined;
  if (!isOfInstance(expression, owner)) return undefined;
  const member = checker.getPropertyOfType(checker.getTypeAtLocation(owner), expression.name.text);
  const type = member && checker.getTypeOfSymbol(member);
  if (type === undefined || type.isUnionOrIntersection()) return undefined;
  return checker.getPropertyOfType(type, name.text);
}

/** Whether a node stands in a member that instances of a class have. */
function isOfInstance(node: ts.Node, owner: ts.ClassLikeDeclaration): boolean {
  const member = ts.findAncestor(node, (at) => at.parent === owner);
  if (member === undefined || !ts.isClassElement(member)) return false;
  return !isStatic(member) && !ts.isClassStaticBlockDeclaration(member);
}

/** Cheap refusal of most calls by a plain name: those of functions and imports. */
function mayHoldMethod(checker: ts.TypeChecker, callee: ts.Expression): boolean {
  if (!ts.isIdentifier(callee)) return true;
  const declaration = checker.getSymbolAtLocation(callee)?.valueDeclaration;
  return (
    declaration !== undefined &&
    (ts.isVariableDeclaration(declaration) || ts.isBindingElement(declaration))
  );
}
