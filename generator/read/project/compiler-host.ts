import path from "node:path";
import { libraryText, ts } from "../compiler/compiler.ts";
import { Disk } from "../../disk/disk.ts";
import { insideFolder } from "./inside-folder.ts";
import { referencedConfig } from "./project-config.ts";
import { parseSource } from "./parsed-sources.ts";
import { withinStack } from "./within-stack.ts";

/** Where the language's own declarations lie for the compiler: a made-up path. */
const LIBRARY_FOLDER = "/node_modules/typescript/lib";

/**
 * The disk as the compiler sees it: read only, with the language's library, and without the output
 * folder. What was generated before must not decide what is generated now.
 *
 * @param root - Absolute folder of the tsconfig.
 * @param out - Absolute output folder; it need not exist.
 * @param emitted - Texts by name, which stand for what is in the output folder.
 */
export function compilerHost(
  options: ts.CompilerOptions,
  root: string,
  out: string,
  emitted: ReadonlyMap<string, string> = new Map(),
  disk: Disk = new Disk(),
): ts.CompilerHost {
  const isHidden = insideFolder(out, disk);
  const { sys } = ts;
  const readFile = (file: string): string | undefined => {
    if (isLibraryFile(file)) return textOfLibrary(file);
    return isHidden(file) ? emitted.get(path.basename(file)) : disk.readText(file);
  };
  return {
    fileExists: (file) => {
      if (isLibraryFile(file)) return textOfLibrary(file) !== undefined;
      return isHidden(file) ? emitted.has(path.basename(file)) : disk.isFile(file);
    },
    readFile,
    directoryExists: (folder) => (isHidden(folder) ? emitted.size > 0 : disk.isFolder(folder)),
    getDirectories: (folder) =>
      disk.isFolder(folder)
        ? disk.entriesOf(folder).folders.filter((name) => !isHidden(path.join(folder, name)))
        : [],
    realpath: (file) => (isLibraryFile(file) ? file : disk.realPath(file)),
    getSourceFile: (file, how) => {
      const text = readFile(file);
      if (text === undefined) return undefined;
      return withinStack(file, disk, () => parseSource(file, text, how, options));
    },
    getDefaultLibFileName: (forOptions) =>
      `${LIBRARY_FOLDER}/${ts.getDefaultLibFileName(forOptions)}`,
    getDefaultLibLocation: () => LIBRARY_FOLDER,
    getCurrentDirectory: () => root,
    getCanonicalFileName: (file) => (sys.useCaseSensitiveFileNames ? file : file.toLowerCase()),
    useCaseSensitiveFileNames: () => sys.useCaseSensitiveFileNames,
    getNewLine: () => "\n",
    getParsedCommandLine: (file) => referencedConfig(file, disk),
    // Not in the public type: imports of a project that is referred to mean its sources, built or not.
    ["useSourceOfProjectReferenceRedirect" as string]: () => true,
    writeFile: () => {
      throw new Error("reading sources never writes");
    },
  };
}

function isLibraryFile(file: string): boolean {
  return file.startsWith(LIBRARY_FOLDER);
}

function textOfLibrary(file: string): string | undefined {
  return libraryText(file.slice(LIBRARY_FOLDER.length + 1));
}
