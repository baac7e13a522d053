import path from "node:path";
import { ts } from "../compiler/compiler.ts";
import { Disk, type Observed } from "../../disk/disk.ts";
import { movedFiles } from "../../disk/moved-files.ts";
import { compilerHost } from "./compiler-host.ts";
import { FoundImports } from "./found-imports.ts";
import { insideFolder } from "./inside-folder.ts";
import { compareText, Locator } from "../location.ts";
import { MqantPackage } from "./mqant-package.ts";
import { type ProjectConfig, readProjectConfig } from "./project-config.ts";

/** A program over the user's sources, and what all readers ask it. */
export interface OpenProject {
  /** Absolute folder of the tsconfig. */
  readonly root: string;
  /** Absolute output folder. */
  readonly out: string;
  /** What the tsconfig says, and what decides that. */
  readonly config: Observed<ProjectConfig> & { readonly tsconfig: string };
  readonly program: ts.Program;
  readonly checker: ts.TypeChecker;
  /** The user's own files: no libraries, nothing of mqant, nothing generated. Sorted by name. */
  readonly sources: readonly ts.SourceFile[];
  /** Whether a file is one of {@link sources}. */
  readonly isSource: (source: ts.SourceFile) => boolean;
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

/**
 * Parses what the tsconfig includes. Types are looked at later, and only where a contract needs them.
 *
 * @param emitted - Texts of emitted files by name, which the sources see in the output folder; without them it
 *   is empty, whatever lies there.
 * @param before - The same project as an earlier run opened it: what has not changed is taken over.
 * @throws {GeneratorError} MQ1060 if the tsconfig can't be used.
 */
export function openProject(
  tsconfig: string,
  out: string,
  emitted: ReadonlyMap<string, string> = new Map(),
  disk: Disk = new Disk(),
  before?: OpenProject,
): OpenProject {
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
  const moved = before?.out === out ? movedFiles(disk, before.disk) : undefined;
  const endAlike =
    references.length === 0 && JSON.stringify(options) === JSON.stringify(before?.options);
  const imports = new FoundImports(
    before && moved && endAlike ? { imports: before.imports, moved } : undefined,
  );
  imports.answer(host, options);
  // The compiler only asks again where texts changed; where else a file may now be found, it does not.
  const reused = moved?.came.size === 0 && moved.gone.size === 0 ? before?.program : undefined;
  const program = ts.createProgram({
    rootNames,
    options,
    host,
    projectReferences: references,
    ...(reused === undefined ? {} : { oldProgram: reused }),
  });
  imports.limitTo(program.getSourceFiles());
  const isOutput = insideFolder(out, disk);
  const mqant = new MqantPackage(disk);
  const sources = program
    .getSourceFiles()
    .filter(
      (source) =>
        !program.isSourceFileFromExternalLibrary(source) &&
        !program.isSourceFileDefaultLibrary(source) &&
        !source.fileName.includes("/node_modules/") &&
        !isOutput(source.fileName) &&
        !mqant.ownsFile(source.fileName),
    )
    .sort((a, b) => compareText(a.fileName, b.fileName));
  const own = new Set(sources);
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
    sources,
    isSource: (source) => own.has(source),
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
