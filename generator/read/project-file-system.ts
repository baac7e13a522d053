import fs from "node:fs";
import path from "node:path";
import { type FileSystemHost, ts } from "ts-morph";

/**
 * The disk as the compiler sees it: read only, and without the output folder. What was generated before
 * must not decide what is generated now.
 *
 * @param out - Absolute output folder; it need not exist.
 */
export function projectFileSystem(out: string): FileSystemHost {
  const isHidden = hidden(out);
  const fileExistsSync = (file: string): boolean => !isHidden(file) && ts.sys.fileExists(file);
  const directoryExistsSync = (folder: string): boolean =>
    !isHidden(folder) && ts.sys.directoryExists(folder);
  const readFileSync = (file: string, encoding = "utf-8"): string => {
    const text = isHidden(file) ? undefined : ts.sys.readFile(file, encoding);
    if (text === undefined) throw notFound(file);
    return text;
  };
  return {
    isCaseSensitive: () => ts.sys.useCaseSensitiveFileNames,
    getCurrentDirectory: () => ts.sys.getCurrentDirectory(),
    fileExistsSync,
    fileExists: (file) => Promise.resolve(fileExistsSync(file)),
    directoryExistsSync,
    directoryExists: (folder) => Promise.resolve(directoryExistsSync(folder)),
    readFileSync,
    readFile: (file, encoding) => Promise.resolve(readFileSync(file, encoding)),
    readDirSync: (folder) =>
      fs
        .readdirSync(folder, { withFileTypes: true })
        .map((entry) => ({
          name: path.join(folder, entry.name),
          isFile: entry.isFile(),
          isDirectory: entry.isDirectory(),
          isSymlink: entry.isSymbolicLink(),
        }))
        .filter(({ name }) => !isHidden(name)),
    realpathSync: (file) => ts.sys.realpath?.(file) ?? file,
    // Nothing here is ever asked for patterns: the tsconfig's are resolved before the program is made.
    globSync: () => [],
    glob: () => Promise.resolve([]),
    delete: refuse,
    deleteSync: refuse,
    writeFile: refuse,
    writeFileSync: refuse,
    mkdir: refuse,
    mkdirSync: refuse,
    move: refuse,
    moveSync: refuse,
    copy: refuse,
    copySync: refuse,
  };
}

/** Tells whether a path lies in a folder, by its given and by its real name. */
export function hidden(folder: string): (file: string) => boolean {
  const names = [...new Set([path.resolve(folder), realPath(path.resolve(folder))])];
  return (file) =>
    names.some((name) => {
      const inside = path.relative(name, file);
      return inside === "" || !(inside.startsWith("..") || path.isAbsolute(inside));
    });
}

/** The real name of a path of which only the beginning may exist. */
function realPath(file: string): string {
  if (ts.sys.directoryExists(file)) return ts.sys.realpath?.(file) ?? file;
  const parent = path.dirname(file);
  return parent === file ? file : path.join(realPath(parent), path.basename(file));
}

function notFound(file: string): Error {
  // ts-morph recognises a missing file by this code.
  return Object.assign(new Error(`File not found: ${file}`), { code: "ENOENT" });
}

function refuse(): never {
  throw new Error("reading sources never writes");
}
