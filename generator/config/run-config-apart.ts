import { fork } from "node:child_process";
import { once } from "node:events";
import { extname } from "node:path";
import type { ConfigRun } from "./run-config.ts";

/**
 * Runs a configuration in a process of its own. Only data can come out of it.
 *
 * @param file - Absolute.
 */
export async function runConfigApart(file: string): Promise<ConfigRun> {
  const entry = new URL(`config-process${extname(import.meta.url)}`, import.meta.url);
  const child = fork(entry, [file], { serialization: "advanced" });
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
