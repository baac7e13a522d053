import { execFile, spawnSync } from "node:child_process";
import { mkdirSync, readdirSync, readFileSync, statSync, symlinkSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { freshBuild } from "../support/fresh-build.ts";
import { TemporaryFolder } from "../support/temporary-folder.ts";

const checkout: string = fileURLToPath(new URL("../..", import.meta.url)).replace(/\/$/, "");
const golden: string = join(checkout, "test/golden");
/** The compiler of this repository. */
const tsc: string = join(checkout, "node_modules/typescript/bin/tsc");

/** The folders of `test/golden`, or the one that `GOLDEN=login` names. */
export const goldenCases: readonly string[] = readdirSync(golden, { withFileTypes: true })
  .filter((entry) => entry.isDirectory())
  .map(({ name }) => name)
  .filter((name) => process.env["GOLDEN"] === undefined || process.env["GOLDEN"] === name)
  .toSorted();

/** How relative and package names are resolved. */
export type Resolution = "nodenext" | "bundler";

type CompilerOptions = Readonly<Record<string, unknown>>;

/** What cases are compiled with, beside a package mqant as users have it. */
export function goldenOptions(resolution: Resolution): CompilerOptions {
  freshBuild();
  return {
    ...(resolution === "bundler" ? { module: "esnext", moduleResolution: "bundler" } : {}),
    paths: {},
  };
}

/**
 * What this repository's compiler says about cases: all that have the same options are one program, in which
 * each case has a package mqant of its own. What libraries declare is not checked, and `registry.d.ts` counts
 * as one: the other versions look at it.
 */
export async function buildCases(
  cases: readonly string[],
  options: CompilerOptions,
): Promise<string[]> {
  await using folder = await TemporaryFolder.with({ "package.json": `{ "type": "module" }` });
  mkdirSync(folder.file("node_modules"));
  for (const name of readdirSync(join(checkout, "node_modules"))) {
    symlinkSync(join(checkout, "node_modules", name), folder.file(`node_modules/${name}`));
  }
  const programs = new Map<string, { extends: string; files: string[] }>();
  for (const name of cases) {
    await install(folder, name);
    const config = join(golden, name, "tsconfig.json");
    const { compilerOptions } = JSON.parse(readFileSync(config, "utf8")) as CompilerOptions;
    const key = JSON.stringify(compilerOptions);
    const program = programs.get(key) ?? { extends: config, files: [] };
    program.files.push(...filesOf(name).map((file) => folder.file(`${name}/${file}`)));
    programs.set(key, program);
  }
  const forced = { ...options, preserveSymlinks: true, noEmit: true, skipLibCheck: true };
  const configs = [...programs.values()].map((program, index) => {
    const config = { ...program, compilerOptions: forced, include: [] };
    return folder.write(`program-${index}/tsconfig.json`, JSON.stringify(config));
  });
  const args = ["-b", ...(await Promise.all(configs)), "--force", "--pretty", "false"];
  return problems(await run(tsc, args, folder.path));
}

/** Puts a case and a package mqant of its own into a folder. */
async function install(folder: TemporaryFolder, name: string): Promise<void> {
  const manifest = readFileSync(join(checkout, "runtime/package.json"), "utf8");
  // Packages of one name and version would count as the same one.
  const own = manifest.replace(/"version": "[^"]+"/, `"version": "0.0.0-${name}"`);
  await folder.write(`${name}/node_modules/mqant/package.json`, own);
  const dist = folder.file(`${name}/node_modules/mqant/dist`);
  symlinkSync(join(checkout, "runtime/dist"), dist);
  for (const part of readdirSync(join(golden, name))) {
    if (part !== "tsconfig.json") {
      symlinkSync(join(golden, name, part), folder.file(`${name}/${part}`));
    }
  }
}

/** The files of a case that are compiled. */
function filesOf(name: string): string[] {
  const files = readdirSync(join(golden, name), { recursive: true, encoding: "utf8" });
  return files.filter((file) => /^(?:source\/|expected\/|calls\.ts).*(?<=\.(?:ts|js))$/.test(file));
}

/** What another version of TypeScript says about all cases. */
export async function checkCases(compiler: string, options: CompilerOptions): Promise<string[]> {
  const script = join(checkout, "test/compilers/check-projects.ts");
  const configs = goldenCases.map((name) => join(golden, name, "tsconfig.json"));
  const args = ["--import", "tsx", script, compiler, JSON.stringify(options), ...configs];
  return problems(await run(args.shift() ?? "", args));
}

/** Installs the other versions if they are not there yet: a package of its own, which only this needs. */
export function installCompilers(): boolean {
  const folder = join(checkout, "test/compilers");
  const note = statSync(join(folder, "node_modules/.package-lock.json"), { throwIfNoEntry: false });
  const wanted = statSync(join(folder, "package-lock.json"));
  if (note !== undefined && note.mtimeMs >= wanted.mtimeMs) return true;
  const args = ["ci", "--prefix", folder, "--no-audit", "--no-fund", "--loglevel=error"];
  return spawnSync("npm", args, { stdio: ["ignore", 2, 2] }).status === 0;
}

/** The output of a script of Node's, whatever its exit code. */
function run(script: string, args: readonly string[], cwd: string = checkout): Promise<string> {
  return new Promise((resolve) => {
    execFile(process.execPath, [script, ...args], { cwd }, (_error, stdout, stderr) =>
      resolve(stdout + stderr),
    );
  });
}

function problems(output: string): string[] {
  return output
    .split("\n")
    .filter((line) => /error|\bTS\d+/.test(line))
    .map((line) => line.replace(checkout, "").replace(/^\//, ""))
    .map((line) => line.replace(/^test\/golden\//, ""));
}
