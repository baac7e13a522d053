import { spawn } from "node:child_process";
import { once } from "node:events";
import { fileURLToPath } from "node:url";

const tsconfig = fileURLToPath(new URL("tsconfig.json", import.meta.url));

/**
 * Runs a file of this folder in a process of its own, against the built packages, and gives the number
 * that it prints last. A process per measurement: no contestant's heap, hooks or inline caches are in
 * another's way.
 */
export async function runWorker(file: string, args: readonly string[]): Promise<number> {
  const path = fileURLToPath(new URL(file, import.meta.url));
  const child = spawn(process.execPath, ["--expose-gc", "--import", "tsx", path, ...args], {
    env: { ...process.env, TSX_TSCONFIG_PATH: tsconfig, NODE_ENV: "production" },
    stdio: ["ignore", "pipe", "inherit"],
  });
  let output = "";
  child.stdout.setEncoding("utf8").on("data", (chunk: string) => (output += chunk));
  await once(child, "close");
  const number = Number(output.trim().split("\n").at(-1));
  if (!Number.isFinite(number)) throw new Error(`${file} ${args.join(" ")} printed ${output}`);
  return number;
}
