import { readdirSync, statSync } from "node:fs";
import { join, sep } from "node:path";
import { fileURLToPath } from "node:url";
import { hashOf } from "../disk/hash.ts";
import { codeFolder, packageRoot } from "../own-files.ts";
import { version } from "../version.ts";

/**
 * What tells this generator from others. Installed, its version does; in a checkout, which is built anew
 * under the same version, also the times of its files.
 */
export function toolMark(): string {
  if (codeFolder.includes(`${sep}node_modules${sep}`)) return version;
  const folders = [codeFolder, fileURLToPath(new URL("templates", packageRoot))];
  return `${version} ${hashOf(folders.flatMap(timesIn).sort().join("\n"))}`;
}

/** When the files were written that run; Node's own recursive listing takes three times as long. */
function timesIn(folder: string): string[] {
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) return timesIn(path);
    return /\.(?:d\.ts|map)$/.test(path) ? [] : [`${path} ${statSync(path).mtimeMs}`];
  });
}
