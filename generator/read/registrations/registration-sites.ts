import { ts } from "../compiler/compiler.ts";
import { calledMethod } from "./called-method.ts";
import type { OpenProject } from "../project/open-project.ts";
import type { SourceScan } from "../project/scan-sources.ts";

/** Which method of `HandlerServer` a call calls, in the contract's word. */
export type HandlerOrder = "serial" | "concurrent";

/** The calls in a source file that register a handler. */
export interface RegistrationSites {
  readonly calls: ReadonlyMap<ts.CallExpression, HandlerOrder>;
  /** Places that pass `register` on as a value: what is registered through them can't be followed. */
  readonly escapes: readonly ts.Node[];
}

/** The same of all sources. */
export class ProjectSites {
  /** In order of the files' names. */
  readonly files: ReadonlyMap<ts.SourceFile, RegistrationSites>;

  constructor(files: ReadonlyMap<ts.SourceFile, RegistrationSites>) {
    this.files = files;
  }

  /** How a call registers a handler, if it does. */
  orderOf(call: ts.CallExpression): HandlerOrder | undefined {
    return this.files.get(call.getSourceFile())?.calls.get(call);
  }
}

/**
 * Keeps those calls whose resolved signature is declared as `register` or `registerGO` in package mqant.
 */
export function findRegistrationSites(project: OpenProject, scan: SourceScan): RegistrationSites {
  const calls = new Map<ts.CallExpression, HandlerOrder>();
  for (const call of scan.registerCalls) {
    const order = orderOf(project, calledMethod(project.checker, call));
    if (order !== undefined) calls.set(call, order);
  }
  const escapes = scan.registerMentions.filter((name) => {
    if (isConstant(name.parent)) return false;
    const access = ts.isPropertyAccessExpression(name.parent) ? name.parent : name;
    const symbol = ts.isBindingElement(name.parent)
      ? project.checker.getTypeAtLocation(name.parent).symbol
      : project.checker.getSymbolAtLocation(access);
    return orderOf(project, symbol?.valueDeclaration) !== undefined;
  });
  return { calls, escapes };
}

/** Whether the method lands in a constant, whose calls are recognised by their type. */
function isConstant(holder: ts.Node): boolean {
  const declaration = ts.isBindingElement(holder) ? holder.parent.parent : holder.parent;
  return (
    ts.isVariableDeclaration(declaration) &&
    (ts.getCombinedNodeFlags(declaration) & ts.NodeFlags.Const) !== 0
  );
}

function orderOf(
  { mqant }: OpenProject,
  declaration: ts.Node | undefined,
): HandlerOrder | undefined {
  if (
    declaration === undefined ||
    !(ts.isMethodSignature(declaration) || ts.isMethodDeclaration(declaration))
  ) {
    return undefined;
  }
  const owner = declaration.parent;
  const isServer = ts.isInterfaceDeclaration(owner) || ts.isClassLike(owner);
  if (!isServer || owner.name?.text !== "HandlerServer" || !mqant.owns(declaration))
    return undefined;
  const name = declaration.name.getText();
  if (name === "register") return "serial";
  return name === "registerGO" ? "concurrent" : undefined;
}
