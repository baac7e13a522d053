import { lstatSync, readdirSync, readFileSync, rmSync, statSync } from "node:fs";
import { basename, dirname, join, sep } from "node:path";
import type { Diagnostic } from "./diagnostic.ts";
import { provingState } from "./disk/file-state.ts";
import type { FileState } from "./disk/sight.ts";
import type { OutputKind, PlannedFile } from "./emit/plan-files.ts";
import { differenceOf, type FileDifference } from "./file-difference.ts";
import { GeneratorError } from "./generator-error.ts";
import { KeptFiles } from "./kept-files.ts";
import { keepAllowances } from "./lock/allowances.ts";
import { outputConflict } from "./output-conflict.ts";
import { isFromTemplate, isOurs } from "./own-mark.ts";
import { type FileText, isSameText, PiecedText } from "./pieced-text.ts";
import { posixRelative } from "./posix-path.ts";
import { realFolder } from "./real-folder.ts";
import { type FileWrite, replaceFiles } from "./replace-files.ts";
import { isSameCode } from "./same-code.ts";

/** What became of a file. */
export interface FileResult {
  /** Absolute. */
  path: string;
  kind: OutputKind;
  /** `stale` only where nothing is written: it would be `written` or `removed`. */
  status: "written" | "unchanged" | "removed" | "stale";
  /** For `stale`: how it differs. */
  difference?: FileDifference;
}

/** What became of a file, and what is there now. */
export interface WrittenFile extends FileResult {
  /** What is in it; `undefined` if it is not as it would be emitted. */
  text: FileText | undefined;
  /** Its state with that text, if an equal state proves an equal text. */
  state?: FileState | undefined;
}

/** Where files go and whether they go there at all. */
export interface WriteOptions {
  out: string;
  /** The file that takes the `lock` output. */
  lock: string;
  /** The project's folder: an output folder inside it must not lead out of it. */
  root: string;
  /** Which kinds were emitted: left-over files of other kinds are left alone. */
  only: readonly OutputKind[];
  /** Only compares. */
  check: boolean;
  /** What the run before this one left there, and where this one leaves it. @defaultValue nothing is kept */
  kept?: KeptFiles;
  /**
   * Whether what the run before left is taken to be there still, where its state would tell; the caller looks
   * later. Files that are to change are looked at all the same. @defaultValue false
   */
  isTrusting?: boolean;
}

/** Files that this generator may have written, by name, if they also carry its mark. */
const emittedNames: Readonly<Partial<Record<OutputKind, RegExp>>> = {
  registry: /^registry\.d\.ts(?:\.map)?$/,
  clients: /\.client\.ts$/,
  schemas: /(?:^|\.)schemas?\.ts$/,
  gate: /^gate(?:\.ts|-methods\.d\.ts(?:\.map)?)$/,
  asyncapi: /^asyncapi\.(?:yaml|json)$/,
};

/**
 * Writes what differs and removes what was generated once and no longer is. Each file is replaced in one
 * step, all of them at the end, and only files that carry the generator's mark: a watching compiler never
 * sees half of a file, and nothing that people wrote is lost.
 *
 * @throws {GeneratorError} MQ1062 before anything is written, with all files that stand in the way; MQ1064 if the
 *   system refuses to write: then all files are as they were.
 */
export function writeFiles(planned: readonly PlannedFile[], options: WriteOptions): WrittenFile[] {
  try {
    return write(planned, options);
  } catch (error) {
    throw error instanceof GeneratorError ? error : new GeneratorError([refusal(error, options)]);
  }
}

function write(planned: readonly PlannedFile[], options: WriteOptions): WrittenFile[] {
  const out = realFolder(options.out, options.root);
  if (statSync(out, { throwIfNoEntry: false })?.isDirectory() === false) {
    throw new GeneratorError([
      outputConflict(out, options.root, {
        message: "is a file, and the folder for output would be there",
        hint: "move it, or choose another output folder",
      }),
    ]);
  }
  const { kept = new KeptFiles(), lock, only } = options;
  const settings = JSON.stringify([out, lock, only]);
  const isTrusting = options.isTrusting === true && kept.settings === settings;
  const conflicts: Diagnostic[] = [];
  const results: WrittenFile[] = [];
  const writes: FileWrite[] = [];
  for (const { kind, name, text: emitted, path: elsewhere } of planned) {
    if (/[\\/]/.test(name)) throw new Error(`"${name}" is no file name`);
    const wanted = kind === "lock" ? options.lock : elsewhere;
    const path =
      wanted === undefined
        ? out + sep + name
        : join(realFolder(dirname(wanted), options.root), basename(wanted));
    const trusted = isTrusting ? kept.provable(path) : undefined;
    const expected = trusted && textFor(kind, emitted, trusted);
    if (trusted && expected && isSameText(trusted.text, expected)) {
      results.push({ path, kind, status: "unchanged", ...trusted });
      continue;
    }
    const found = read(path, kept);
    if (found === "other" || found?.isOurs === false) {
      conflicts.push(
        outputConflict(path, options.root, {
          message: "was not written by mqant-gen and would be overwritten",
          hint: "move it, or choose another output folder",
        }),
      );
      continue;
    }
    const text = textFor(kind, emitted, found);
    if (text === undefined) {
      conflicts.push(
        outputConflict(path, options.root, {
          message: "is damaged, and what it allows would be lost",
          hint: "mend it, or delete it if nothing needs to be allowed",
        }),
      );
    } else if (found && isUpToDate(found.text, { path, name, text, kept })) {
      // The text in pieces, where there is one: the next is compared with it.
      kept.keep(path, text, found.state);
      results.push({ path, kind, status: "unchanged", text: found.text, state: found.state });
    } else if (options.check) {
      const difference = differenceOf(found && String(found.text), String(text));
      results.push({ path, kind, status: "stale", difference, text: undefined });
    } else {
      writes.push({ path, text });
      results.push({ path, kind, status: "written", text });
    }
  }
  const present = new Set(results.map(({ path }) => path));
  const leftOver = findLeftOver(isTrusting ? [...kept.paths] : filesIn(out), {
    ...options,
    out,
    present,
  });
  for (const { path, kind } of leftOver) {
    results.push(
      options.check
        ? { path, kind, status: "stale", difference: { reason: "left over" }, text: undefined }
        : { path, kind, status: "removed", text: undefined },
    );
  }
  const [first, ...others] = conflicts;
  if (first !== undefined) throw new GeneratorError([first, ...others]);
  kept.limitTo(present);
  kept.settings = settings;
  if (!options.check) {
    const states = replaceFiles(writes);
    for (const { path, text } of writes) kept.keep(path, text, states.get(path));
    for (const result of results) result.state ??= states.get(result.path);
    for (const { path } of leftOver) rmSync(path, { force: true });
  }
  return results;
}

/** What a file is to hold if this lies there; `undefined` if that has allowances that can't be told. */
function textFor(
  kind: OutputKind,
  emitted: FileText,
  found: { readonly text: FileText } | undefined,
): FileText | undefined {
  return kind === "lock" && found !== undefined && emitted instanceof PiecedText
    ? keepAllowances(emitted, found.text)
    : emitted;
}

/** What stands at a path. */
interface FoundFile {
  text: FileText;
  isOurs: boolean;
  /** Set if an equal state proves an equal text. */
  state: FileState | undefined;
}

/** What stands at a path: a plain file, nothing, or something that is never replaced. */
function read(path: string, kept: KeptFiles): FoundFile | undefined | "other" {
  const stats = lstatSync(path, { throwIfNoEntry: false });
  if (stats === undefined) return undefined;
  if (!stats.isFile()) return "other";
  const known = kept.unchanged(path, stats);
  if (known !== undefined) return { ...known, isOurs: true };
  const text = textOf(path);
  if (text === undefined) return undefined;
  return { text, isOurs: isOurs(text), state: provingState(stats, Date.now()) };
}

/** Whether a file says what it would be written to say. What the user's formatter went over stays as it is. */
function isUpToDate(
  found: FileText,
  { path, name, text, kept }: { path: string; name: string; text: FileText; kept: KeptFiles },
): boolean {
  if (isSameText(found, text)) return true;
  return !kept.holds(path, found) && isSameCode(name, String(found), String(text));
}

/** The text of a file; `undefined` if another run has removed it meanwhile. */
function textOf(path: string): string | undefined {
  try {
    return readFileSync(path, "utf8");
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return undefined; // the system's errors have one
    throw error;
  }
}

/** The files in a folder. */
function filesIn(folder: string): string[] {
  try {
    const entries = readdirSync(folder, { withFileTypes: true });
    return entries.filter((entry) => entry.isFile()).map(({ name }) => folder + sep + name);
  } catch {
    return []; // There is no folder yet.
  }
}

/** Files in the output folder that were generated once and no longer are. */
function findLeftOver(
  paths: readonly string[],
  { out, only, present }: Pick<WriteOptions, "out" | "only"> & { present: ReadonlySet<string> },
): { path: string; kind: OutputKind }[] {
  return paths.flatMap((path) => {
    if (present.has(path) || dirname(path) !== out) return [];
    const name = basename(path);
    const kind = only.find((each) => emittedNames[each]?.test(name));
    if (kind !== undefined) return isOurs(textOf(path) ?? "") ? [{ path, kind }] : [];
    // Templates of users' give files any name; their mark says that one of them made it.
    const isCustom = only.includes("emit") && isFromTemplate(textOf(path) ?? "");
    return isCustom ? [{ path, kind: "emit" }] : [];
  });
}

/** MQ1064: a full disk, a folder that may not be written to. */
function refusal(error: unknown, { out, root }: WriteOptions): Diagnostic {
  const { code, path = out, message } = error as NodeJS.ErrnoException; // `code` says whether it is one
  if (code === undefined) throw error;
  const file = posixRelative(root, path);
  return {
    code: "MQ1064",
    severity: "error",
    message: `output can't be written: ${message}`,
    location: { file, line: 1, column: 1, endLine: 1, endColumn: 1 },
    hint: `all files are as they were; ${cureOf(code)}`,
  };
}

function cureOf(code: string): string {
  if (["ENOSPC", "EDQUOT", "EFBIG"].includes(code)) return "make room on the disk, and run again";
  if (["EACCES", "EPERM", "EROFS"].includes(code)) {
    return "let this user write there, or choose another output folder";
  }
  return "choose an output folder that can be made and written to";
}
