import { basename, dirname, join, resolve } from "node:path";
import { ConfigError } from "./config-error.ts";
import type { AsyncapiInfo } from "./emit/asyncapi/asyncapi-document.ts";
import { defaultKinds, outputKinds } from "./emit/plan-files.ts";
import type { OutputKind } from "./emit/plan-files.ts";
import { Disk } from "./disk/disk.ts";
import { findConfig, isFixedConfig, loadConfig } from "./config/load-config.ts";
import type { GenerateOptions, MqantGenConfig, RuleLevel } from "./options.ts";
import { packageAbout } from "./package-about.ts";
import { isInside } from "./real-folder.ts";

/** Everything a run needs to know, with absolute paths. */
export interface Settings {
  project: string;
  out: string;
  lock: string;
  only: readonly OutputKind[];
  asyncapi: AsyncapiInfo & { out: string };
  /** Templates of the user's, and what they print. */
  emit: readonly { template: string; out: string }[];
  /** The folder for documentation. */
  docs: string;
  /** How its examples are run. */
  examples: { gate: string | undefined; first: readonly string[] };
  unknownKeys: "reject" | "strip";
  rules: Readonly<Record<string, RuleLevel>>;
  cache: boolean;
  /** The configuration file, if there is one. */
  config: string | undefined;
  /** Whether the same files give the same settings; not so if the configuration is code. */
  areFixed: boolean;
}

/**
 * Puts options, configuration file and defaults together; options win.
 *
 * @throws {ConfigError} for wrong settings, naming all of them.
 */
export async function resolveSettings(
  options: GenerateOptions,
  disk: Disk = new Disk(),
): Promise<Settings> {
  const {
    cwd = process.cwd(),
    config: configOption,
    check,
    recording,
    onProgress,
    ...given
  } = options;
  const flags = await parseFlags(given);
  const start = projectFile(resolve(cwd, flags.project ?? "tsconfig.json"), disk);
  const config =
    configOption === undefined ? findConfig(dirname(start), disk) : resolve(cwd, configOption);
  const file: MqantGenConfig = config === undefined ? {} : await loadConfig(config, disk);
  const base = config === undefined ? cwd : dirname(config);

  const path = (key: "project" | "out" | "lock"): string | undefined => {
    const flag = flags[key];
    if (flag !== undefined) return resolve(cwd, flag);
    const configured = file[key];
    return configured === undefined ? undefined : resolve(base, configured);
  };
  const project = projectFile(path("project") ?? start, disk);
  const folder = dirname(project);
  const out =
    path("out") ?? join(folder, disk.isFolder(join(folder, "src")) ? "src/generated" : "generated");
  if (isInside(project, out)) {
    throw new ConfigError(flags.out === undefined ? (config ?? "command line") : "command line", [
      { path: "out", message: `${out} holds the sources; expected a folder of its own` },
    ]);
  }
  const about = packageAbout(folder, disk);
  const asyncapi = flags.asyncapi ?? file.asyncapi;
  const docs = flags.docs === undefined ? file.docs : { ...file.docs, ...flags.docs };
  const placed = (given: string | undefined, isFlag: boolean): string | undefined =>
    given === undefined ? undefined : resolve(isFlag ? cwd : base, given);
  const emit = flags.emit ?? file.emit;
  const unknownKeys = flags.unknownKeys ?? file.unknownKeys ?? "reject";
  const asked = outputKinds.filter(
    (kind) =>
      defaultKinds.includes(kind) ||
      (kind === "asyncapi" && asyncapi !== undefined) ||
      (kind === "docs" && docs !== undefined) ||
      (kind === "emit" && emit !== undefined),
  );
  const wanted = flags.only ?? file.only ?? asked;
  return {
    project,
    out,
    lock: path("lock") ?? join(folder, "mqant.lock.json"),
    only: outputKinds.filter((kind) => wanted.includes(kind)),
    asyncapi: {
      out: placed(asyncapi?.out, flags.asyncapi !== undefined) ?? join(out, "asyncapi.yaml"),
      title: asyncapi?.title ?? about.name ?? basename(folder),
      version: asyncapi?.version ?? about.version ?? "0.0.0",
      servers: asyncapi?.servers ?? {},
      internal: asyncapi?.internal ?? true,
      refusesUnknownKeys: unknownKeys === "reject",
    },
    emit: (emit ?? []).map(({ template, out: printed }, index) => {
      const from = flags.emit === undefined ? base : cwd;
      const path = resolve(from, printed);
      if (isInside(path, folder)) return { template: resolve(from, template), out: path };
      throw new ConfigError(flags.emit === undefined ? (config ?? "") : "command line", [
        { path: `emit.${index}.out`, message: `expected a file inside ${folder}, found ${path}` },
      ]);
    }),
    docs: placed(docs?.out, flags.docs?.out !== undefined) ?? join(folder, "docs"),
    examples: { gate: docs?.gate, first: docs?.first ?? [] },
    unknownKeys,
    rules: { ...file.rules, ...flags.rules },
    cache: flags.cache ?? file.cache ?? true,
    config,
    areFixed: config === undefined || isFixedConfig(config, disk),
  };
}

/** `tsc -p` takes a folder too. */
function projectFile(path: string, disk: Disk): string {
  return disk.isFolder(path) ? join(path, "tsconfig.json") : path;
}

async function parseFlags(given: MqantGenConfig): Promise<MqantGenConfig> {
  // Most runs are told nothing; then what checks it need not be loaded.
  if (Object.values(given).every((value) => value === undefined)) return {};
  const { parseConfig } = await import("./options.ts");
  return parseConfig(given, "command line");
}
