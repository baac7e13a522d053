import { mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join, relative, sep } from "node:path";
import { fileURLToPath } from "node:url";
import { ConfigError } from "../config-error.ts";
import { packageRoot } from "../own-files.ts";
import { type AppValues, templateValues, valuesProblem } from "./app-values.ts";

/**
 * Writes a new project: a gate, a module, a page, tests, CI.
 *
 * @param folder - Absolute; made if it is not there.
 * @returns What was written: paths in the folder, sorted.
 * @throws {ConfigError} if the folder is not empty or can't be written, or the values don't go together. A
 *   fresh repository, with nothing but its `.git`, counts as empty.
 */
export function initApp(folder: string, values: AppValues): string[] {
  checkEmpty(folder);
  const problem = valuesProblem(values);
  if (problem !== undefined)
    throw new ConfigError("command line", [{ path: "", message: problem }]);
  const template = fileURLToPath(new URL("templates/app/", packageRoot));
  const files = readdirSync(template, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => relative(template, join(entry.parentPath, entry.name)).replaceAll(sep, "/"))
    .map((source) => ({ source, target: targetName(source) }))
    .toSorted((a, b) => (a.target < b.target ? -1 : 1));
  try {
    for (const { source, target } of files) {
      const text = readFileSync(join(template, source), "utf8").replaceAll("\r\n", "\n");
      mkdirSync(dirname(join(folder, target)), { recursive: true });
      writeFileSync(join(folder, target), withValues(text, values), { flag: "wx" });
    }
  } catch (error) {
    throw new ConfigError(folder, [{ path: "", message: `can't be written: ${reasonOf(error)}` }], {
      cause: error,
    });
  }
  return files.map(({ target }) => target);
}

/**
 * Makes sure that nothing of anybody's is in a folder.
 *
 * @throws {ConfigError} otherwise.
 */
export function checkEmpty(folder: string): void {
  let names: string[];
  try {
    names = readdirSync(folder).filter((name) => name !== ".git");
  } catch (error) {
    if (error instanceof Error && "code" in error && error.code === "ENOENT") return;
    throw new ConfigError(
      folder,
      [{ path: "", message: `is no folder that can be used: ${reasonOf(error)}` }],
      {
        cause: error,
      },
    );
  }
  const [first] = names;
  if (first === undefined) return;
  const more = names.length > 1 ? ` and ${names.length - 1} more` : "";
  throw new ConfigError(folder, [
    { path: "", message: `is not empty: it holds ${first}${more}; expected a new or empty folder` },
  ]);
}

/** Names that begin with a dot would be lost, or take effect, where the templates are packed. */
function targetName(source: string): string {
  return source
    .split("/")
    .map((part) => part.replace(/^dot-/, "."))
    .join("/");
}

function withValues(text: string, values: AppValues): string {
  const { name, tcpPort, wsPort, httpPort } = templateValues;
  // All at once: a new value may be an old value of another.
  const replacements = new Map<string, string>([
    [name, values.name],
    [String(tcpPort), String(values.tcpPort)],
    [String(wsPort), String(values.wsPort)],
    [String(httpPort), String(values.httpPort)],
  ]);
  const pattern = new RegExp(`\\b(?:${[...replacements.keys()].join("|")})\\b`, "g");
  return text.replace(pattern, (found) => replacements.get(found) ?? found);
}

function reasonOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
