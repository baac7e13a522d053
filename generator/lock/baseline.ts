import { readFileSync, realpathSync, statSync } from "node:fs";
import { basename, dirname, join, resolve } from "node:path";
import { ConfigError } from "../config-error.ts";
import { didYouMean } from "../did-you-mean.ts";
import { git, type GitFailure } from "./git.ts";

/** The lock file that the present contract is compared with. */
export interface Baseline {
  /** As it is told: `git:main`, `old.lock.json`. */
  name: string;
  /** The commit, where it is one. */
  commit?: string;
  text: string;
}

/** Where a baseline is looked for. */
export interface BaselineOptions {
  /** A file, or a git ref; `git:` in front says that it is a ref, `...` behind it asks for the merge base. */
  given: string | undefined;
  /** The project's lock file: absolute. */
  lock: string;
  /** What a file's path is relative to. */
  cwd: string;
}

/**
 * Finds the lock file to compare with: the one that is named or, without a name, the one of git's HEAD, or
 * the one on disk if none is committed.
 *
 * @throws {ConfigError} if there is none, saying where it was looked for.
 */
export function findBaseline({ given, lock, cwd }: BaselineOptions): Baseline {
  if (given === undefined) return committed(lock) ?? onDisk(lock);
  if (given.startsWith("git:")) return atRef(given.slice("git:".length), lock);
  const file = resolve(cwd, given);
  if (isFile(file)) return { name: given, text: readFileSync(file, "utf8") };
  return atRef(given, lock);
}

function committed(lock: string): Baseline | undefined {
  const found = lockAt("HEAD", lock);
  return typeof found === "string" ? undefined : { name: "git:HEAD", ...found };
}

function onDisk(lock: string): Baseline {
  if (isFile(lock)) return { name: basename(lock), text: readFileSync(lock, "utf8") };
  throw usage(
    `there is no ${basename(lock)} to compare with, neither committed nor on disk; run npx mqant-gen and commit it`,
  );
}

function atRef(ref: string, lock: string): Baseline {
  const found = lockAt(ref, lock);
  if (typeof found !== "string") return { name: `git:${ref}`, ...found };
  switch (found) {
    case "no git":
      throw usage(`"${ref}" is no file, and git can't be run`);
    case "no repository":
      throw usage(`"${ref}" is no file, and ${dirname(lock)} is in no git repository`);
    case "no lock":
      throw usage(`${ref} has no ${basename(lock)} where the project has it: ${lock}`);
    case "not found": {
      const refs = git(folderOf(lock), ["for-each-ref", "--format=%(refname:short)"]);
      const known = typeof refs === "string" ? [] : refs.text.split("\n");
      const hint =
        didYouMean(ref, known) || "; git fetch brings what only the remote repository has";
      throw usage(`"${ref}" is neither a file nor a git ref${hint}`);
    }
  }
}

/** The lock file as a commit has it. */
function lockAt(
  ref: string,
  lock: string,
): { commit: string; text: string } | GitFailure | "no lock" {
  const folder = folderOf(lock);
  const prefix = git(folder, ["rev-parse", "--show-prefix"]);
  if (typeof prefix === "string") return prefix;
  const commit = ref.endsWith("...")
    ? git(folder, ["merge-base", "--end-of-options", ref.slice(0, -"...".length), "HEAD"])
    : git(folder, ["rev-parse", "--verify", "--quiet", "--end-of-options", `${ref}^{commit}`]);
  if (typeof commit === "string") return commit;
  const path = `${commit.text}:${prefix.text}${basename(lock)}`;
  const blob = git(folder, ["cat-file", "blob", path]);
  if (typeof blob === "string") return "no lock";
  return { commit: commit.text, text: `${blob.text}\n` };
}

/** Git tells paths by where they really are; the folder may not be there yet. */
function folderOf(lock: string): string {
  let folder = dirname(lock);
  while (!isFolder(folder) && dirname(folder) !== folder) folder = join(folder, "..");
  return realpathSync(folder);
}

function isFile(path: string): boolean {
  return statSync(path, { throwIfNoEntry: false })?.isFile() ?? false;
}

function isFolder(path: string): boolean {
  return statSync(path, { throwIfNoEntry: false })?.isDirectory() ?? false;
}

function usage(message: string): ConfigError {
  return new ConfigError("command line", [{ path: "", message }]);
}
