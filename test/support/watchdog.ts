import type { ChildProcess } from "node:child_process";
import { Socket } from "node:net";
import { Child } from "./child.ts";
import { eventually } from "./eventually.ts";

// Each line is the list of groups that now run; the end of the input is the end of whoever wrote it. The
// second rm is for a file that was made while the first one looked.
const SCRIPT = `
while read -r line; do groups=$line; done
for group in $groups; do kill -s KILL -- "-$group"; done
rm -rf -- "$1" || { sleep 1; rm -rf -- "$1"; }
`;

/**
 * Ends children and removes a folder when it is disposed, or when this process ends, in whichever way: a
 * shell does it that waits for the end of a pipe.
 */
export class Watchdog implements AsyncDisposable {
  readonly #shell: Child;
  readonly #groups = new Set<number>();

  /** @param folder - Removed in the end. */
  constructor(folder: string) {
    this.#shell = new Child("sh", ["-c", SCRIPT, "watchdog", folder], { cwd: "/" });
    this.#shell.process.stdin?.on("error", () => {}); // somebody killed the shell
    unref(this.#shell.process);
  }

  /** Takes on a child and its group. It doesn't keep this process from ending any more. */
  watch({ process }: Child): void {
    const { pid } = process;
    if (pid === undefined) return;
    this.#groups.add(pid);
    this.#tell();
    process.once("exit", () => {
      this.#groups.delete(pid);
      this.#tell();
    });
    unref(process);
  }

  /** Kills a child and its group with SIGKILL; resolves when it is dead. */
  async kill(child: Child): Promise<void> {
    child.killGroup("SIGKILL");
    await hasEnded(child);
  }

  /** Ends the children and removes the folder; resolves when both is done. */
  async [Symbol.asyncDispose](): Promise<void> {
    this.#shell.process.stdin?.end();
    await hasEnded(this.#shell);
  }

  #tell(): void {
    const { stdin } = this.#shell.process;
    if (stdin?.writable === true) stdin.write(`${[...this.#groups].join(" ")}\n`);
  }
}

/** Looks again and again, because a child that is watched doesn't keep this process waiting for it. */
async function hasEnded({ process }: Child): Promise<void> {
  const ended = () => process.exitCode !== null || process.signalCode !== null;
  await eventually(ended, `the end of ${process.spawnfile}`);
}

function unref(child: ChildProcess): void {
  child.unref();
  for (const stream of child.stdio) if (stream instanceof Socket) stream.unref();
}
