import { statSync } from "node:fs";
import { join, resolve } from "node:path";
import { ConfigError } from "../config-error.ts";

/** Where mqant programs keep their configuration, the likeliest place first. */
const confNames: readonly string[] = [
  "server.json",
  "server.conf",
  "conf/server.json",
  "conf/server.conf",
  "bin/conf/server.json",
];

/**
 * The configuration file of a program: the one that is given, else that of `MQANT_CONF`, else the first that
 * is found beside the tsconfig, else `undefined`.
 *
 * @param root - Absolute folder of the tsconfig.
 * @throws {ConfigError} if there is none where one is said to be.
 */
export function findConf(
  root: string,
  { conf, cwd, env }: { conf?: string | undefined; cwd: string; env: NodeJS.ProcessEnv },
): string | undefined {
  const named = conf ?? (env["MQANT_CONF"] || undefined);
  if (named === undefined) return confNames.map((name) => join(root, name)).find(isFile);
  const file = resolve(cwd, named);
  if (isFile(file)) return file;
  throw new ConfigError(file, [
    { path: "", message: `no such file; ${conf === undefined ? "MQANT_CONF" : "--conf"} names it` },
  ]);
}

function isFile(path: string): boolean {
  return statSync(path, { throwIfNoEntry: false })?.isFile() === true;
}
