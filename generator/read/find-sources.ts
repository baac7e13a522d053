import type { ts } from "./compiler/compiler.ts";
import { isSameList } from "../same-list.ts";
import type { FileReading } from "./file-reading.ts";
import { findModules, type FoundModule } from "./find-modules.ts";
import type { ModuleClass } from "./module-class.ts";
import { refuseUnreadable } from "./project/refuse-unsound.ts";
import { scanSources } from "./project/scan-sources.ts";
import { pushMethodNames } from "./read-pushes.ts";
import {
  addLate,
  type Finding,
  type FollowedModule,
  followModule,
  lateCalls,
  reportStray,
  type WalkedModule,
} from "./registrations/find-registrations.ts";
import {
  findRegistrationSites,
  ProjectSites,
  type RegistrationSites,
} from "./registrations/registration-sites.ts";

/** What was found in one source file before types are read. */
export interface FileFinding {
  readonly source: ts.SourceFile;
  readonly sites: RegistrationSites;
  readonly pushCalls: readonly ts.CallExpression[];
  readonly modules: readonly WalkedModule[];
  /** Module classes whose type is not known. */
  readonly untyped: readonly ModuleClass[];
  /** By the classes of modules. */
  readonly late: ReadonlyMap<ts.ClassLikeDeclaration, readonly ts.CallExpression[]>;
  /** Whether nothing was wrong. */
  readonly isSound: boolean;
}

/**
 * Finds modules, what they register, and who pushes, in all sources of which no reading is known. Readings turn
 * out not to hold, and are taken out of `known`, where other files decide when a module registers what.
 *
 * @returns `undefined` if that takes sources which the program leaves out.
 */
export function findSources(
  finding: Finding,
  known: Map<ts.SourceFile, FileReading>,
): FileFinding[] | undefined {
  const { sources, isLeftOut } = finding.project;
  if (sources.some((source) => isLeftOut(source) && !known.has(source))) return undefined;
  const pushNames = pushMethodNames(finding.project);
  const find = (source: ts.SourceFile): FoundFile => findInFile(finding, source, pushNames);
  const found = new Map(
    sources.filter((source) => !known.has(source)).map((source) => [source, find(source)]),
  );
  refuseUnreadable(finding.project);
  const sitesIn = new Map<ts.SourceFile, RegistrationSites>();
  for (const source of sources) {
    const file = found.get(source) ?? known.get(source);
    if (file !== undefined) sitesIn.set(source, file.sites);
  }
  const sites = new ProjectSites(sitesIn);
  const follow = ({ found: modules }: FoundFile): WalkedModule[] =>
    modules.map((module) => followModule(finding, sites, module));
  const walked = new Map([...found].map(([source, file]) => [source, follow(file)]));
  const modulesIn = new Map<ts.SourceFile, readonly FollowedModule[]>(walked);
  for (const [source, { modules }] of known) modulesIn.set(source, modules);
  const { owned, stray } = lateCalls(sites, modulesIn);
  if (stray.some((call) => isLeftOut(call.getSourceFile()))) return undefined;
  for (const [source, { modules }] of known) {
    const isSame = modules.every(({ module, late }) =>
      isSameList(late, owned.get(module.node) ?? []),
    );
    if (isSame) continue;
    if (isLeftOut(source)) return undefined;
    known.delete(source);
    const again = find(source);
    found.set(source, again);
    walked.set(source, follow(again));
  }
  const files = sources.flatMap((source): FileFinding[] => {
    const file = found.get(source);
    const modules = walked.get(source) ?? [];
    for (const module of modules) addLate(finding, module, owned.get(module.module.node) ?? []);
    return file === undefined ? [] : [{ ...file, source, modules, late: owned }];
  });
  reportStray(finding, sites, stray, {
    typed: [
      ...files.flatMap(({ modules }) => modules.map(({ module }) => module)),
      ...[...known.values()].flatMap(({ modules }) => modules.map(({ module }) => module)),
    ],
    untyped: files.flatMap(({ untyped }) => untyped),
  });
  return files;
}

interface FoundFile extends Pick<FileFinding, "sites" | "pushCalls" | "untyped" | "isSound"> {
  readonly found: readonly FoundModule[];
}

function findInFile(
  { project, evaluator, diagnostics, gather }: Finding,
  source: ts.SourceFile,
  pushNames: ReadonlySet<string>,
): FoundFile {
  const scan = scanSources({ sources: [source], disk: project.disk }, pushNames);
  let isSound = true;
  const { found, all } = diagnostics.listen(
    () => (isSound = false),
    () => findModules(project, scan.classes, evaluator, diagnostics, gather),
  );
  return {
    sites: findRegistrationSites(project, scan),
    pushCalls: scan.pushCalls,
    found,
    untyped: all.filter((module) => !found.some((one) => one.module === module)),
    isSound,
  };
}
