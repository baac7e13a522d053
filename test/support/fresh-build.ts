import { spawnSync } from "node:child_process";
import { readdirSync, statSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

const checkout = fileURLToPath(new URL("../..", import.meta.url));

/** The command as it is shipped: it starts in a third of the time that its sources take. */
export const BUILT_COMMAND: string = join(checkout, "dist/cli.cjs");

/** The compiler's `paths` to mqant's declarations, which users' compilers read and not its sources. */
export const builtPaths = {
  mqant: [join(checkout, "runtime/dist/index.d.ts")],
  "mqant/client": [join(checkout, "runtime/dist/client/index.d.ts")],
  "mqant/schema": [join(checkout, "runtime/dist/schema/index.d.ts")],
} as const;

let isFresh = false;

/** Builds what is older than its sources, or not there. */
export function freshBuild(): void {
  if (isFresh) return;
  build("generator", BUILT_COMMAND);
  build("runtime", builtPaths.mqant[0]);
  isFresh = true;
}

function build(folder: string, result: string): void {
  const built = statSync(result, { throwIfNoEntry: false })?.mtimeMs ?? 0;
  if (newest(folder) <= built && newest("tsconfig.json") <= built) return;
  console.error(`building ${folder}, which changed since it was built`);
  const { status } = spawnSync(`npm run --silent build:${folder}`, {
    cwd: checkout,
    stdio: ["ignore", 2, 2],
    shell: true,
  });
  if (status !== 0) throw new Error(`${folder} can't be built`);
}

/** When the last of the sources changed, in milliseconds since 1970. */
function newest(name: string): number {
  const path = join(checkout, name);
  if (!statSync(path).isDirectory()) return statSync(path).mtimeMs;
  const names = readdirSync(path, { recursive: true, encoding: "utf8" });
  const sources = names.filter((file) => /^(?!dist\/|node_modules\/).*\.(?:ts|json)$/.test(file));
  return Math.max(...sources.map((file) => statSync(join(path, file)).mtimeMs));
}
