import { ts } from "./compiler/compiler.ts";
import type { Evaluator } from "./registrations/constant-value.ts";
import { EMPTY_SCOPE, textOf } from "./registrations/value.ts";
import type { DiagnosticList } from "./diagnostic-list.ts";
import { memberFunction, ModuleClass, returned } from "./module-class.ts";
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
  if (member === undefined) return declaredType(checker, module.type) ?? builtInType(module);
  return constantResult(member, module, evaluator);
}

/** What `getType()` or `version()` returns, if that is one constant text. */
export function constantResult(
  member: ts.ClassElement,
  module: ModuleClass,
  evaluator: Evaluator,
): string | undefined {
  const body = memberFunction(member)?.body;
  if (body === undefined) return undefined;
  const own = evaluator.within(module);
  const [first, ...others] = returned(body).map((value) =>
    textOf(own.evaluate(value, EMPTY_SCOPE)),
  );
  return others.every((text) => text === first) ? first : undefined;
}

/** `getType(): "Login"` of a base class that comes as a declaration file. */
export function declaredType(checker: ts.TypeChecker, module: ts.Type): string | undefined {
  const symbol = checker.getPropertyOfType(module, "getType");
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
