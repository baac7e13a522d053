import { ts } from "../compiler/compiler.ts";
import { bareExpression } from "./bare-expression.ts";

/** The declaration of the method that a call calls. */
export function calledMethod(
  checker: ts.TypeChecker,
  call: ts.CallExpression,
): ts.Node | undefined {
  const callee = bareExpression(call.expression);
  // By far the most calls. The property's declaration is the signature's, and costs no look at arguments.
  if (ts.isPropertyAccessExpression(callee)) {
    return checker.getSymbolAtLocation(callee.name)?.valueDeclaration;
  }
  if (!mayHoldMethod(checker, callee)) return undefined;
  // Only several need a look at arguments to know which.
  const [first, ...others] = checker.getTypeAtLocation(callee).getCallSignatures();
  return others.length === 0 ? first?.declaration : checker.getResolvedSignature(call)?.declaration;
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
