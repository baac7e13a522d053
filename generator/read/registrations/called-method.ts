import { ts } from "../compiler/compiler.ts";
import { isStatic } from "../module-class.ts";
import { bareExpression } from "./bare-expression.ts";

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
  if (owner === undefined) return undefined;
  const member = checker.getPropertyOfType(checker.getTypeAtLocation(owner), expression.name.text);
  const type = member && checker.getTypeOfSymbol(member);
  if (type === undefined || type.isUnionOrIntersection()) return undefined;
  return checker.getPropertyOfType(type, name.text);
}

/** The class of whose instances `this` is one; `undefined` for other `this`, and where that is not seen at once. */
function classOfThis(node: ts.Node): ts.ClassDeclaration | undefined {
  for (let at = node.parent; !ts.isSourceFile(at); at = at.parent) {
    if (ts.isClassElement(at) && ts.isClassDeclaration(at.parent)) {
      return isStatic(at) || ts.isClassStaticBlockDeclaration(at) ? undefined : at.parent;
    }
    if (ts.isFunctionLike(at) && !ts.isArrowFunction(at)) return undefined;
    if (ts.isClassLike(at)) return undefined;
  }
  return undefined;
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
