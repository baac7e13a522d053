import { fork } from "node:child_process";
import { once } from "node:events";
import { ownEntry } from "../own-files.ts";
import type { ConfigRun } from "./run-config.ts";

/**
 * Runs a configuration in a process of its own. Only data can come out of it.
 *
 * @param file - Absolute.
 */
export async function runConfigApart(file: string): Promise<ConfigRun> {
  const child = fork(ownEntry("config/config-process"), [file], { serialization: "advanced" });
  const ended = new AbortController();
  const { signal } = ended;
  try {
    const answer = once(child, "message", { signal }) as Promise<[ConfigRun]>; // all that it sends
    const exit = once(child, "exit", { signal }).then((): [ConfigRun] => [
      { sources: [file], outcome: { failure: "it ended the process" } },
    ]);
    const [run] = await Promise.race([answer, exit]);
    return run;
  } finally {
    ended.abort();
    child.kill();
  }
}
