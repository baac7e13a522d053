import { execFileSync } from "node:child_process";

/** Why git could not answer. */
export type GitFailure = "no git" | "no repository" | "not found";

/**
 * What git prints, without the line break at its end.
 *
 * @param folder - Where it runs.
 */
export function git(folder: string, args: readonly string[]): { text: string } | GitFailure {
  try {
    // Hooks set these for a folder of their own; the repository is the one that the lock file is in.
    const { GIT_DIR: _, GIT_WORK_TREE: __, GIT_PREFIX: ___, ...env } = process.env;
    // Locks of thousands of modules have megabytes.
    const text = execFileSync("git", args, {
      cwd: folder,
      env,
      encoding: "utf8",
      stdio: ["ignore", "pipe", "pipe"],
      maxBuffer: 1 << 30,
    });
    return { text: text.replace(/\n$/, "") };
  } catch (error) {
    const { code, stderr } = error as { code?: unknown; stderr?: unknown }; // of any error
    if (code === "ENOENT") return "no git";
    return String(stderr).includes("not a git repository") ? "no repository" : "not found";
  }
}
