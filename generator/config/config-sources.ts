import { dirname, resolve } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { createJiti } from "jiti";

/** What is in files, by absolute path; `undefined` where none is. */
export type SourceTexts = Map<string, string | undefined>;

/** `from "./x"`, `import "./x"`, `import("./x")`, `require("./x")`. */
const relativeImport = /\b(?:from|import|require)\s*\(?\s*["'](\.[^"'\n]*)["']/g;

/**
 * A configuration and what it imports by names that are written in it, packages aside: found without running it,
 * because Node loads some of it without telling, and what is missing or broken counts too.
 *
 * @param file - Absolute.
 * @param read - Gives the text of a file, `undefined` if there is none.
 */
export function configSources(
  file: string,
  read: (path: string) => string | undefined,
): SourceTexts {
  const jiti = createJiti(import.meta.url, { fsCache: false });
  const texts: SourceTexts = new Map();
  const visit = (path: string): void => {
    if (texts.has(path)) return;
    const text = read(path);
    texts.set(path, text);
    for (const [, specifier = ""] of text?.matchAll(relativeImport) ?? []) {
      const url = jiti.esmResolve(specifier, { parentURL: pathToFileURL(path), try: true });
      visit(url === undefined ? resolve(dirname(path), specifier) : fileURLToPath(url));
    }
  };
  visit(file);
  return texts;
}
