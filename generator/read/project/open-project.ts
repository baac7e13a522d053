import path from "node:path";
import { ts } from "../compiler/compiler.ts";
import { Disk, type Observed } from "../../disk/disk.ts";
import { changesSince } from "../../disk/file-changes.ts";
import { isSameList } from "../../same-list.ts";
import { compilerHost } from "./compiler-host.ts";
import { FileGraph } from "./file-graph.ts";
import { FoundImports } from "./found-imports.ts";
import { insideFolder } from "./inside-folder.ts";
import { compareText, Locator } from "../location.ts";
import { MqantPackage } from "./mqant-package.ts";
import { narrowRoots } from "./narrow-roots.ts";
import { type ProjectConfig, readProjectConfig } from "./project-config.ts";

/** A program over the user's sources, and what all readers ask it. */
export interface OpenProject {
  /** Absolute folder of the tsconfig. */
  readonly root: string;
  /** Absolute output folder. */
  readonly out: string;
  /** What the tsconfig says, and what decides that. */
  readonly config: Observed<ProjectConfig> & { readonly tsconfig: string };
  /** All files, or those that a change concerns. */
  readonly program: ts.Program;
  readonly checker: ts.TypeChecker;
  /** Which file sees which. */
  readonly graph: FileGraph;
  /** The user's own files: no libraries, nothing of mqant, nothing generated. Sorted by name. */
  readonly sources: readonly ts.SourceFile[];
  /** Whether a file is one of {@link sources}. */
  readonly isSource: (source: ts.SourceFile) => boolean;
  /** Whether a source is none that {@link program} and {@link checker} know: what it says is as it was. */
  readonly isLeftOut: (source: ts.SourceFile) => boolean;
  /** Whether a file is one of the language's own declarations. */
  readonly isLibrary: (source: ts.SourceFile) => boolean;
  readonly mqant: MqantPackage;
  /** The disk as this project was read from it. */
  readonly disk: Disk;
  readonly locator: Locator;
  /** How relative imports of the project end. */
  readonly importExtension: ".ts" | ".js";
  /** Whether an absolute path lies in the output folder. */
  readonly isOutput: (file: string) => boolean;
  /** Absolute names of files that the tsconfig includes and that are not there. */
  readonly missing: readonly string[];
  /** Absolute names of the tsconfig and of all that it extends. */
  readonly configFiles: readonly string[];
  readonly options: ts.CompilerOptions;
  /** Where the imports of all files lead. */
  readonly imports: FoundImports;
}

/** What an earlier run knew of a project. */
export interface EarlierProject {
  readonly project: OpenProject;
  /** Absolute names of sources that have to be read again whatever changed; `undefined` if all have to be. */
  readonly unread?: readonly string[] | undefined;
}

/** How to open a project. */
export interface OpenOptions {
  /**
   * Texts of emitted files by name, which the sources see in the output folder; without them it is empty, whatever
   * lies there.
   */
  readonly emitted?: ReadonlyMap<string, string>;
  /** @defaultValue a look of its own */
  readonly disk?: Disk;
  /** The same project as an earlier run opened it: what has not changed is taken over. */
  readonly before?: EarlierProject | undefined;
}

/**
 * Parses what the tsconfig includes. Types are looked at later, and only where a contract needs them.
 *
 * @param tsconfig - Absolute.
 * @param out - Absolute output folder.
 * @throws {GeneratorError} MQ1060 if the tsconfig can't be used.
 */
export function openProject(
  tsconfig: string,
  out: string,
  { emitted = new Map(), disk = new Disk(), before: earlier }: OpenOptions = {},
): OpenProject {
  const before = earlier?.project;
  const known = before?.out === out && before.config.tsconfig === tsconfig ? before : undefined;
  const config =
    known !== undefined && disk.looksAs(known.config)
      ? known.config
      : { ...disk.observe(() => readProjectConfig(tsconfig, out, disk)), tsconfig };
  const { root, options, fileNames, configFiles, references } = config.value;
  const host = compilerHost(options, root, out, emitted, disk);
  // Declarations that nobody imports, such as the registry, count all the same.
  const declarations = [...emitted.keys()].filter((name) => name.endsWith(".d.ts"));
  const rootNames = [...fileNames, ...declarations.map((name) => path.join(out, name))];
  // The output folder is hidden: where it is another, other files are found.
  const changes = before?.out === out ? changesSince(disk, before.disk) : undefined;
  const endAlike =
    references.length === 0 && JSON.stringify(options) === JSON.stringify(before?.options);
  const kept = endAlike && before && changes ? { imports: before.imports, changes } : undefined;
  const imports = new FoundImports(kept);
  imports.answer(host, options);
  const unread = earlier?.unread;
  const narrow =
    known && kept && unread && narrowRoots(known, { ...kept, imports, fileNames, unread });
  // The compiler only asks again where texts changed; where else a file may now be found, it does not.
  const reused = changes?.came.size === 0 && changes.gone.size === 0 ? before?.program : undefined;
  const program = ts.createProgram({
    rootNames: narrow ?? rootNames,
    options,
    host,
    projectReferences: references,
    ...(reused === undefined ? {} : { oldProgram: reused }),
  });
  const isOutput = insideFolder(out, disk);
  const mqant = new MqantPackage(disk);
  const isOwn = (source: ts.SourceFile): boolean =>
    !program.isSourceFileFromExternalLibrary(source) &&
    !program.isSourceFileDefaultLibrary(source) &&
    !source.fileName.includes("/node_modules/") &&
    !isOutput(source.fileName) &&
    !mqant.ownsFile(source.fileName);
  const graph = new FileGraph(program, isOwn, before?.graph, narrow && fileNames);
  const files = [...graph.nodes];
  // What files see without importing it is put together in its order.
  if (narrow && !isSameList(graph.globals, known?.graph.globals ?? [])) {
    return openProject(tsconfig, out, { emitted, disk, before: before && { project: before } });
  }
  imports.limitTo(files.map(({ source }) => source));
  const sources = files
    .flatMap(({ source, isSource }) => (isSource ? [source] : []))
    .sort((a, b) => compareText(a.fileName, b.fileName));
  const own = new Set(sources);
  const inProgram = new Set(program.getSourceFiles());
  const library = new Set(
    program.getSourceFiles().filter((source) => program.isSourceFileDefaultLibrary(source)),
  );
  const usesTsExtensions =
    options.allowImportingTsExtensions === true || options.rewriteRelativeImportExtensions === true;
  return {
    root,
    out,
    config,
    program,
    checker: program.getTypeChecker(),
    graph,
    sources,
    isSource: (source) => own.has(source),
    isLeftOut: (source) => !inProgram.has(source),
    isLibrary: (source) => library.has(source),
    mqant,
    disk,
    // It knows where the files are that it has been asked for.
    locator: before?.root === root ? before.locator : new Locator(root),
    importExtension: usesTsExtensions ? ".ts" : ".js",
    isOutput,
    missing: fileNames.filter((name) => !disk.isFile(name)),
    configFiles,
    options,
    imports,
  };
}
