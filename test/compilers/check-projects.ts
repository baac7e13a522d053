import { createRequire } from "node:module";
import { dirname } from "node:path";
import { fileURLToPath } from "node:url";
import type { ts as Ts } from "ts-morph";

/**
 * Checks projects with the compiler API of one version of TypeScript, all that have the same options in one
 * program: what zod's types are is worked out once, which takes longer than all else. Each project has a
 * package mqant of its own in that program, for it adds to what mqant declares. Only the files of projects
 * are checked.
 *
 * Usage: `check-projects <package of the compiler> <options as JSON> <tsconfig>…`; prints what is wrong, one
 * problem a line.
 */
const [compiler = "", options = "{}", ...configs] = process.argv.slice(2);
const ts = createRequire(import.meta.url)(compiler) as typeof Ts; // versions of one API
const forced: unknown = JSON.parse(options);

const folders: readonly string[] = configs.map((config) => dirname(config));
const runtime = fileURLToPath(new URL("../../runtime", import.meta.url));

const programs = new Map<string, { files: string[]; options: Ts.CompilerOptions }>();
const problems: Ts.Diagnostic[] = [];
for (const config of configs) readConfig(config);
for (const { files, options: all } of programs.values()) check(files, all);
for (const problem of problems) console.log(told(problem));

/** Adds the files of a project to those that have the same options. */
function readConfig(config: string): void {
  const read: { config?: unknown; error?: Ts.Diagnostic } = ts.readConfigFile(config, (file) =>
    ts.sys.readFile(file),
  );
  if (read.error !== undefined) {
    problems.push(read.error);
    return;
  }
  const folder = dirname(config);
  const project = ts.parseJsonConfigFileContent(read.config, ts.sys, folder, undefined, config);
  // An older version need not know all options of the newest, nor all their values.
  problems.push(...project.errors.filter(({ code }) => code !== 5023 && code !== 6046));
  const { configFilePath: _, ...own } = project.options;
  const all = { ...own, ...ts.convertCompilerOptionsFromJson(forced, folder).options };
  const key = JSON.stringify(all);
  const program = programs.get(key) ?? { files: [], options: all };
  program.files.push(...project.fileNames);
  programs.set(key, program);
}

function check(files: readonly string[], all: Ts.CompilerOptions): void {
  const host = ts.createCompilerHost(all);
  const { getSourceFile, fileExists, directoryExists, readFile } = host;
  host.getSourceFile = (file, how, onError) => {
    const source = getSourceFile(inRuntime(file), how, onError);
    if (source !== undefined) source.fileName = file;
    return source;
  };
  host.fileExists = (file) => fileExists(inRuntime(file));
  host.directoryExists = (folder) =>
    folders.includes(dirname(folder)) || directoryExists?.(inRuntime(folder)) === true;
  host.realpath = (file) => (inRuntime(file) === file ? (ts.sys.realpath?.(file) ?? file) : file);
  host.readFile = (file) => {
    const text = readFile(inRuntime(file));
    if (!file.endsWith("/node_modules/mqant/package.json")) return text;
    // Packages of one name and version would count as the same one.
    return text?.replace(/"version": "[^"]+"/, () => `"version": ${JSON.stringify(file)}`);
  };
  const program = ts.createProgram(files, all, host);
  problems.push(...program.getOptionsDiagnostics());
  for (const file of program.getSourceFiles()) {
    if (file.fileName.includes("/node_modules/") || !isOfProject(file.fileName)) continue;
    problems.push(
      ...program.getSyntacticDiagnostics(file),
      ...program.getSemanticDiagnostics(file),
    );
  }
}

function isOfProject(file: string): boolean {
  return folders.some((folder) => file.startsWith(`${folder}/`));
}

/** Where a file is that a project has in its `node_modules/mqant`; other files are where they are. */
function inRuntime(file: string): string {
  const folder = folders.find((one) => file.startsWith(`${one}/node_modules/mqant`));
  return folder === undefined ? file : file.replace(`${folder}/node_modules/mqant`, runtime);
}

function told({ file, start, code, messageText }: Ts.Diagnostic): string {
  const text = ts.flattenDiagnosticMessageText(messageText, " ");
  if (file === undefined || start === undefined) return `error TS${code}: ${text}`;
  const { line } = file.getLineAndCharacterOfPosition(start);
  return `${file.fileName}:${line + 1} TS${code}: ${text}`;
}
