import { ts } from "../compiler/compiler.ts";
import { enclosingClass } from "./called-function.ts";
import type { Evaluator } from "./constant-value.ts";
import type { DiagnosticList } from "../diagnostic-list.ts";
import type { FoundModule, Gather } from "../find-modules.ts";
import { isModuleBase, memberName, type ModuleClass, type ModuleCode } from "../module-class.ts";
import { cutInStart } from "../module-start.ts";
import type { OpenProject } from "../project/open-project.ts";
import type { ModuleParts } from "../read-module.ts";
import type { ProjectSites } from "./registration-sites.ts";
import { type Registration, RegistrationWalk } from "./walk-registrations.ts";

/** What finding registrations needs. */
export interface Finding {
  readonly project: OpenProject;
  readonly evaluator: Evaluator;
  readonly diagnostics: DiagnosticList;
  readonly gather: Gather;
}

/** A module of which it is known what its start registers. */
export interface FollowedModule {
  readonly module: ModuleCode;
  /** Calls that its start makes, or is known never to make. */
  readonly seen: ReadonlySet<ts.CallExpression>;
}

/** A module whose start was followed in this run. */
export interface WalkedModule extends FollowedModule, ModuleParts {
  readonly module: ModuleClass;
  readonly registrations: Registration[];
  readonly walk: RegistrationWalk;
}

/** Follows the start of a module to what it registers. */
export function followModule(
  { project, evaluator, gather }: Finding,
  sites: ProjectSites,
  found: FoundModule,
): WalkedModule {
  const walk = new RegistrationWalk(project, sites, evaluator, found.module);
  const registrations = gather(found.files, () => [...walk.follow()]);
  return { ...found, registrations, seen: new Set(walk.seen), walk };
}

/** Calls that no module's start makes, and the modules that have them in a method, by their classes. */
export interface LateCalls {
  readonly owned: ReadonlyMap<ts.ClassLikeDeclaration, readonly ts.CallExpression[]>;
  /** Those that are in no module's methods. */
  readonly stray: readonly ts.CallExpression[];
}

/**
 * Finds the calls in the sources that register something, and that the start of no module leads to.
 *
 * @param modulesIn - All modules, by file.
 */
export function lateCalls(
  { files }: ProjectSites,
  modulesIn: ReadonlyMap<ts.SourceFile, readonly FollowedModule[]>,
): LateCalls {
  // Mostly the start of a module in the same file does: the others are few.
  const rest: ts.CallExpression[] = [];
  for (const [source, { calls }] of files) {
    if (calls.size === 0) continue;
    const own = modulesIn.get(source) ?? [];
    for (const call of calls.keys()) if (!own.some(({ seen }) => seen.has(call))) rest.push(call);
  }
  if (rest.length === 0) return { owned: new Map(), stray: [] };
  const modules = [...modulesIn.values()].flat();
  const reached = new Set(modules.flatMap(({ seen }) => [...seen]));
  const owned = new Map<ts.ClassLikeDeclaration, ts.CallExpression[]>();
  const stray: ts.CallExpression[] = [];
  for (const call of rest) {
    if (reached.has(call)) continue;
    const owners = modules.filter(({ module }) => isMemberOf(call, module));
    if (owners.length === 0) stray.push(call);
    for (const { module } of owners) {
      owned.set(module.node, [...(owned.get(module.node) ?? []), call]);
    }
  }
  return { owned, stray };
}

/** Adds to a module's registrations those that its own methods make at some other time. */
export function addLate(
  { gather }: Finding,
  { registrations, files, walk }: WalkedModule,
  calls: readonly ts.CallExpression[],
): void {
  for (const call of calls) {
    const late = gather(files, () => walk.late(call));
    if (late !== undefined) registrations.push(late);
  }
}

/**
 * Reports the calls that are given to no module, MQ1015, and what is registered in ways that can't be followed,
 * MQ1010: nothing in the sources that registers something is passed over.
 *
 * @param typed - All modules.
 * @param untyped - Module classes whose type is not known.
 */
export function reportStray(
  { project, diagnostics }: Pick<Finding, "project" | "diagnostics">,
  { files }: ProjectSites,
  stray: readonly ts.CallExpression[],
  { typed, untyped }: { typed: readonly ModuleCode[]; untyped: readonly ModuleCode[] },
): void {
  for (const call of stray) {
    if (isAccountedFor(project, call, typed, untyped)) continue;
    diagnostics.error("MQ1015", call, "no module class is seen to make this registration", {
      hint: "call the function around it from onInit, with this or this.server as an argument",
    });
  }
  for (const escape of [...files.values()].flatMap(({ escapes }) => escapes)) {
    diagnostics.error(
      "MQ1010",
      escape,
      `${escape.getText()} is passed on as a value: what is registered through it can't be read`,
      { hint: "call it here, or write /** @rpc name */ above the handlers" },
    );
  }
}

/** Whether a call stands in a method that the module has and can call. */
function isMemberOf(call: ts.CallExpression, module: ModuleCode): boolean {
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
  typed: readonly ModuleCode[],
  untyped: readonly ModuleCode[],
): boolean {
  const owner = enclosingClass(call);
  if (owner === undefined) return false;
  const heirs = [...typed, ...untyped].filter(({ chain }) => chain.includes(owner));
  if (heirs.length === 0) return isModuleBase(project, owner);
  const member = memberAround(call);
  const name = member && memberName(member);
  return heirs.every((module) => {
    if (untyped.includes(module) || isCutOff(call, module)) return true;
    const actual = name === undefined ? undefined : module.member(name);
    return actual !== undefined && actual !== member;
  });
}

function isCutOff(call: ts.CallExpression, module: ModuleCode): boolean {
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
