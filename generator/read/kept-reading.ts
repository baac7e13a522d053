import type { ts } from "./compiler/compiler.ts";
import type { FileReading } from "./file-reading.ts";
import type { PackageModules } from "./packages/package-modules.ts";
import { importedModules } from "./packages/imported-packages.ts";
import type { EarlierProject, OpenProject } from "./project/open-project.ts";
import type { NamedTypes } from "./types/named-types.ts";

/** What a reading leaves behind. */
interface Remains {
  readonly project: OpenProject;
  /** What the reading of any file depends on besides the files that it sees. */
  readonly frame: string;
  readonly files: ReadonlyMap<ts.SourceFile, FileReading>;
  readonly named: NamedTypes;
}

/**
 * What is kept from one reading of a project to the next in the same process: what was read in each source
 * file, which holds as long as no file changes that it sees. What is unclear is read again.
 */
export class KeptReading {
  #last: Remains | undefined;

  /** The project as it was opened last. */
  get before(): EarlierProject | undefined {
    if (this.#last === undefined) return undefined;
    const { project, files } = this.#last;
    if (files.size === 0) return { project };
    const unread = project.sources.filter((source) => files.get(source)?.holds !== true);
    return { project, unread: unread.map(({ fileName }) => fileName) };
  }

  /** What would be read again as it was, by file; named types that it needs are added to `named`. */
  holding(
    project: OpenProject,
    packages: PackageModules,
    named: NamedTypes,
  ): {
    known: Map<ts.SourceFile, FileReading>;
    next: Pick<Remains, "project" | "frame">;
  } {
    const last = this.#last;
    const next = { project, frame: frameOf(project, packages) };
    const known = new Map<ts.SourceFile, FileReading>();
    if (last === undefined || last.frame !== next.frame) return { known, next };
    const affected = project.graph.affectedSince(last.project.graph);
    if (affected === undefined) return { known, next };
    const importsByName = importedSources(project);
    const namesMayChange = importsByName.some((name) => affected.has(name));
    for (const source of project.sources) {
      const reading = last.files.get(source);
      if (reading?.holds !== true || affected.has(source.fileName)) continue;
      if (namesMayChange && hasForeignTypes(reading, last.named)) continue;
      known.set(source, reading);
      named.adopt(reading.types, last.named);
    }
    return { known, next };
  }

  keep(
    next: Pick<Remains, "project" | "frame">,
    files: ReadonlyMap<ts.SourceFile, FileReading>,
    named: NamedTypes,
  ): void {
    this.#last = { ...next, files, named };
  }
}

/** Options, how packages are called here, and what they publish. */
function frameOf(project: OpenProject, packages: PackageModules): string {
  const { root, out, options, disk } = project;
  const imported = importedModules(project).map(([specifier, { declarations }]) => [
    specifier,
    declarations?.map((declaration) => declaration.getSourceFile().fileName),
  ]);
  const locks = packages.locks.map((lock) => [lock, disk.readText(lock)]);
  return JSON.stringify([root, out, options, imported, locks]);
}

/** The sources that somebody imports by a name that is no path. What they export says how types are imported. */
function importedSources(project: OpenProject): string[] {
  return importedModules(project).flatMap(([, { declarations = [] }]) =>
    declarations.flatMap((declaration) => {
      const source = declaration.getSourceFile();
      return project.isSource(source) ? [source.fileName] : [];
    }),
  );
}

/** Whether types are from elsewhere than from files below the project's folder. */
function hasForeignTypes({ types }: FileReading, named: NamedTypes): boolean {
  return [...types].some((id) => {
    const from = named.get(id)?.origin.from;
    return from === undefined || "package" in from || from.file.startsWith("../");
  });
}
