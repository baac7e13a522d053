import { dirname, join } from "node:path";
import { kindOf } from "../disk/disk.ts";

/**
 * Where what is known of earlier runs is kept: with other tools' caches in the nearest `node_modules`, or
 * beside the project if there is none. It may be removed at any time.
 *
 * @param folder - Absolute.
 */
export function cacheFolder(folder: string): string {
  for (let at = folder; ; at = dirname(at)) {
    const modules = join(at, "node_modules");
    if (kindOf(modules) === "folder") return join(modules, ".cache", "mqant-gen");
    if (dirname(at) === at) return join(folder, ".mqant-gen-cache");
  }
}
