import { ts } from "../compiler/compiler.ts";

/** Files that are kept parsed. Beyond that all are forgotten at once: a large project still fits twice. */
const MAX_KEPT_FILES = 20_000;

/** Parsed files of earlier runs in this process, by what decides how they are parsed, and by name. */
const kept = new Map<string, Map<string, ts.SourceFile>>();

/**
 * Parses a file, or hands back what an earlier run in this process made of the same text: most of a cold
 * run's time goes into declarations that never change.
 */
export function parseSource(
  fileName: string,
  text: string,
  how: ts.ScriptTarget | ts.CreateSourceFileOptions,
  options: ts.CompilerOptions,
): ts.SourceFile {
  const wanted = typeof how === "object" ? how : { languageVersion: how };
  const key = `${wanted.impliedNodeFormat ?? ""} ${optionsKey(options)}`;
  const known = kept.get(key)?.get(fileName);
  if (known?.text === text) return known;
  const source = ts.createSourceFile(fileName, text, {
    ...wanted,
    // Comments of the standard libraries are nobody's documentation here; reading them takes a quarter
    // of the time.
    jsDocParsingMode: /\/node_modules\/(typescript\/lib|@types\/node)\//.test(fileName)
      ? ts.JSDocParsingMode.ParseNone
      : ts.JSDocParsingMode.ParseAll,
  });
  keep(key, source);
  return source;
}

function keep(key: string, source: ts.SourceFile): void {
  const count = [...kept.values()].reduce((sum, { size }) => sum + size, 0);
  if (count >= MAX_KEPT_FILES) kept.clear();
  let files = kept.get(key);
  if (files === undefined) kept.set(key, (files = new Map<string, ts.SourceFile>()));
  files.set(source.fileName, source);
}

/** Forgets all of them, for a process that reads no more. */
export function forgetSources(): void {
  kept.clear();
}

const keys = new WeakMap<ts.CompilerOptions, string>();

/** The options that decide how a file is parsed and bound; where the project lies does not. */
function optionsKey(options: ts.CompilerOptions): string {
  let key = keys.get(options);
  if (key === undefined) {
    const places = new Set(["configFilePath", "paths", "pathsBasePath", "baseUrl"]);
    const names = Object.keys(options).filter((name) => !places.has(name));
    key = JSON.stringify(names.sort().map((name) => [name, options[name]]));
    keys.set(options, key);
  }
  return key;
}
