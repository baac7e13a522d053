import { fingerprintNow, fingerprintOf, type Looks } from "../disk/fingerprint.ts";
import { groupPaths, type PathGroups, pathsIn } from "../disk/path-groups.ts";
import type { Sight } from "../disk/sight.ts";
import type { OutputKind } from "../emit/plan-files.ts";
import type { GenerateOptions } from "../options.ts";
import type { Settings } from "../settings.ts";
import type { ReportFormat } from "../terminal/print-report.ts";
import type { ToldResult } from "../terminal/run-report.ts";
import type { FileResult } from "../write-files.ts";
import { keepSealed, readSealed, type RunKey } from "./sealed-file.ts";

/** What a run said, and how. */
export interface RunAnswer {
  told: { format: ReportFormat; profile: boolean };
  /** Its files are those that were there in the end. */
  result: ToldResult;
}

/** A run of the command and all that it depended on. */
export interface CachedRun extends RunAnswer {
  /** Sources and whatever else was looked at, and the files that were written: absolute paths. */
  sights: [path: string, sight: Sight][];
  /** Absolute paths that count in no folder: what runs write themselves. */
  ignored: string[];
  /** What the settings were made from, if they have to be made again to know them. */
  asked?: { options: GenerateOptions; settings: Settings };
}

/** A run with all that it depended on as one value, which is quick to compare. */
interface QuickRun {
  looks: Looks;
  print: string;
  told: RunAnswer["told"];
  result: Omit<ToldResult, "files">;
  files: PathGroups;
  /** Of which kind each of the files is. */
  outputs: OutputKind[];
}

/** The last run of these words, if there is one that can be trusted. */
export function readRun(key: RunKey): CachedRun | undefined {
  return readSealed(key, "json") as CachedRun | undefined; // The seal vouches for it.
}

/** What the last run of these words answered, if all is as it was that can be looked at quickly. */
export function quickAnswer(key: RunKey): RunAnswer | undefined {
  const run = readSealed(key, "quick") as QuickRun | undefined; // as above
  if (run === undefined || fingerprintNow(run.looks) !== run.print) return undefined;
  const files = pathsIn(run.files).map((path, at): FileResult => ({
    path,
    kind: run.outputs[at] as OutputKind, // as many as files
    status: "unchanged",
  }));
  return { told: run.told, result: { ...run.result, files } };
}

/** Keeps a run for the next one of the same words. */
export function keepRun(key: RunKey, run: CachedRun): void {
  keepSealed(key, "json", run);
  const quick = run.asked === undefined ? fingerprintOf(run.sights, run.ignored) : undefined;
  if (quick === undefined) return;
  const { files, ...result } = run.result;
  const told: QuickRun = {
    ...quick,
    told: run.told,
    result,
    files: groupPaths(files.map(({ path }) => path)),
    outputs: files.map(({ kind }) => kind),
  };
  keepSealed(key, "quick", told);
}
