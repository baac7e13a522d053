import type { ts } from "./compiler/compiler.ts";
import type { Diagnostic } from "../diagnostic.ts";
import type { ModuleModel } from "../model.ts";
import { typesOf } from "../type-parts.ts";
import type { DiagnosticList } from "./diagnostic-list.ts";
import type { FileReading, ModuleReading } from "./file-reading.ts";
import { type FileFinding, findSources } from "./find-sources.ts";
import { compareLocations, compareText } from "./location.ts";
import { ModuleCode } from "./module-class.ts";
import type { PackageModules } from "./packages/package-modules.ts";
import type { OpenProject } from "./project/open-project.ts";
import { readModule } from "./read-module.ts";
import { declaredSites, type PushSite, pushSites } from "./read-pushes.ts";
import { Evaluator } from "./registrations/constant-value.ts";
import type { WalkedModule } from "./registrations/find-registrations.ts";
import type { TypeReader } from "./types/type-reader.ts";

/** What reading all sources needs. */
export interface SourceReading {
  reader: TypeReader;
  diagnostics: DiagnosticList;
  packages: PackageModules;
  /** Files of which it is known what reading them gives. */
  known: Map<ts.SourceFile, FileReading>;
  /** Measures the stages `find` and `read`. */
  time: <T>(stage: string, run: () => T) => T;
  onProgress?: ((progress: { stage: string; done: number; total: number }) => void) | undefined;
}

/** What all sources say. */
export interface ReadSources {
  /** In order of the files' names. */
  files: { source: ts.SourceFile; reading: FileReading; isFresh: boolean }[];
  /** Pushes that are declared, not sent. */
  declared: readonly PushSite[];
  /** Whether there is no module class, not even one that can't be read. */
  isEmpty: boolean;
}

/**
 * Reads modules and pushes in all sources, but for those of which that is known.
 *
 * @returns `undefined` if that takes sources which the program leaves out.
 */
export function readSources(reading: SourceReading): ReadSources | undefined {
  const { reader, diagnostics, packages, known, time, onProgress } = reading;
  const { project } = reader;
  const evaluator = new Evaluator(project.checker, (node) => reader.touch(node));
  const gather = reader.gather.bind(reader);
  const found = time("find", () => findSources({ project, evaluator, diagnostics, gather }, known));
  if (found === undefined) return undefined;
  for (const { diagnostics: said } of known.values()) said.forEach((one) => diagnostics.add(one));
  const said = new Map<ts.SourceFile, Diagnostic[]>(found.map(({ source }) => [source, []]));
  const listen = <T>(source: ts.SourceFile, run: () => T): T =>
    diagnostics.listen((one) => said.get(source)?.push(one), run);

  return time("read", () => {
    const models = new Map<WalkedModule, ModuleModel>();
    // Who meets a type first tells what is wrong with it: that shall not depend on names of files.
    const modules = found
      .flatMap(({ source, modules: inFile }) => inFile.map((module) => ({ source, module })))
      .sort((a, b) => compareModules(project, a.module, b.module));
    modules.forEach(({ source, module }, done) => {
      onProgress?.({ stage: "read", done, total: modules.length });
      const model = listen(source, () => {
        const read = readModule(reader, evaluator, diagnostics, module);
        packages.inherit(read, module, project, diagnostics);
        return read;
      });
      models.set(module, model);
    });
    onProgress?.({ stage: "read", done: modules.length, total: modules.length });
    const declared = declaredSites(reader);
    const fresh = new Map(
      found.map((file): [ts.SourceFile, FileReading] => {
        const { source } = file;
        const pushes = listen(source, () =>
          pushSites(reader, evaluator, diagnostics, declared, file.pushCalls),
        );
        return [source, readingOf(reader, file, models, pushes, said.get(source) ?? [])];
      }),
    );
    const files = project.sources.flatMap((source) => {
      const now = fresh.get(source);
      const read = now ?? known.get(source);
      return read === undefined ? [] : [{ source, reading: read, isFresh: now !== undefined }];
    });
    const isEmpty =
      files.every((file) => file.reading.modules.length === 0) &&
      found.every(({ untyped }) => untyped.length === 0);
    return { files, declared, isEmpty };
  });
}

function readingOf(
  { named }: TypeReader,
  { sites, modules, late, isSound }: FileFinding,
  models: ReadonlyMap<WalkedModule, ModuleModel>,
  pushes: readonly PushSite[],
  diagnostics: readonly Diagnostic[],
): FileReading {
  const read = modules.flatMap((walked): ModuleReading[] => {
    const model = models.get(walked);
    if (model === undefined) return [];
    const { module, seen, files } = walked;
    const all = [...files, ...named.filesOf(named.reachable(typesOf(model)))];
    model.reads = [...new Set(all)].sort(compareText);
    return [{ module: new ModuleCode(module), seen, late: late.get(module.node) ?? [], model }];
  });
  const types = named.reachable([
    ...read.flatMap(({ model }) => typesOf(model)),
    ...pushes.map(({ body }) => body),
  ]);
  const holds = isSound && [...types].every((id) => named.get(id)?.hasProblems !== true);
  return { sites, modules: read, pushes, diagnostics, types, holds };
}

function compareModules({ locator }: OpenProject, a: WalkedModule, b: WalkedModule): number {
  return (
    compareText(a.type, b.type) ||
    compareLocations(locator.locate(a.module.node), locator.locate(b.module.node))
  );
}
