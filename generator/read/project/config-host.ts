import { ts } from "../compiler/compiler.ts";
import type { Disk } from "../../disk/disk.ts";

/** Files and folders as `include` and `extends` see them. */
export function configHost(disk: Disk): ts.ParseConfigHost {
  const { useCaseSensitiveFileNames } = ts.sys;
  // The compiler's own matching, told what is in a folder; exported, but not in the public types.
  const { matchFiles } = ts as unknown as { matchFiles: MatchFiles };
  return {
    useCaseSensitiveFileNames,
    fileExists: (file) => disk.isFile(file),
    readFile: (file) => disk.readText(file),
    readDirectory: (folder, extensions, excludes, includes, depth) =>
      matchFiles(
        folder,
        extensions,
        excludes,
        includes,
        useCaseSensitiveFileNames,
        process.cwd(),
        depth,
        (inside) => {
          const { files, folders } = disk.entriesOf(inside);
          return { files, directories: folders };
        },
        (path) => disk.realPath(path),
      ),
  };
}

type MatchFiles = (
  folder: string,
  extensions: readonly string[],
  excludes: readonly string[] | undefined,
  includes: readonly string[],
  useCaseSensitiveFileNames: boolean,
  currentDirectory: string,
  depth: number | undefined,
  entriesOf: (folder: string) => { files: readonly string[]; directories: readonly string[] },
  realPath: (path: string) => string,
) => string[];
