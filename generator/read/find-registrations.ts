import { ts } from "ts-morph";
import { enclosingClass } from "./called-function.ts";
import type { Evaluator } from "./constant-value.ts";
import type { DiagnosticList } from "./diagnostic-list.ts";
import type { FoundModule } from "./find-modules.ts";
import { memberName, type ModuleClass } from "./module-class.ts";
import type { OpenProject } from "./open-project.ts";
import type { ModuleParts } from "./read-module.ts";
import type { RegistrationSites } from "./registration-sites.ts";
import { RegistrationWalk } from "./walk-registrations.ts";

/** What finding registrations needs. */
export interface Finding {
  readonly project: OpenProject;
  readonly sites: RegistrationSites;
  readonly evaluator: Evaluator;
  readonly diagnostics: DiagnosticList;
  /** Runs something and adds the files it touched to a set. */
  readonly gather: <T>(files: Set<string>, run: () => T) => T;
}

/**
 * Finds all registrations of all modules. Each call in the sources that registers something is either
 * given to the modules that make it, or reported: none is passed over.
 *
 * @param all - All module classes, also those whose type is not known.
 */
export function findRegistrations(
  finding: Finding,
  found: readonly FoundModule[],
  all: readonly ModuleClass[],
): ModuleParts[] {
  const { project, sites, evaluator, diagnostics, gather } = finding;
  const reached = new Set<ts.CallExpression>();
  const parts = found.map((one) => {
    const files = new Set<string>();
    const walk = new RegistrationWalk(project, sites, evaluator, one.module);
    const registrations = gather(files, () => [...walk.follow()]);
    for (const call of walk.seen) reached.add(call);
    return { ...one, registrations, files, walk };
  });
  for (const call of sites.calls.keys()) {
    if (reached.has(call)) continue;
    const owners = parts.filter(({ module }) => isMemberOf(call, module));
    for (const { registrations, files, walk } of owners) {
      const late = gather(files, () => walk.late(call));
      if (late !== undefined) registrations.push(late);
    }
    if (owners.length === 0 && !belongsToClass(call, all)) {
      diagnostics.error("MQ1015", call, "no module class is seen to make this registration", {
        hint: "call the function around it from onInit, with this or this.server as an argument",
      });
    }
  }
  for (const escape of sites.escapes) {
    diagnostics.error(
      "MQ1010",
      escape,
      `${escape.getText()} is passed on as a value: what is registered through it can't be read`,
      { hint: "call it here, or write /** @rpc name */ above the handlers" },
    );
  }
  return parts;
}

/** Whether a call stands in a method that the module has and has not overridden. */
function isMemberOf(call: ts.CallExpression, module: ModuleClass): boolean {
  const owner = enclosingClass(call);
  if (owner === undefined || !module.chain.includes(owner)) return false;
  const member = owner.members.find((one) => ts.findAncestor(call, (at) => at === one));
  const name = member && memberName(member);
  // What `onInit` is cut off from by a missing `super.onInit` has its own warning.
  return name !== undefined && name !== "onInit" && module.member(name) === member;
}

/** Whether a call's class answers for it: modules of unknown type, base classes, mixins. */
function belongsToClass(call: ts.CallExpression, all: readonly ModuleClass[]): boolean {
  const owner = enclosingClass(call);
  if (owner === undefined) return false;
  if (all.some(({ chain }) => chain.includes(owner))) return true;
  const isAbstract = owner.modifiers?.some(({ kind }) => kind === ts.SyntaxKind.AbstractKeyword);
  // A base class or mixin of which this project has no module: somebody else's business.
  return isAbstract === true || isInFunction(owner);
}

function isInFunction(owner: ts.ClassLikeDeclaration): boolean {
  return (
    owner.heritageClauses !== undefined &&
    ts.findAncestor(owner.parent, ts.isFunctionLike) !== undefined
  );
}
