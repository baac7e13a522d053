import { spawn, type ChildProcess, type StdioOptions } from "node:child_process";
import { once } from "node:events";
import { fileURLToPath } from "node:url";

const tsconfig = fileURLToPath(new URL("tsconfig.json", import.meta.url));

/** How a worker is talked to: it prints its results, or takes messages and answers them. */
export type Talk = "prints" | "messages";

const STDIO: Record<Talk, StdioOptions> = {
  prints: ["ignore", "pipe", "inherit"],
  // What it prints nevertheless is not a part of the tables.
  messages: ["ignore", process.stderr, "inherit", "ipc"],
};

/** Starts a file of this folder in a process of its own, against the built packages. */
export function startWorker(
  file: string,
  args: readonly string[] = [],
  talk: Talk = "prints",
): ChildProcess {
  const path = fileURLToPath(new URL(file, import.meta.url));
  return spawn(process.execPath, ["--expose-gc", "--import", "tsx", path, ...args], {
    env: { ...process.env, TSX_TSCONFIG_PATH: tsconfig, NODE_ENV: "production" },
    stdio: STDIO[talk],
  });
}

/**
 * Runs a file to its end and gives the last line that it prints. A process per measurement: no
 * contestant's heap, hooks or inline caches are in another's way.
 */
export async function runWorker(file: string, args: readonly string[] = []): Promise<string> {
  const child = startWorker(file, args);
  let output = "";
  child.stdout?.setEncoding("utf8").on("data", (chunk: string) => (output += chunk));
  const [code] = (await once(child, "close")) as [number | null];
  if (code !== 0) throw new Error(`${file} ${args.join(" ")} ended with ${code}: ${output}`);
  return output.trim().split("\n").at(-1) ?? "";
}
