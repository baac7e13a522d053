import { createRequire } from "node:module";
import { dirname } from "node:path";
import type { ts as Ts } from "ts-morph";

/**
 * Checks projects with the compiler API of one version of TypeScript, in one process: what they share (the
 * language's library, zod, mqant) is parsed once. Only the files in a project's own folder are checked.
 *
 * Usage: `check-projects <package of the compiler> <options as JSON> <tsconfig>…`; prints what is wrong, one
 * problem a line.
 */
const [compiler = "", options = "{}", ...configs] = process.argv.slice(2);
const ts = createRequire(import.meta.url)(compiler) as typeof Ts; // versions of one API
const forced: unknown = JSON.parse(options);
const parsed = new Map<string, Ts.SourceFile | undefined>();

for (const config of configs) {
  for (const problem of check(config)) console.log(problem);
}

function check(config: string): string[] {
  const read: { config?: unknown; error?: Ts.Diagnostic } = ts.readConfigFile(config, (file) =>
    ts.sys.readFile(file),
  );
  if (read.error !== undefined) return [told(read.error)];
  const folder = dirname(config);
  const project = ts.parseJsonConfigFileContent(read.config, ts.sys, folder, undefined, config);
  const all = { ...project.options, ...ts.convertCompilerOptionsFromJson(forced, folder).options };
  const host = ts.createCompilerHost(all);
  const { getSourceFile } = host;
  host.getSourceFile = (file, how, onError) => {
    if (file.startsWith(`${folder}/`)) return getSourceFile(file, how, onError);
    // Files are parsed as modules of one kind or another.
    const key = `${file} ${typeof how === "object" ? how.impliedNodeFormat : ""}`;
    if (!parsed.has(key)) parsed.set(key, getSourceFile(file, how, onError));
    return parsed.get(key);
  };
  const program = ts.createProgram(project.fileNames, all, host);
  const own = program.getSourceFiles().filter(({ fileName }) => fileName.startsWith(`${folder}/`));
  return [
    // An older version need not know all options of the newest, nor all their values.
    ...project.errors.filter(({ code }) => code !== 5023 && code !== 6046),
    ...program.getOptionsDiagnostics(),
    ...own.flatMap((file) => [
      ...program.getSyntacticDiagnostics(file),
      ...program.getSemanticDiagnostics(file),
    ]),
  ].map(told);
}

function told({ file, start, code, messageText }: Ts.Diagnostic): string {
  const text = ts.flattenDiagnosticMessageText(messageText, " ");
  if (file === undefined || start === undefined) return `error TS${code}: ${text}`;
  const { line } = file.getLineAndCharacterOfPosition(start);
  return `${file.fileName}:${line + 1} TS${code}: ${text}`;
}
