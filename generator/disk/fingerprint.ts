import { statSync } from "node:fs";
import { hashOfEntries, kindOf, readEntries, realPath } from "./disk.ts";
import { putState, STATE_SIZE } from "./file-state.ts";
import { hashOfParts } from "./hash.ts";
import { groupPaths, type PathGroups, pathsIn } from "./path-groups.ts";
import type { Sight } from "./sight.ts";

/** What to look at for a fingerprint of the disk. */
export interface Looks {
  /** Files, whose states prove what is in them. */
  files: PathGroups;
  /** Paths where it counts only what stands there. */
  kinds: PathGroups;
  /** Folders whose entries count. */
  folders: string[];
  /** Paths of which it counts where links lead to. */
  links: string[];
  /** As for the `Disk` that had the sights. */
  ignored: readonly string[];
}

/**
 * All of some sights as one value: it says that nothing has changed, faster than looking at one after the
 * other, and nothing about what has.
 *
 * @returns `undefined` if a file's state proves nothing.
 */
export function fingerprintOf(
  sights: readonly (readonly [path: string, sight: Sight])[],
  ignored: readonly string[],
): { looks: Looks; print: string } | undefined {
  const files = sights.filter(([, { hash }]) => hash !== undefined);
  const states = files.flatMap(([, { state }]) => state ?? []);
  if (states.length < files.length * STATE_SIZE) return undefined;
  const kinds = sights.filter(([, { hash, is }]) => hash === undefined && is !== undefined);
  const folders = sights.filter(([, { entries }]) => entries !== undefined);
  const links = sights.filter(([, { real }]) => real !== undefined);
  const paths = (some: typeof sights): string[] => some.map(([path]) => path);
  const looks = {
    files: groupPaths(paths(files)),
    kinds: groupPaths(paths(kinds)),
    folders: paths(folders),
    links: paths(links),
    ignored,
  };
  const print = printOf(
    Float64Array.from(states),
    kinds.map(([, { is }]) => is),
    folders.map(([, { entries }]) => entries),
    links.map(([, { real }]) => real),
  );
  return { looks, print };
}

/** The fingerprint now; `undefined` if a file is missing, or something can't be looked at. */
export function fingerprintNow(looks: Looks): string | undefined {
  try {
    return printOf(
      statesNow(looks.files),
      pathsIn(looks.kinds).map(kindOf),
      looks.folders.map((folder) => hashOfEntries(readEntries(folder, looks.ignored))),
      looks.links.map(realPath),
    );
  } catch {
    return undefined;
  }
}

function statesNow(groups: PathGroups): Float64Array {
  const count = groups.reduce((sum, [, names]) => sum + names.length, 0);
  const states = new Float64Array(count * STATE_SIZE);
  let at = 0;
  for (const [folder, names] of groups) {
    for (const name of names) {
      const stats = statSync(folder + name);
      if (!stats.isFile()) throw new Error(`${folder}${name} is no file`);
      putState(stats, states, at);
      at += STATE_SIZE;
    }
  }
  return states;
}

function printOf(states: Float64Array, ...rest: readonly (string | undefined)[][]): string {
  return hashOfParts([new Uint8Array(states.buffer), JSON.stringify(rest)]);
}
