import type { Diagnostic } from "../diagnostic.ts";
import { checkExamples } from "../check-examples.ts";
import { checkModel } from "../check-model.ts";
import { Disk } from "../disk/disk.ts";
import type { Contract } from "../model.ts";
import { typesOf } from "../type-parts.ts";
import { contractWith } from "../type-table.ts";
import { completeUnions, reportAmbiguousUnions } from "./types/complete-unions.ts";
import { DiagnosticList } from "./diagnostic-list.ts";
import { KeptReading } from "./kept-reading.ts";
import { compareText } from "./location.ts";
import { type EarlierProject, type OpenProject, openProject } from "./project/open-project.ts";
import { refuseUnsound } from "./project/refuse-unsound.ts";
import { joinPushes } from "./read-pushes.ts";
import { readSources } from "./read-sources.ts";
import { PackageModules } from "./packages/package-modules.ts";
import { TypeReader } from "./types/type-reader.ts";

export { KeptReading } from "./kept-reading.ts";
export { forgetSources } from "./project/parsed-sources.ts";

/** What to read. */
export interface ReadOptions {
  /** Absolute path of the tsconfig. */
  project: string;
  /** Absolute output folder: hidden from the program, so that output never depends on earlier output. */
  out: string;
  /** What the disk looks like to this run. @defaultValue a look of its own */
  disk?: Disk;
  /** What an earlier reading left behind. @defaultValue nothing */
  kept?: KeptReading | undefined;
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
  kept = new KeptReading(),
  onProgress,
}: ReadOptions): ReadResult {
  const clock = stopwatch();
  const begin = (before: EarlierProject | undefined) => {
    const project = clock.time("open", () => openProject(tsconfig, out, { disk, before }));
    refuseUnsound(project);
    const diagnostics = new DiagnosticList(project.locator);
    const reader = new TypeReader(project, diagnostics);
    const packages = new PackageModules(project, reader.named, diagnostics);
    const { known, next } = kept.holding(project, packages, reader.named);
    const { time } = clock;
    const read = readSources({ reader, diagnostics, packages, known, time, onProgress });
    return read && { project, diagnostics, reader, packages, next, ...read };
  };
  const { before } = kept;
  const begun = begin(before) ?? begin(before && { project: before.project });
  if (begun === undefined) throw new Error("the whole program leaves sources out");
  const { project, diagnostics, reader, packages, next, files, declared, isEmpty } = begun;
  if (isEmpty && packages.modules.length === 0) diagnostics.add(noModules(project));

  const contract = clock.time("check", () => {
    const { named } = reader;
    const own = files.flatMap(({ reading }) => reading.modules);
    const modules = packages.joinModules(own);
    const sites = [...declared, ...files.flatMap(({ reading }) => reading.pushes)];
    const pushes = packages.joinPushes(joinPushes(reader, diagnostics, sites));
    const bodies = pushes.map(({ body }) => body);
    let isUnclear = reportAmbiguousUnions(reader);
    diagnostics.listen(
      () => (isUnclear = true),
      () => reader.idleConstraints.report(project, diagnostics),
    );
    const fresh = files.filter(({ isFresh }) => isFresh).flatMap(({ reading }) => reading.modules);
    const foreign = modules.filter((model) => packages.modules.includes(model)).flatMap(typesOf);
    completeUnions(
      [
        ...fresh.flatMap(({ model }) => typesOf(model)),
        ...foreign,
        ...bodies,
        ...named.structures(),
      ],
      named.lookup,
    );
    const ids = named.reachable([...foreign, ...bodies]);
    for (const { reading } of files) for (const id of reading.types) ids.add(id);
    const whole = contractWith({ modules, pushes }, named.contractTypes(ids));
    for (const diagnostic of checkModel(whole)) {
      // Whoever publishes a package has been told.
      const isForeign = packages.files.includes(diagnostic.location.file);
      if (diagnostic.severity === "error" || !isForeign) diagnostics.add(diagnostic);
    }
    // Types that can't travel have no form that an example could have.
    if (!diagnostics.hasErrors()) {
      for (const diagnostic of checkExamples(whole)) diagnostics.add(diagnostic);
    }
    // What all files together make wrong is found out only where all are read.
    const readings = isUnclear ? [] : files;
    kept.keep(next, new Map(readings.map(({ source, reading }) => [source, reading])), named);
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
        timings[stage] = (timings[stage] ?? 0) + performance.now() - start;
      }
    },
  };
}
