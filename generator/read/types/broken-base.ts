import { ts } from "../compiler/compiler.ts";
import { compilerSays } from "./compiler-says.ts";
import { missingImport, missingType } from "./missing-type.ts";
import type { OpenProject } from "../project/open-project.ts";
import type { TypeProblem } from "./type-problem.ts";

type Declaration = ts.InterfaceDeclaration | ts.ClassLikeDeclaration;

/**
 * A base, its own or a base's, that the checker passed over: it leaves its properties out without a trace in
 * the type.
 */
export function brokenBase(
  project: OpenProject,
  type: ts.Type,
): { node: ts.Node; problem: TypeProblem } | undefined {
  const seen = new Set<ts.Type>();
  const visit = (each: ts.Type): ReturnType<typeof brokenBase> => {
    const target = (each as ts.TypeReference).target ?? each;
    if (!target.isClassOrInterface() || seen.has(target)) return undefined;
    seen.add(target);
    const bases = project.checker.getBaseTypes(target);
    for (const declaration of target.symbol.declarations ?? []) {
      if (!ts.isInterfaceDeclaration(declaration) && !ts.isClassLike(declaration)) continue;
      if (project.isLibrary(declaration.getSourceFile())) continue;
      for (const base of basesOf(declaration)) {
        const problem = problemWith(project, declaration, base, bases);
        if (problem !== undefined) return problem;
      }
    }
    for (const base of bases) {
      const found = visit(base);
      if (found !== undefined) return found;
    }
    return undefined;
  };
  return visit(type);
}

function basesOf(declaration: Declaration): readonly ts.ExpressionWithTypeArguments[] {
  const clauses = declaration.heritageClauses ?? [];
  return clauses.flatMap(({ token, types }) =>
    token === ts.SyntaxKind.ExtendsKeyword ? [...types] : [],
  );
}

function problemWith(
  project: OpenProject,
  declaration: Declaration,
  base: ts.ExpressionWithTypeArguments,
  bases: readonly ts.Type[],
): ReturnType<typeof brokenBase> {
  const { checker } = project;
  const argument = base.typeArguments?.map((node) => missingType(project, node)).find(Boolean);
  if (argument !== undefined) return { node: argument, problem: missingImport(project, argument) };
  const type = checker.getTypeAtLocation(base);
  const isMissing = (type.flags & ts.TypeFlags.Any) !== 0;
  // Of a class the type of `this` plays a part in it, and no other object is the same.
  const isKept = ts.isClassLike(declaration) || bases.includes(type);
  if (!isMissing && isKept) return undefined;
  const refused = compilerSays(project, declaration, [2310, 2312, 2506]);
  if (refused === undefined && isMissing) {
    return { node: base, problem: missingImport(project, base) };
  }
  return {
    node: base,
    problem: {
      code: "MQ1052",
      reason: `extends ${base.getText()}, which the compiler passes over: ${refused ?? "it can't be a base"}`,
      hint: "extend only what leads nowhere back, and is an object type whose properties are known",
    },
  };
}
