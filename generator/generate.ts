import { dirname } from "node:path";
import type { Diagnostic } from "./diagnostic.ts";
import { Disk } from "./disk/disk.ts";
import type { Recording } from "./examples/recording.ts";
import { GeneratorError } from "./generator-error.ts";
import type { KeptParts } from "./emit/kept-parts.ts";
import { KeptFiles } from "./kept-files.ts";
import type { Contract } from "./model.ts";
import type { GenerateOptions, RuleLevel } from "./options.ts";
import { posixPath } from "./posix-path.ts";
import type { KeptReading } from "./read/kept-reading.ts";
import { releaseMemory } from "./release-memory.ts";
import { resolveSettings } from "./settings.ts";
import type { Settings } from "./settings.ts";
import { Stopwatch } from "./stopwatch.ts";
import { version } from "./version.ts";
import { writeFiles } from "./write-files.ts";
import type { FileResult, WrittenFile } from "./write-files.ts";

/** What a run found and did. */
export interface GenerateResult {
  /** In the order of emission; empty if there are errors: then nothing is written. */
  files: FileResult[];
  /** All problems of the sources, errors and warnings. */
  diagnostics: Diagnostic[];
  contract: Contract;
  /** The folder that places in diagnostics are relative to: absolute. */
  root: string;
  counts: { modules: number; handlers: number; errors: number; warnings: number };
  /** Milliseconds by stage. */
  timings: Record<string, number>;
}

/**
 * Reads the module sources of a project and writes the code that makes calls between them typed and
 * checked. Whatever is wrong with the project comes back as diagnostics; an error among them means that
 * nothing was written.
 *
 * @throws {ConfigError} for wrong settings.
 *
 * @example
 * const { diagnostics, files } = await generate({ project: "tsconfig.json" });
 */
export async function generate(options: GenerateOptions = {}): Promise<GenerateResult> {
  const { result } = await runOnce(options);
  return result;
}

/** A run, and what it depended on. */
export interface WholeRun {
  result: GenerateResult;
  settings: Settings;
  /** All that was looked at to know the settings and to read the sources. */
  disk: Disk;
  /** The files of the result, and what is in them. */
  written: WrittenFile[];
}

/** What one run leaves to the next in the same process, which it makes faster and nothing else. */
export interface Kept {
  reading?: KeptReading;
  parts?: KeptParts;
  files?: KeptFiles;
}

/** What a run begins with. */
export interface RunStart {
  /** What is known of the disk; nothing of it may have changed. @defaultValue nothing */
  disk?: Disk;
  /** What the run before this one left, and where this one leaves it. @defaultValue nothing is kept */
  kept?: Kept;
  /** Whether this process reads no more: then nothing is kept for its next run. @defaultValue false */
  isLast?: boolean;
  /** Whether the output is taken to be as the run before left it: the caller looks later. @defaultValue false */
  isTrusting?: boolean;
}

/** What {@link generate} does, for those who want to know what it depended on. */
export async function runOnce(
  options: GenerateOptions,
  { disk = new Disk(), kept = {}, isLast = false, isTrusting = false }: RunStart = {},
): Promise<WholeRun> {
  const watch = new Stopwatch();
  const settings = await resolveSettings(options, disk);
  // What is written must not count as what is read.
  disk.ignored = [
    settings.out,
    settings.lock,
    settings.asyncapi.out,
    settings.docs,
    ...settings.emit.map((each) => each.out),
  ];
  // The compiler is loaded only now: help and wrong settings answer at once.
  const { readContract, forgetSources, KeptReading } = await import("./read/read-contract.ts");
  // It holds the compiler, whose memory the rest of a last run can do with.
  if (!isLast) kept.reading ??= new KeptReading();
  kept.files ??= new KeptFiles();
  const { files: keptFiles } = kept;
  watch.lap("start");

  const { project, out, only, rules } = settings;
  const root = dirname(project);
  const ended = (result: GenerateResult, written: WrittenFile[] = []): WholeRun => ({
    result,
    settings,
    disk,
    written,
  });
  const read = orDiagnostics(() =>
    readContract({
      project,
      out,
      disk,
      kept: kept.reading,
      ...(options.onProgress === undefined ? {} : { onProgress: options.onProgress }),
    }),
  );
  if ("failed" in read) {
    return ended(resultOf({ root, diagnostics: read.failed, timings: watch.timings }));
  }
  watch.take(read.timings);
  if (isLast) {
    forgetSources();
    releaseMemory();
    watch.lap("release");
  }
  const { contract } = read;
  const recorded = await recordingFor(options, settings, { root, disk });
  const recording = "recording" in recorded ? recorded.recording : undefined;
  const found = [...read.diagnostics, ...("failed" in recorded ? recorded.failed : [])];
  if (recording !== undefined) {
    const { checkRecording } = await import("./examples/check-recording.ts");
    found.push(...checkRecording(contract, recording));
  }
  const diagnostics = withRules(found, rules);
  const result = resultOf({ root, contract, diagnostics, timings: watch.timings });
  // Half a contract would look like a whole one to the compiler.
  if (result.counts.errors > 0) return ended(result);

  const { planFiles, KeptParts } = await import("./emit/plan-files.ts");
  if (!isLast) kept.parts ??= new KeptParts();
  const emit = {
    version,
    root: posixPath(root),
    out: posixPath(out),
    extension: read.importExtension,
    unknownKeys: settings.unknownKeys,
  };
  const planned = planFiles(contract, only, emit, kept.parts);
  if (only.includes("asyncapi")) {
    const { planAsyncapi } = await import("./emit/asyncapi/plan-asyncapi.ts");
    planned.push(planAsyncapi(contract, settings.asyncapi, version));
  }
  if (only.includes("docs")) {
    const { planDocs } = await import("./emit/docs/plan-docs.ts");
    planned.push(
      ...planDocs(contract, settings.asyncapi, { ...emit, folder: settings.docs, recording }),
    );
  }
  if (only.includes("emit")) {
    const { planTemplates } = await import("./emit/custom/plan-templates.ts");
    planned.push(...planTemplates(contract, settings.emit, { disk, version }));
  }
  watch.lap("emit");
  const check = options.check ?? false;
  const outcome = orDiagnostics(() => ({
    written: writeFiles(planned, { ...settings, root, check, kept: keptFiles, isTrusting }),
  }));
  watch.lap("write");
  if ("written" in outcome) {
    const { written } = outcome;
    const files = written.map(({ text, state, ...file }): FileResult => file);
    return ended({ ...result, files }, written);
  }
  return ended(
    resultOf({
      root,
      contract,
      timings: watch.timings,
      diagnostics: [...diagnostics, ...outcome.failed],
    }),
  );
}

/** What examples got, if documentation is wanted, or why that can't be read. */
async function recordingFor(
  { recording }: GenerateOptions,
  { only, docs }: Settings,
  { root, disk }: { root: string; disk: Disk },
): Promise<{ recording?: Recording | undefined } | { failed: readonly Diagnostic[] }> {
  if (!only.includes("docs")) return {};
  if (recording !== undefined) return { recording };
  const { readRecording } = await import("./examples/recording.ts");
  return orDiagnostics(() => ({ recording: readRecording(docs, root, disk) }));
}

/** The result of a step, or why the project can't go through it. */
function orDiagnostics<T extends object>(step: () => T): T | { failed: readonly Diagnostic[] } {
  try {
    return step();
  } catch (error) {
    if (error instanceof GeneratorError) return { failed: error.diagnostics };
    throw error;
  }
}

function resultOf({
  contract = { modules: [], pushes: [], types: {} },
  diagnostics,
  ...rest
}: Pick<GenerateResult, "root" | "timings"> & {
  contract?: Contract;
  diagnostics: readonly Diagnostic[];
}): GenerateResult {
  const count = (severity: Diagnostic["severity"]): number =>
    diagnostics.filter((diagnostic) => diagnostic.severity === severity).length;
  return {
    ...rest,
    files: [],
    diagnostics: [...diagnostics],
    contract,
    counts: {
      modules: contract.modules.length,
      handlers: contract.modules.reduce((sum, { handlers }) => sum + handlers.length, 0),
      errors: count("error"),
      warnings: count("warning"),
    },
  };
}

/** Warnings at the levels that the settings give them. */
function withRules(
  diagnostics: readonly Diagnostic[],
  rules: Readonly<Record<string, RuleLevel>>,
): Diagnostic[] {
  return diagnostics.flatMap((diagnostic) => {
    const level = diagnostic.severity === "warning" ? rules[diagnostic.code] : undefined;
    if (level === undefined) return [diagnostic];
    return level === "off" ? [] : [{ ...diagnostic, severity: level }];
  });
}
