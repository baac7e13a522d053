import type { ts } from "ts-morph";
import type { Diagnostic } from "../diagnostic.ts";
import { checkExamples } from "../check-examples.ts";
import { checkModel } from "../check-model.ts";
import { Disk } from "../disk/disk.ts";
import type { Contract, ModuleModel, TypeModel } from "../model.ts";
import { completeUnions, reportAmbiguousUnions } from "./types/complete-unions.ts";
import { Evaluator } from "./registrations/constant-value.ts";
import { DiagnosticList } from "./diagnostic-list.ts";
import { findModules, type Gather } from "./find-modules.ts";
import { findRegistrations } from "./registrations/find-registrations.ts";
import { compareLocations, compareText } from "./location.ts";
import { type OpenProject, openProject } from "./project/open-project.ts";
import { type ModuleParts, readModule } from "./read-module.ts";
import { pushMethodNames, readPushes } from "./read-pushes.ts";
import { PackageModules } from "./packages/package-modules.ts";
import { findRegistrationSites } from "./registrations/registration-sites.ts";
import { refuseUnreadable, refuseUnsound } from "./project/refuse-unsound.ts";
import { scanSources } from "./project/scan-sources.ts";
import { TypeReader } from "./types/type-reader.ts";

export { forgetSources } from "./project/parsed-sources.ts";

/** What to read. */
export interface ReadOptions {
  /** Absolute path of the tsconfig. */
  project: string;
  /** Absolute output folder: hidden from the program, so that output never depends on earlier output. */
  out: string;
  /** What the disk looks like to this run. @defaultValue a look of its own */
  disk?: Disk;
  /** Called as modules are read, for progress. */
  onProgress?: (progress: { stage: string; done: number; total: number }) => void;
}

/** What was read. */
export interface ReadResult {
  contract: Contract;
  /** All problems, sorted by place; those of `check-model` are among them. */
  diagnostics: Diagnostic[];
  /** Absolute folder of the tsconfig: what relative paths in the contract are relative to. */
  root: string;
  /** `.ts` if the project imports with .ts extensions, else `.js`. */
  importExtension: ".ts" | ".js";
  /** Milliseconds by stage: open, find, read, check. */
  timings: Record<string, number>;
  /** All project files that were read, the tsconfig and what it extends included: relative, sorted. */
  files: string[];
}

/**
 * Reads the contract out of a project's sources. The same sources give the same contract, whatever order
 * they are listed in; problems in them are collected, all of them, in `diagnostics`.
 *
 * @throws {GeneratorError} MQ1060 if the tsconfig is missing or can't be used, MQ1063 and MQ1090 for sources that
 *   can't be read or parsed.
 */
export function readContract({
  project: tsconfig,
  out,
  disk = new Disk(),
  onProgress,
}: ReadOptions): ReadResult {
  const clock = stopwatch();
  const project = clock.time("open", () => openProject(tsconfig, out, new Map(), disk));
  refuseUnsound(project);
  const diagnostics = new DiagnosticList(project.locator);
  const reader = new TypeReader(project, diagnostics);
  const evaluator = new Evaluator(project.checker, (node) => reader.touch(node));

  const { parts, pushCalls, packages } = clock.time("find", () =>
    find(project, reader, evaluator, diagnostics),
  );
  const own = clock.time("read", () => {
    const read = parts.map((one, index) => {
      onProgress?.({ stage: "read", done: index, total: parts.length });
      const model = readModule(reader, evaluator, diagnostics, one);
      packages.inherit(model, one, project, diagnostics);
      return { ...one, model };
    });
    onProgress?.({ stage: "read", done: parts.length, total: parts.length });
    return { modules: read, pushes: readPushes(reader, evaluator, diagnostics, pushCalls) };
  });
  const contract = clock.time("check", () => {
    const modules = packages.joinModules(own.modules);
    const pushes = packages.joinPushes(own.pushes);
    const types = [...modules.flatMap(typesOf), ...pushes.map(({ body }) => body)];
    reportAmbiguousUnions(reader);
    reader.idleConstraints.report(project, diagnostics);
    completeUnions([...types, ...reader.named.structures()], reader.named.lookup);
    for (const { model, files } of own.modules) {
      const all = [...files, ...reader.named.filesOf(typesOf(model))];
      model.reads = [...new Set(all)].sort(compareText);
    }
    const whole: Contract = { modules, pushes, types: reader.named.contractTypes(types) };
    for (const diagnostic of checkModel(whole)) {
      // Whoever publishes a package has been told.
      const isForeign = packages.files.includes(diagnostic.location.file);
      if (diagnostic.severity === "error" || !isForeign) diagnostics.add(diagnostic);
    }
    // Types that can't travel have no form that an example could have.
    if (!diagnostics.hasErrors()) {
      for (const diagnostic of checkExamples(whole)) diagnostics.add(diagnostic);
    }
    return whole;
  });
  return {
    contract,
    diagnostics: diagnostics.sorted(),
    root: project.root,
    importExtension: project.importExtension,
    timings: clock.timings,
    files: filesOf(project, packages.files),
  };
}

/** Everything that needs no types yet: modules, what they register, who pushes. */
function find(
  project: OpenProject,
  reader: TypeReader,
  evaluator: Evaluator,
  diagnostics: DiagnosticList,
): { parts: ModuleParts[]; pushCalls: readonly ts.CallExpression[]; packages: PackageModules } {
  const scan = scanSources(project, pushMethodNames(project));
  refuseUnreadable(project);
  const sites = findRegistrationSites(project, scan);
  const gather: Gather = (files, run) => reader.gather(files, run);
  const { found, all } = findModules(project, scan.classes, evaluator, diagnostics, gather);
  const packages = new PackageModules(project, reader.named, diagnostics);
  if (all.length + packages.modules.length === 0) diagnostics.add(noModules(project));
  const finding = { project, sites, evaluator, diagnostics, gather };
  const parts = findRegistrations(finding, found, all).sort(
    (a, b) =>
      compareText(a.type, b.type) ||
      compareLocations(
        project.locator.locate(a.module.node),
        project.locator.locate(b.module.node),
      ),
  );
  return { parts, pushCalls: scan.pushCalls, packages };
}

function noModules({ locator, configFiles }: OpenProject): Diagnostic {
  const [tsconfig = "tsconfig.json"] = configFiles;
  return {
    code: "MQ1001",
    severity: "error",
    message: "no module class was found: nothing here extends mqant's BaseModule",
    location: { file: locator.relative(tsconfig), line: 1, column: 1, endLine: 1, endColumn: 1 },
    hint: "does this tsconfig include the modules, and can it resolve mqant?",
  };
}

function filesOf(
  { locator, sources, configFiles }: OpenProject,
  locks: readonly string[],
): string[] {
  const files = [
    ...locks,
    ...sources.map((source) => locator.fileOf(source)),
    ...configFiles.map((file) => locator.relative(file)),
  ];
  return files.sort(compareText);
}

function typesOf({ handlers }: ModuleModel): TypeModel[] {
  return handlers.flatMap(({ parameters, result }) => [
    ...parameters.map(({ type }) => type),
    result,
  ]);
}

function stopwatch(): {
  time: <T>(stage: string, run: () => T) => T;
  timings: Record<string, number>;
} {
  const timings: Record<string, number> = {};
  return {
    timings,
    time: (stage, run) => {
      const start = performance.now();
      try {
        return run();
      } finally {
        timings[stage] = performance.now() - start;
      }
    },
  };
}
