import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { basename, dirname, join, posix } from "node:path";
import { type Addition, contractOf, refusal } from "./addition.ts";
import { addInstance } from "./conf/add-instance.ts";
import { findConf } from "./conf/find-conf.ts";
import { readConf } from "./conf/read-conf.ts";
import { kebabCase } from "./emit/identifiers.ts";
import type { Contract } from "./model.ts";
import type { ReadResult } from "./read/read-contract.ts";
import type { Settings } from "./settings.ts";

/** Where to look for the program's configuration. */
export interface ConfPlace {
  conf?: string | undefined;
  cwd: string;
  env: NodeJS.ProcessEnv;
}

/** A file as it shall be. */
interface Write {
  path: string;
  text: string;
  what: string;
}

/**
 * Writes a module class, and adds the module to the configuration and to `app.run(…)`, where these are found.
 *
 * @throws {ConfigError} if there is such a module, its name is no name for a class, or the configuration is
 *   none: before anything is written.
 */
export async function addModule(
  type: string,
  settings: Settings,
  place: ConfPlace,
): Promise<Addition> {
  if (!/^[A-Z][A-Za-z0-9]*$/.test(type)) {
    throw refusal(`"${type}" is no name for a module class; expected one such as Login`);
  }
  const [{ moduleSource }, { styleOf }] = await Promise.all([
    import("./edit/module-source.ts"),
    import("./edit/file-style.ts"),
  ]);
  const read = await contractOf(settings);
  const { contract, root } = read;
  const there = contract.modules.find((module) => module.type === type)?.location;
  if (there !== undefined) {
    throw refusal(`there is a module ${type} already, at ${there.file}:${there.line}`);
  }
  const source = posix.join(moduleFolder(contract, root), kebabCase(type));
  const path = join(root, `${source}.ts`);
  if (existsSync(path)) throw refusal(`${source}.ts is there already`);

  const steps = [await run(type, source, read), configure(type, findConf(root, place))];
  const likeThis = contract.modules[0]?.location.file;
  const style = styleOf(likeThis === undefined ? "" : readFileSync(join(root, likeThis), "utf8"));
  const writes: Write[] = [{ path, text: moduleSource(type, style), what: `the module ${type}` }];
  for (const step of steps) if (typeof step === "object") writes.push(step);
  const files = writes.map(({ path: file, text, what }) => {
    const status = existsSync(file) ? ("changed" as const) : ("written" as const);
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, text);
    return { path: file, status, what };
  });
  return { files, left: steps.filter((step) => typeof step === "string") };
}

/** The program that runs the module too, or why there is none. */
async function run(
  type: string,
  source: string,
  { contract, files, importExtension, root }: ReadResult,
): Promise<Write | string> {
  const { runModule, runsModules } = await import("./edit/run-module.ts");
  const classes = new Set(["Gate", ...contract.modules.map(({ className }) => className)]);
  const programs = files
    .filter((file) => /\.[cm]?tsx?$/.test(file) && !file.startsWith(".."))
    .map((file) => ({ file, text: readFileSync(join(root, file), "utf8") }))
    .filter(({ file, text }) => runsModules(basename(file), text, classes));
  const [program, ...others] = programs;
  const changed =
    program === undefined || others.length > 0
      ? undefined
      : runModule(basename(program.file), program.text, classes, {
          className: type,
          path: importPath(program.file, source),
          extension: importExtension,
        });
  if (program !== undefined && changed !== undefined) {
    return { path: join(root, program.file), text: changed, what: `runs new ${type}()` };
  }
  const where = programs.map(({ file }) => file).join(", ");
  const found = where === "" ? "no call of it was found" : `it is called in ${where}`;
  return `pass new ${type}() to app.run(…): ${found}`;
}

/** The configuration with an instance of the module, why there is none, or nothing if it has one. */
function configure(type: string, conf: string | undefined): Write | string | undefined {
  if (conf === undefined)
    return `add ${type} to the configuration: none was found; --conf names it`;
  if (readConf(conf).has(type)) return undefined;
  const added = addInstance(readFileSync(conf, "utf8"), type);
  return added === undefined
    ? `add ${type} to ${basename(conf)}: it has no "Module" to add it to`
    : { path: conf, text: added.text, what: `configures ${added.id}` };
}

/** Where most modules are; `src` if there are none. */
function moduleFolder({ modules }: Contract, root: string): string {
  const folders = modules
    .map(({ location }) => posix.dirname(location.file))
    .filter((folder) => !folder.startsWith(".."));
  const count = (folder: string): number => folders.filter((one) => one === folder).length;
  const [usual] = folders.toSorted((a, b) => count(b) - count(a));
  return usual ?? (existsSync(join(root, "src")) ? "src" : ".");
}

function importPath(from: string, to: string): string {
  const path = posix.relative(posix.dirname(from), to);
  return path.startsWith("../") ? path : `./${path}`;
}
