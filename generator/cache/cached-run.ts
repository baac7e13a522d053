import {
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from "node:fs";
import { dirname, join } from "node:path";
import { hashOf } from "../disk/hash.ts";
import type { Sight } from "../disk/sight.ts";
import type { GenerateResult } from "../generate.ts";
import type { GenerateOptions } from "../options.ts";
import type { Settings } from "../settings.ts";
import type { ReportFormat } from "../terminal/print-report.ts";
import { cacheFolder } from "./cache-folder.ts";
import { toolMark } from "./tool-mark.ts";

/** A run of the command and all that it depended on. */
export interface CachedRun {
  /** Sources and whatever else was looked at, and the files that were written: absolute paths. */
  sights: [path: string, sight: Sight][];
  /** Absolute paths that count in no folder: what runs write themselves. */
  ignored: string[];
  /** What the settings were made from, if they have to be made again to know them. */
  asked?: { options: GenerateOptions; settings: Settings };
  told: { format: ReportFormat; profile: boolean };
  /** Its files are those that were there in the end. */
  result: Omit<GenerateResult, "contract">;
}

/** Which run it was: the same words in the same folder ask for the same. */
export interface RunKey {
  /** Absolute. */
  cwd: string;
  args: readonly string[];
}

/** The run of the same words before this one; `undefined` if there is none, or none that can be trusted. */
export function readRun(key: RunKey): CachedRun | undefined {
  try {
    const text = readFileSync(fileOf(key), "utf8");
    const end = text.indexOf("\n");
    const body = text.slice(end + 1);
    if (text.slice(0, end) !== firstLine(key, body)) return undefined;
    return JSON.parse(body) as CachedRun; // The first line vouches for it.
  } catch {
    return undefined;
  }
}

/** How many runs are kept, of all folders that share a cache: the latest. */
const MAX_RUNS = 50;

/** Keeps a run. Where that is not possible the next run takes longer, and that is all. */
export function keepRun(key: RunKey, run: CachedRun): void {
  let fresh: string | undefined;
  try {
    const file = fileOf(key);
    fresh = `${file}.${process.pid}.tmp`;
    mkdirSync(dirname(file), { recursive: true });
    const body = JSON.stringify(run);
    writeFileSync(fresh, `${firstLine(key, body)}\n${body}`);
    renameSync(fresh, file);
    forgetOldRuns(dirname(file));
  } catch {
    if (fresh !== undefined) rmSync(fresh, { force: true });
  }
}

function forgetOldRuns(folder: string): void {
  const files = readdirSync(folder).map((name) => join(folder, name));
  if (files.length <= MAX_RUNS) return;
  const byAge = files
    .map((file) => ({ file, time: statSync(file).mtimeMs }))
    .sort((a, b) => b.time - a.time);
  for (const { file } of byAge.slice(MAX_RUNS)) rmSync(file, { force: true });
}

/** Says whose file it is, and fits no other body: damaged and foreign files have another one. */
function firstLine(key: RunKey, body: string): string {
  return `mqant-gen cache ${hashOf(JSON.stringify([toolMark(), key.cwd, key.args, hashOf(body)]))}`;
}

function fileOf({ cwd, args }: RunKey): string {
  return join(cacheFolder(cwd), `${hashOf(JSON.stringify([cwd, args]))}.json`);
}
