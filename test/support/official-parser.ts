import { spawnSync } from "node:child_process";
import { statSync } from "node:fs";
import { fileURLToPath } from "node:url";

const folder = fileURLToPath(new URL("asyncapi-parser", import.meta.url));

/** What the official parser has to say about a document. */
export interface Finding {
  /** 0 for an error, 1 for a warning, more for less. */
  readonly severity: number;
  readonly code: string | number;
  readonly message: string;
  readonly path: readonly (string | number)[];
}

/** As much of `@asyncapi/parser` as tests need. Not imported as types: without the package nothing would compile. */
interface ParserPackage {
  Parser: new () => {
    parse(
      text: string,
    ): Promise<{ document: { json(): unknown } | undefined; diagnostics: readonly Finding[] }>;
  };
}

/**
 * Installs the parser if it is not there yet: a package of its own, because it brings a hundred others.
 *
 * @returns Whether it is there.
 */
export function installParser(): boolean {
  const options = { throwIfNoEntry: false } as const;
  const installed = statSync(`${folder}/node_modules/.package-lock.json`, options);
  if (installed && installed.mtimeMs >= statSync(`${folder}/package-lock.json`).mtimeMs)
    return true;
  console.error("installing the parser: npm ci --prefix test/support/asyncapi-parser");
  const args = ["ci", "--prefix", folder, "--ignore-scripts", "--no-audit", "--no-fund"];
  const { status } = spawnSync("npm", [...args, "--loglevel=error"], { stdio: ["ignore", 2, 2] });
  return status === 0;
}

/** A function that parses documents and tells errors and warnings, `path code message` each. */
export async function officialParser(): Promise<(text: string) => Promise<string[]>> {
  const url = new URL(
    "asyncapi-parser/node_modules/@asyncapi/parser/cjs/index.js",
    import.meta.url,
  );
  const { Parser } = (await import(url.href)) as ParserPackage;
  const parser = new Parser();
  return async (text) => {
    const { document, diagnostics } = await parser.parse(text);
    const found = diagnostics
      .filter(({ severity }) => severity <= 1)
      .map(({ path, code, message }) => `${path.join(".")} ${code} ${message}`);
    return document === undefined && found.length === 0 ? ["there is no document"] : found;
  };
}
