import { readdirSync, statSync } from "node:fs";
import { join, sep } from "node:path";
import { fileURLToPath } from "node:url";
import { hashOf } from "../disk/hash.ts";
import { version } from "../version.ts";

/**
 * What tells this generator from others. Installed, its version does; in a checkout, which is built anew
 * under the same version, also the times of its files.
 */
export function toolMark(): string {
  const root = fileURLToPath(new URL("../..", import.meta.url));
  if (root.includes(`${sep}node_modules${sep}`)) return version;
  const folders = [fileURLToPath(new URL("..", import.meta.url)), join(root, "templates")];
  const times = folders.flatMap((folder) =>
    readdirSync(folder, { recursive: true, encoding: "utf8" }).map(
      (name) => `${name} ${statSync(join(folder, name)).mtimeMs}`,
    ),
  );
  return `${version} ${hashOf(times.sort().join("\n"))}`;
}
