import { readdirSync, statSync } from "node:fs";
import { join, sep } from "node:path";
import { fileURLToPath } from "node:url";
import { hashOf } from "../disk/hash.ts";
import { codeFolder, isBuilt, ownEntry, packageRoot } from "../own-files.ts";
import { version } from "../version.ts";

/**
 * What tells this generator from others. Installed, its version does; in a checkout, which is built anew
 * under the same version, also the times of its files.
 */
export function toolMark(): string {
  if (codeFolder.includes(`${sep}node_modules${sep}`)) return version;
  // What is built is written all at once.
  const code = isBuilt ? [timeOf(ownEntry("index"))] : timesIn(codeFolder);
  const templates = timesIn(fileURLToPath(new URL("templates", packageRoot)));
  return `${version} ${hashOf([...code, ...templates].sort().join("\n"))}`;
}

/** When the files were written that run; Node's own recursive listing takes three times as long. */
function timesIn(folder: string): string[] {
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    const path = join(folder, entry.name);
    return entry.isDirectory() ? timesIn(path) : [timeOf(path)];
  });
}

function timeOf(path: string): string {
  return `${path} ${statSync(path).mtimeMs}`;
}
