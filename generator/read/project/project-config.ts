import path from "node:path";
import { ts } from "../compiler/compiler.ts";
import { Disk } from "../../disk/disk.ts";
import type { Diagnostic } from "../../diagnostic.ts";
import { GeneratorError } from "../../generator-error.ts";
import { compareText } from "../location.ts";
import { configHost } from "./config-host.ts";
import { insideFolder } from "./inside-folder.ts";

/** What a tsconfig says, ready for a program of our own. */
export interface ProjectConfig {
  /** Absolute folder of the tsconfig. */
  root: string;
  options: ts.CompilerOptions;
  /** Absolute names of the files it includes, without the output folder's, sorted. */
  fileNames: string[];
  /** Absolute names of the tsconfig, of all that it extends, and the same of the projects it refers to. */
  configFiles: string[];
  /** The projects that it refers to, for the program. */
  references: readonly ts.ProjectReference[];
}

/**
 * Reads a tsconfig as the user's own compiler would.
 *
 * @throws {GeneratorError} MQ1060 if it can't be read or includes nothing.
 */
export function readProjectConfig(
  project: string,
  out: string,
  disk: Disk = new Disk(),
): ProjectConfig {
  const root = path.dirname(project);
  const failed = (message: string, hint?: string, at?: ts.Diagnostic): GeneratorError =>
    new GeneratorError([configDiagnostic({ project, message, hint, at })]);
  const unreadable = (file: string): GeneratorError =>
    failed(
      `${path.relative(root, file)} can't be read: ${disk.unreadable.get(file) ?? "it is gone"}`,
      "let this user read it, and run again",
    );
  if (!disk.isFile(project)) {
    throw failed(
      `there is no ${path.basename(project)}`,
      "name the tsconfig that includes the modules with --project",
    );
  }
  const read = new Map<string, ReadConfig>();
  const visit = (file: string): void => {
    if (read.has(file)) return;
    if (disk.readText(file) === undefined) throw unreadable(file);
    const config = readConfig(file, disk);
    read.set(file, config);
    const fatal = config.errors.find(isFatal);
    if (fatal !== undefined) {
      const [closed] = disk.unreadable.keys();
      // What seems to be missing may be there for others.
      if (closed !== undefined) throw unreadable(closed);
      const text = ts.flattenDiagnosticMessageText(fatal.messageText, " ");
      throw failed(`${path.basename(file)} can't be used: ${text}`, hintFor(fatal), fatal);
    }
    for (const reference of config.parsed.projectReferences ?? []) {
      const target = path.resolve(ts.resolveProjectReferencePath(reference));
      if (disk.isFile(target)) visit(target);
      else
        throw failed(
          `${path.basename(file)} refers to ${reference.path}, which has no tsconfig`,
          "correct the path under references, or remove it",
        );
    }
  };
  visit(project);
  const all = [...read.values()];
  const fileNames = withoutOutput(
    [...new Set(all.flatMap(({ parsed }) => parsed.fileNames))],
    out,
    disk,
  ).sort(compareText);
  // A tsconfig that does nothing but refer to others has their options in mind, not its own.
  const { parsed } =
    all.find((config) => config.parsed.fileNames.length > 0) ?? all[0] ?? readConfig(project, disk);
  if (fileNames.length === 0) {
    throw failed(`${path.basename(project)} includes no file`, includesNothingHint);
  }
  const own = ownOptions(parsed.options, root, disk);
  return {
    root,
    // Its own also stand first, so that equal options are equal texts.
    options: { ...own, ...parsed.options, ...own },
    fileNames,
    configFiles: [...new Set(all.flatMap(({ files }) => files))],
    references: all[0]?.parsed.projectReferences ?? [],
  };
}

/** What one tsconfig says. */
interface ReadConfig {
  readonly parsed: ts.ParsedCommandLine;
  readonly errors: readonly ts.Diagnostic[];
  /** It, and what it extends. */
  readonly files: readonly string[];
}

function readConfig(file: string, disk: Disk): ReadConfig {
  const source = ts.readJsonConfigFile(file, (name) => disk.readText(name));
  const name = path.normalize(file);
  const parsed = ts.parseJsonSourceFileConfigFileContent(
    source,
    configHost(disk),
    path.dirname(file),
    undefined,
    name,
  );
  const files = [file, ...(source.extendedSourceFiles ?? [])].map((each) => path.resolve(each));
  return { parsed, errors: [...jsonErrors(source), ...parsed.errors], files };
}

/** What the compiler asks for a project that another refers to. */
export function referencedConfig(file: string, disk: Disk): ts.ParsedCommandLine | undefined {
  return disk.isFile(file) ? readConfig(file, disk).parsed : undefined;
}

/** The options that reading needs, whatever the user's are. */
function ownOptions(options: ts.CompilerOptions, root: string, disk: Disk): ts.CompilerOptions {
  const own: ts.CompilerOptions = {
    noEmit: true,
    skipLibCheck: true,
    // Without it `null` and `undefined` vanish from types, and from the contract with them.
    strictNullChecks: true,
    // These only find fault with code, which nobody here asks for: a watch reads nothing again where they change.
    noUnusedLocals: false,
    noUnusedParameters: false,
    noImplicitReturns: false,
    noImplicitOverride: false,
    noFallthroughCasesInSwitch: false,
    noPropertyAccessFromIndexSignature: false,
    erasableSyntaxOnly: false,
    allowUnusedLabels: true,
    allowUnreachableCode: true,
    // Union members come in an order that does not depend on which file was visited first. TypeScript
    // has the option since 6.0; the public type does not.
    ["stableTypeOrdering" as string]: true,
  };
  const major = userTypeScript(root, disk);
  if (major === undefined || major < 6) {
    // TypeScript 6 changed these defaults; the project was written for the old ones.
    if (options.types === undefined) own.types = ["*"];
    if (options.strict === undefined) own.strict = false;
  }
  return own;
}

/** The major version of the TypeScript that the project has installed. */
function userTypeScript(folder: string, disk: Disk): number | undefined {
  const manifest = path.join(folder, "node_modules", "typescript", "package.json");
  const text = disk.readText(manifest);
  const version = text === undefined ? undefined : versionIn(text);
  if (version !== undefined) return Number.parseInt(version, 10);
  const parent = path.dirname(folder);
  return parent === folder ? undefined : userTypeScript(parent, disk);
}

/** The version in a manifest; `undefined` too if an installation broke off and left half of one. */
function versionIn(manifest: string): string | undefined {
  try {
    const parsed: unknown = JSON.parse(manifest);
    if (typeof parsed !== "object" || parsed === null || !("version" in parsed)) return undefined;
    return String(parsed.version);
  } catch {
    return undefined;
  }
}

/** Syntax errors of the tsconfig itself; the parser keeps them beside the tree. */
function jsonErrors(source: ts.TsConfigSourceFile): readonly ts.Diagnostic[] {
  return (source as { parseDiagnostics?: readonly ts.Diagnostic[] }).parseDiagnostics ?? [];
}

/**
 * Syntax, missing and circular files, nothing included. Options that this TypeScript does not know yet,
 * or no longer, are the business of the user's own.
 */
function isFatal({ code, category, messageText }: ts.Diagnostic): boolean {
  if (category !== ts.DiagnosticCategory.Error) return false;
  // Of values of the wrong type, those count by which sources are found.
  if (code === 5024) return wrongPart.test(ts.flattenDiagnosticMessageText(messageText, " "));
  return code < 2000 || [5012, 5014, 5083, 5092, 6053, 18000, 18002, 18003].includes(code);
}

const wrongPart = /'(?:files|include|exclude|extends|references|compilerOptions)'/;

const includesNothingHint = "name the tsconfig that includes the modules with --project";

function hintFor({ code }: ts.Diagnostic): string {
  if (code === 18002 || code === 18003) return includesNothingHint;
  return "correct it: the compiler (npx tsc --showConfig) says the same";
}

/** The files that do not lie in the output folder, by links neither. */
function withoutOutput(files: readonly string[], out: string, disk: Disk): string[] {
  const isHidden = insideFolder(out, disk);
  const folders = new Map<string, boolean>();
  return files.filter((file) => {
    const folder = path.dirname(file);
    let isOutput = folders.get(folder);
    if (isOutput === undefined) {
      isOutput = isHidden(file) || isHidden(disk.realPath(folder));
      folders.set(folder, isOutput);
    }
    return !isOutput;
  });
}

interface ConfigProblem {
  project: string;
  message: string;
  hint?: string | undefined;
  at?: ts.Diagnostic | undefined;
}

function configDiagnostic({ project, message, hint, at }: ConfigProblem): Diagnostic {
  const file = path.basename(project);
  const diagnostic: Diagnostic = {
    code: "MQ1060",
    severity: "error",
    message,
    location: { file, line: 1, column: 1, endLine: 1, endColumn: 1 },
  };
  if (at?.file !== undefined && at.start !== undefined) {
    const start = at.file.getLineAndCharacterOfPosition(at.start);
    const end = at.file.getLineAndCharacterOfPosition(at.start + (at.length ?? 0));
    diagnostic.location = {
      file: path.relative(path.dirname(project), at.file.fileName).replaceAll(path.sep, "/"),
      line: start.line + 1,
      column: start.character + 1,
      endLine: end.line + 1,
      endColumn: end.character + 1,
    };
  }
  if (hint !== undefined) diagnostic.hint = hint;
  return diagnostic;
}
