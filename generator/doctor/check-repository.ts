import { spawnSync } from "node:child_process";
import { existsSync } from "node:fs";
import { join, relative } from "node:path";
import { type Finding, fine, warning } from "./finding.ts";

/** What the repository should keep, and how. */
export interface RepositoryPlaces {
  /** Absolute folder of the project. */
  root: string;
  /** Absolute output folder. */
  out: string;
  /** Absolute path of the lock file. */
  lock: string;
}

/** Whether git keeps the lock file, and the line ends of what is generated. */
export function checkRepository({ root, out, lock }: RepositoryPlaces): Finding[] {
  if (git(root, "rev-parse", "--is-inside-work-tree")?.trim() !== "true") {
    return [fine("git", "no git repository")];
  }
  return [lockFile(root, lock), lineEnds(root, out)];
}

function lockFile(root: string, lock: string): Finding {
  const shown = relative(root, lock);
  if (!existsSync(lock)) return warning("lock file", `there is no ${shown}`, "npx mqant-gen");
  const isKept = git(root, "ls-files", "--error-unmatch", lock) !== undefined;
  return isKept
    ? fine("lock file", `${shown} is in git`)
    : warning(
        "lock file",
        `${shown} is not in git: nobody sees when the contract changes`,
        `git add ${shown}`,
      );
}

function lineEnds(root: string, out: string): Finding {
  const file = join(out, "registry.d.ts");
  const told = git(root, "check-attr", "eol", "--", file) ?? "";
  const isKept = told.trimEnd().endsWith("eol: lf");
  return isKept
    ? fine("line ends", "git leaves the line ends of generated files alone")
    : warning(
        "line ends",
        "a checkout on Windows may change the line ends of generated files",
        `add "${relative(root, out).replaceAll("\\", "/")}/** linguist-generated eol=lf" to .gitattributes`,
      );
}

/** What git says, or `undefined` if it fails or isn't there. */
function git(cwd: string, ...args: string[]): string | undefined {
  const { status, stdout } = spawnSync("git", args, { cwd, encoding: "utf8" });
  return status === 0 ? stdout : undefined;
}
