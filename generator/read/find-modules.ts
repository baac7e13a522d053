import { ts } from "ts-morph";
import { bareExpression } from "./registrations/bare-expression.ts";
import { type Evaluator, EMPTY_SCOPE, textOf } from "./registrations/constant-value.ts";
import type { DiagnosticList } from "./diagnostic-list.ts";
import { type FunctionWithBody, isReadonly, memberFunction, ModuleClass } from "./module-class.ts";
import type { OpenProject } from "./project/open-project.ts";

/** A module class whose type is known. */
export interface FoundModule {
  /** What its `getType()` returns. */
  type: string;
  module: ModuleClass;
  /** Files that decided so far what is known of it. */
  files: Set<string>;
}

/** Runs something and adds the files it touched to a set. */
export type Gather = <T>(files: Set<string>, run: () => T) => T;

/** Keeps those classes that are modules, and says what type each is. Unreadable types are MQ1002. */
export function findModules(
  project: OpenProject,
  classes: readonly ts.ClassLikeDeclaration[],
  evaluator: Evaluator,
  diagnostics: DiagnosticList,
  gather: Gather,
): { found: FoundModule[]; all: ModuleClass[] } {
  const all = classes.flatMap((node) => ModuleClass.of(project, node) ?? []);
  const found = all.flatMap((module) => {
    const files = new Set<string>();
    const type = gather(files, () => typeOf(project.checker, module, evaluator));
    if (type !== undefined) return [{ type, module, files }];
    const member = module.member("getType");
    diagnostics.error(
      "MQ1002",
      member?.name ?? module.node.name ?? module.node,
      `the type of module class ${module.name} is not known before the program runs`,
      { hint: 'let getType() return a literal or a constant, such as return "Login"' },
    );
    return [];
  });
  return { found, all };
}

function typeOf(
  checker: ts.TypeChecker,
  module: ModuleClass,
  evaluator: Evaluator,
): string | undefined {
  const member = module.member("getType");
  // mqant's own gate says "Gate"; its declaration file has no body to read that from.
  if (member === undefined) return declaredType(checker, module) ?? builtInType(module);
  const body = memberFunction(member)?.body;
  const texts = body === undefined ? [] : returned(body).map((value) => evaluateReturn(value));
  const [first] = texts;
  return first !== undefined && texts.every((text) => text === first) ? first : undefined;

  function evaluateReturn(value: ts.Expression): string | undefined {
    return textOf(evaluator.evaluate(staticMember(value), EMPTY_SCOPE));
  }

  /** `this.type` as the concrete class has it: a subclass may set what its base returns. */
  function staticMember(value: ts.Expression): ts.Expression {
    const access = bareExpression(value);
    if (!ts.isPropertyAccessExpression(access)) return value;
    if (access.expression.kind !== ts.SyntaxKind.ThisKeyword) return value;
    const own = module.member(access.name.text);
    if (own !== undefined && ts.isPropertyDeclaration(own)) {
      return (isReadonly(own) && own.initializer) || value;
    }
    if (own === undefined || !ts.isGetAccessor(own) || own.body === undefined) return value;
    const [only, ...others] = returned(own.body);
    return only !== undefined && others.length === 0 ? only : value;
  }
}

/** `getType(): "Login"` of a base class that comes as a declaration file. */
function declaredType(checker: ts.TypeChecker, module: ModuleClass): string | undefined {
  const symbol = checker.getPropertyOfType(module.type, "getType");
  const [signature] =
    symbol === undefined
      ? []
      : checker.getSignaturesOfType(checker.getTypeOfSymbol(symbol), ts.SignatureKind.Call);
  const type = signature && checker.getReturnTypeOfSignature(signature);
  return type?.isStringLiteral() ? type.value : undefined;
}

function builtInType(module: ModuleClass): string | undefined {
  return module.builtIn === "Gate" ? "Gate" : undefined;
}

/** What the function's own `return`s return. */
export function returned(body: FunctionWithBody["body"]): ts.Expression[] {
  if (!ts.isBlock(body)) return [body];
  const found: ts.Expression[] = [];
  const visit = (node: ts.Node): void => {
    if (ts.isFunctionLike(node) || ts.isClassLike(node)) return;
    if (ts.isReturnStatement(node) && node.expression !== undefined) found.push(node.expression);
    ts.forEachChild(node, visit);
  };
  visit(body);
  return found;
}
