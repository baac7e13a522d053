import { join } from "node:path";
import type { Disk } from "./disk/disk.ts";

/** What a project calls itself. */
export interface PackageAbout {
  name?: string | undefined;
  version?: string | undefined;
}

/** Name and version in a folder's `package.json`; nothing if there is none that can be read. */
export function packageAbout(folder: string, disk: Disk): PackageAbout {
  try {
    const manifest: unknown = JSON.parse(disk.readText(join(folder, "package.json")) ?? "");
    const { name, version } = manifest as Record<string, unknown>; // fails for null, which is no manifest
    return { name: textOf(name), version: textOf(version) };
  } catch {
    return {}; // Names of things are no reason to fail.
  }
}

function textOf(value: unknown): string | undefined {
  return typeof value === "string" && value !== "" ? value : undefined;
}
