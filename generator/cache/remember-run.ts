import { hashOfEntries, readEntries, realPath } from "../disk/disk.ts";
import { hashOfParts } from "../disk/hash.ts";
import type { Sight } from "../disk/sight.ts";
import type { WholeRun } from "../generate.ts";
import type { GenerateOptions } from "../options.ts";
import { chunksOf } from "../pieced-text.ts";
import { type CachedRun, keepRun } from "./cached-run.ts";
import type { RunKey } from "./sealed-file.ts";

/** Keeps a run that went through, so that the same words can be answered from it if nothing changes. */
export function rememberRun(
  key: RunKey,
  { result, settings, disk, written }: WholeRun,
  options: GenerateOptions,
  told: CachedRun["told"],
): void {
  if (result.counts.errors > 0 || written.length === 0) return;
  const { contract, ...rest } = result;
  const { sights, ignored } = disk;
  const run: CachedRun = {
    sights: [...sights, ...written.flatMap(sightOf), folderSight(settings.out, ignored)],
    ignored: [...ignored],
    told,
    result: {
      ...rest,
      files: rest.files
        .filter(({ status }) => status !== "removed")
        .map((file) => ({ ...file, status: "unchanged" })),
    },
    ...(settings.areFixed ? {} : { asked: { options, settings } }),
  };
  keepRun(key, run);
}

/** A file as it was written. Whether that is still there, the next run will see. */
function sightOf({ path, text, state }: WholeRun["written"][number]): [string, Sight][] {
  if (text === undefined) return [];
  const hash = hashOfParts(chunksOf(text));
  return [[path, state === undefined ? { hash } : { hash, state }]];
}

/** What else may lie in the output folder: left-over files are removed when they appear. */
function folderSight(out: string, ignored: readonly string[]): [string, Sight] {
  return [out, { entries: hashOfEntries(readEntries(out, ignored)), real: realPath(out) }];
}
