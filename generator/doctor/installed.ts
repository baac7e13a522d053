import { existsSync, readdirSync, readFileSync, realpathSync } from "node:fs";
import { dirname, join } from "node:path";

/** A package as a folder sees it. */
export interface Installed {
  /** Its real folder. */
  folder: string;
  version: string;
}

/** The package that an import in a folder would find, or `undefined`. */
export function installedAt(folder: string, name: string): Installed | undefined {
  const place = join(folder, "node_modules", name);
  if (existsSync(join(place, "package.json"))) {
    return { folder: realpathSync(place), version: versionOf(place) };
  }
  const parent = dirname(folder);
  return parent === folder ? undefined : installedAt(parent, name);
}

/** All copies of a package that some package installed in a folder, or above it, may find: real folders. */
export function copiesOf(folder: string, name: string): string[] {
  const found = new Set<string>();
  for (let at = folder; ; at = dirname(at)) {
    collect(join(at, "node_modules"), name, found);
    if (at === dirname(at)) return [...found];
  }
}

function collect(modules: string, name: string, found: Set<string>): void {
  const place = join(modules, name);
  if (existsSync(join(place, "package.json"))) found.add(realpathSync(place));
  for (const entry of folders(modules)) {
    const packages = entry.startsWith("@")
      ? folders(join(modules, entry)).map((one) => join(entry, one))
      : [entry];
    for (const one of packages) collect(join(modules, one, "node_modules"), name, found);
  }
}

/** Folders in a folder. Links are not followed: what they lead to has packages of its own. */
function folders(folder: string): string[] {
  if (!existsSync(folder)) return [];
  return readdirSync(folder, { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map(({ name }) => name);
}

function versionOf(folder: string): string {
  const manifest: unknown = JSON.parse(readFileSync(join(folder, "package.json"), "utf8"));
  const hasVersion = typeof manifest === "object" && manifest !== null && "version" in manifest;
  return hasVersion ? String(manifest.version) : "0.0.0";
}

/** Whether a version is this one or newer: `isAtLeast("5.9.3", "5.4")`. */
export function isAtLeast(version: string, least: string): boolean {
  const [have, need] = [version, least].map((text) => text.split(/[.-]/).map(Number));
  for (const [index, part] of (need ?? []).entries()) {
    const own = have?.[index] ?? 0;
    if (own !== part) return own > part;
  }
  return true;
}
