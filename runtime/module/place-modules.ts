import { ConfigError, wholeFileProblem } from "../config/config-error.ts";
import type { Config } from "../config/config.ts";
import { RpcError } from "../errors.ts";
import type { Logger } from "../log.ts";
import type { PlacedModule } from "./module-group.ts";
import type { Module } from "./module.ts";

/**
 * Matches the modules that a program has with the entries of the configuration that are for this
 * process, and says what has no partner: mqant says nothing then, and starts less than people think.
 *
 * @returns In the order in which the modules were given.
 * @throws {ConfigError} if nothing at all is left to run.
 */
export function placeModules(
  config: Config,
  processId: string,
  modules: readonly Module[],
  log: Logger,
): PlacedModule[] {
  const given = byType(modules);
  const types = new Set(config.modules.map((entry) => entry.type));
  for (const type of given.keys()) {
    if (types.has(type)) continue;
    const text = `the module ${type} was given to run, but ${config.file} has no Module.${type}`;
    log.warn({ module: type }, text);
  }
  const here = config.modules.filter((entry) => entry.processId === processId);
  for (const { type, id } of here) {
    if (given.has(type)) continue;
    const text = `${config.file} has ${type}@${id} for this process, but no module of that type was given to run`;
    log.warn({ module: `${type}@${id}` }, text);
  }
  const placed: PlacedModule[] = [];
  for (const [type, module] of given) {
    const settings = here.find((entry) => entry.type === type);
    if (settings !== undefined) placed.push({ module, settings });
  }
  if (placed.length === 0) throw nothingToRun(config, processId, [...given.keys()]);
  return placed;
}

function byType(modules: readonly Module[]): Map<string, Module> {
  const given = new Map<string, Module>();
  for (const module of modules) {
    const type = module.getType();
    if (given.has(type)) {
      throw new RpcError(
        "already_exists",
        `two modules of type ${JSON.stringify(type)} were given`,
      );
    }
    given.set(type, module);
  }
  return given;
}

function nothingToRun(config: Config, processId: string, types: readonly string[]): ConfigError {
  const processes = [...new Set(config.modules.map((entry) => entry.processId))].sort();
  const expected = `modules with the ProcessID "${processId}" among ${types.join(", ") || "none"}`;
  const found = `the processes ${processes.map((id) => `"${id}"`).join(", ") || "none"}`;
  return new ConfigError([{ ...wholeFileProblem(config.file, expected, found), path: "Module" }]);
}
