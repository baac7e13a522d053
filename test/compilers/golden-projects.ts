import { execFile, spawnSync } from "node:child_process";
import { mkdirSync, readdirSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { builtPaths, freshBuild } from "../support/fresh-build.ts";

const checkout: string = fileURLToPath(new URL("../..", import.meta.url)).replace(/\/$/, "");
const golden: string = join(checkout, "test/golden");
const cache: string = join(checkout, "node_modules/.cache/mqant-golden");
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

/** What cases are compiled with: mqant by its declarations, as users have it. */
export function goldenOptions(resolution: Resolution): CompilerOptions {
  freshBuild();
  return {
    ...(resolution === "bundler" ? { module: "esnext", moduleResolution: "bundler" } : {}),
    paths: builtPaths,
  };
}

/**
 * What this repository's compiler says about cases, all in one run. What libraries declare is not checked,
 * and `registry.d.ts` counts as one: the other versions look at it.
 *
 * @param id - Names the run: its notes must not get in the way of another's.
 */
export async function buildCases(
  id: string,
  cases: readonly string[],
  options: CompilerOptions,
): Promise<string[]> {
  const configs = cases.map((name) => {
    const folder = join(cache, id, name);
    mkdirSync(folder, { recursive: true });
    const own = join(golden, name);
    const config = {
      extends: join(own, "tsconfig.json"),
      compilerOptions: { ...options, noEmit: true, skipLibCheck: true },
      include: ["source", "expected", "calls.ts"].map((part) => join(own, part)),
    };
    writeFileSync(join(folder, "tsconfig.json"), JSON.stringify(config));
    return folder;
  });
  return problems(await run(tsc, ["-b", ...configs, "--force", "--pretty", "false"]));
}

/** What another version of TypeScript says about all cases. */
export async function checkCases(compiler: string, options: CompilerOptions): Promise<string[]> {
  const script = join(checkout, "test/compilers/check-projects.ts");
  const configs = goldenCases.map((name) => join(golden, name, "tsconfig.json"));
  // There, each case has a package mqant of its own.
  const own = JSON.stringify({ ...options, paths: {} });
  const args = ["--import", "tsx", script, compiler, own, ...configs];
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
function run(script: string, args: readonly string[]): Promise<string> {
  return new Promise((resolve) => {
    execFile(process.execPath, [script, ...args], { cwd: checkout }, (_error, stdout, stderr) =>
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
