import { fork, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import { fileURLToPath } from "node:url";
import type { CommandResult } from "./project-folder.ts";

const HOST = fileURLToPath(new URL("command-host.ts", import.meta.url));

let running: ChildProcess | undefined;
let last: Promise<unknown> = Promise.resolve();

/** Runs the command in a process that has run it before, one run after the other. */
export function runWarm(cwd: string, args: readonly string[]): Promise<CommandResult> {
  const result = last.then(() => runNext(cwd, args));
  last = result.catch(() => {});
  return result;
}

async function runNext(cwd: string, args: readonly string[]): Promise<CommandResult> {
  if (running?.connected !== true) running = start();
  const child = running;
  const over = new AbortController();
  const answer = once(child, "message", over);
  const end = once(child, "exit", over).then(() => {
    throw new Error(`mqant-gen ${args.join(" ")} ended its process`);
  });
  child.send({ cwd, args });
  try {
    const [result] = (await Promise.race([answer, end])) as [CommandResult]; // all that it sends
    return result;
  } finally {
    over.abort();
  }
}

function start(): ChildProcess {
  const child = fork(HOST, {
    execArgv: ["--import", "tsx"],
    // It goes with this process. Who reads this one's output waits for it too: it has its coverage to write.
    stdio: ["ignore", "ignore", "ignore", "ipc", 1],
  });
  child.unref();
  child.channel?.unref();
  return child;
}
