import { readFileSync } from "node:fs";
import type { ts as Compiler } from "ts-morph";
import { codeFolder } from "../../own-files.ts";
import type * as source from "./compiler.ts";
import { runScript } from "./run-script.ts";

/** What stands in place of `compiler.ts` in what is built: `build/bundle.ts` puts the files there. */
const folder = `${codeFolder}compiler/`;

export const ts: typeof Compiler = runScript(`${folder}typescript.cjs`) as typeof Compiler; // ts-morph's own

const texts = new Map<string, string | undefined>();

export const libraryText: typeof source.libraryText = (name) => {
  if (!texts.has(name)) texts.set(name, readText(`${folder}${name}`));
  return texts.get(name);
};

function readText(file: string): string | undefined {
  try {
    return readFileSync(file, "utf8");
  } catch {
    return undefined; // There is no such library.
  }
}
