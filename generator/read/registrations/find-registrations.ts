import { ts } from "ts-morph";
import { enclosingClass } from "./called-function.ts";
import type { Evaluator } from "./constant-value.ts";
import type { DiagnosticList } from "../diagnostic-list.ts";
import type { FoundModule, Gather } from "../find-modules.ts";
import { isModuleBase, memberName, type ModuleClass } from "../module-class.ts";
import { cutInStart } from "../module-start.ts";
import type { OpenProject } from "../project/open-project.ts";
import type { ModuleParts } from "../read-module.ts";
import type { RegistrationSites } from "./registration-sites.ts";
import { RegistrationWalk } from "./walk-registrations.ts";

/** What finding registrations needs. */
export interface Finding {
  readonly project: OpenProject;
  readonly sites: RegistrationSites;
  readonly evaluator: Evaluator;
  readonly diagnostics: DiagnosticList;
  readonly gather: Gather;
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
    const walk = new RegistrationWalk(project, sites, evaluator, one.module);
    const registrations = gather(one.files, () => [...walk.follow()]);
    for (const call of walk.seen) reached.add(call);
    return { ...one, registrations, walk };
  });
  for (const call of sites.calls.keys()) {
    if (reached.has(call)) continue;
    const owners = parts.filter(({ module }) => isMemberOf(call, module));
    for (const { registrations, files, walk } of owners) {
      const late = gather(files, () => walk.late(call));
      if (late !== undefined) registrations.push(late);
    }
    if (owners.length === 0 && !isAccountedFor(project, call, found, all)) {
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

/** Whether a call stands in a method that the module has and can call. */
function isMemberOf(call: ts.CallExpression, module: ModuleClass): boolean {
  const member = memberAround(call);
  const name = member && memberName(member);
  return name !== undefined && module.member(name) === member && !isCutOff(call, module);
}

/**
 * Whether there is a reason for which nobody makes a registration: its method is overridden, a missing
 * `super.onInit` cuts it off, its module's type is not known (both have diagnostics of their own), or it
 * belongs to a base class or mixin of which this project has no module.
 */
function isAccountedFor(
  project: OpenProject,
  call: ts.CallExpression,
  found: readonly FoundModule[],
  all: readonly ModuleClass[],
): boolean {
  const owner = enclosingClass(call);
  if (owner === undefined) return false;
  const heirs = all.filter(({ chain }) => chain.includes(owner));
  if (heirs.length === 0) return isModuleBase(project, owner);
  const member = memberAround(call);
  const name = member && memberName(member);
  return heirs.every((module) => {
    if (!found.some((one) => one.module === module) || isCutOff(call, module)) return true;
    const actual = name === undefined ? undefined : module.member(name);
    return actual !== undefined && actual !== member;
  });
}

function isCutOff(call: ts.CallExpression, module: ModuleClass): boolean {
  const owner = enclosingClass(call);
  const cut = cutInStart(module)?.parent;
  if (owner === undefined || cut === undefined) return false;
  const place = (node: ts.Node): number => module.chain.findIndex((one) => one === node);
  return place(owner) > place(cut);
}

/** The member of a class that a call stands in. */
function memberAround(call: ts.CallExpression): ts.ClassElement | undefined {
  return ts.findAncestor(
    call,
    // A method of an object literal is of the same kind.
    (at): at is ts.ClassElement => ts.isClassElement(at) && ts.isClassLike(at.parent),
  );
}
