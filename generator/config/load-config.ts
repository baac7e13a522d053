import { extname, join } from "node:path";
import { ConfigError } from "../config-error.ts";
import type { Disk } from "../disk/disk.ts";
import type { MqantGenConfig } from "../options.ts";

/** Names of configuration files, in the order in which they are looked for. */
const configNames = ["ts", "mts", "cts", "js", "mjs", "cjs", "json"].map(
  (extension) => `mqant.config.${extension}`,
);

/**
 * The configuration file of a folder, or `undefined` if it has none.
 *
 * @throws {ConfigError} if there are several: neither could be seen to be the one that counts.
 */
export function findConfig(folder: string, disk: Disk): string | undefined {
  const found = configNames.map((name) => join(folder, name)).filter((file) => disk.isFile(file));
  const [first, second] = found;
  if (first !== undefined && second !== undefined) {
    throw new ConfigError(first, [
      { path: "", message: `there is ${second} too; keep one of them` },
    ]);
  }
  return first;
}

/**
 * Loads and checks a configuration file. TypeScript and ES modules are run; JSON is only read.
 *
 * @throws {ConfigError} if it can't be read, fails, or doesn't hold a valid configuration.
 */
export async function loadConfig(file: string, disk: Disk): Promise<MqantGenConfig> {
  if (!disk.isFile(file)) throw new ConfigError(file, [{ path: "", message: "no such file" }]);
  try {
    const text = disk.readText(file) ?? "";
    const value: unknown = isJson(file) ? JSON.parse(text) : await run(file, disk);
    const { parseConfig } = await import("../options.ts");
    return parseConfig(value, file);
  } catch (error) {
    if (error instanceof ConfigError) throw error;
    const message = error instanceof Error ? error.message : String(error);
    throw new ConfigError(file, [{ path: "", message: `can't be loaded: ${message}` }], {
      cause: error,
    });
  }
}

/**
 * Whether a configuration file gives the same each time as long as its text is the same. What code gives
 * may depend on other files, on the time, on anything.
 */
export function isFixedConfig(file: string, disk: Disk): boolean {
  if (isJson(file)) return true;
  const bare = (disk.readText(file) ?? "")
    .replace(/"(?:[^"\\\n]|\\.)*"|'(?:[^'\\\n]|\\.)*'/g, '""')
    .replace(/\/\*[^]*?\*\/|\/\/.*/g, "");
  return /^\s*(?:import (?:type )?\{ ?\w+ ?\} from "";?\s*)?export default (?:defineConfig\()?\{(?:[\s{}[\],]|""(?=\s*[:,\]}])|\w+(?=\s*:)|:|true|false)*\}\)?(?: satisfies \w+)?;?\s*$/.test(
    bare,
  );
}

function isJson(file: string): boolean {
  return extname(file) === ".json";
}

/** Runs a configuration, and looks at the sources that it imports: they decide as much as it does. */
async function run(file: string, disk: Disk): Promise<unknown> {
  // Loaded only here: most runs have no configuration file that needs it.
  const { runConfig } = await import("./run-config.ts");
  const { sources, outcome } = await runConfig(file, disk);
  for (const source of sources) disk.readText(source);
  if ("failure" in outcome) throw new Error(outcome.failure);
  if (typeof outcome.value === "object" && outcome.value !== null) return outcome.value;
  throw new Error("it has no default export that is a configuration");
}
