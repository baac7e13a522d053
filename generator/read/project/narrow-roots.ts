import { posixPath } from "../../posix-path.ts";
import type { FileChanges } from "../../disk/file-changes.ts";
import type { FoundImports } from "./found-imports.ts";
import type { OpenProject } from "./open-project.ts";
import { outwardImports } from "./outward-imports.ts";

/** What happened to a project since it was opened. */
interface Change {
  readonly changes: FileChanges;
  readonly imports: FoundImports;
  /** Absolute names of the files that the project begins with now. */
  readonly fileNames: readonly string[];
  /** Sources that have to be read again whatever changed. */
  readonly unread: readonly string[];
}

/**
 * The roots of a program that is enough to read again what a change concerns: the files that changed, all that see
 * one of them, what files see without importing it, and one that imports each package. Putting together a program of
 * thousands of files takes longer than all that is done with it then.
 *
 * @returns `undefined` if the whole program is needed.
 */
export function narrowRoots(
  before: OpenProject,
  { changes, imports, fileNames, unread }: Change,
): string[] | undefined {
  const { graph } = before;
  const roots = new Set(fileNames);
  const earlier = new Set(before.config.value.fileNames);
  const gone = new Set([...changes.gone].map(posixPath));
  const added = fileNames.filter((name) => !earlier.has(name));
  // Whether a file is one to begin with decides what it is.
  if (added.some((name) => graph.node(name) !== undefined)) return undefined;
  if ([...earlier].some((name) => !roots.has(name) && !gone.has(name))) return undefined;

  const changed = [...changes.altered, ...gone].map(posixPath);
  const lost = imports.lost.map(({ fileName }) => fileName);
  const narrow = new Set([
    ...graph.globals,
    ...added,
    ...graph.thoseThatSee(new Set([...changed, ...lost, ...unread])),
  ]);
  const others = before.sources.filter(({ fileName }) => !narrow.has(fileName));
  for (const [first] of outwardImports(others).values()) {
    if (first !== undefined) narrow.add(first.getSourceFile().fileName);
  }
  const isSource = (name: string): boolean => graph.node(name)?.isSource === true;
  return [...narrow].filter((name) => !gone.has(name) && (roots.has(name) || isSource(name)));
}
