import { statSync } from "node:fs";
import { basename, dirname, join, resolve } from "node:path";
import { ConfigError } from "./config-error.ts";
import type { AsyncapiInfo } from "./emit/asyncapi/asyncapi-document.ts";
import { defaultKinds, outputKinds } from "./emit/plan-files.ts";
import type { OutputKind } from "./emit/plan-files.ts";
import { findConfig, loadConfig } from "./load-config.ts";
import { parseConfig } from "./options.ts";
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
  /** The folder for documentation. */
  docs: string;
  unknownKeys: "reject" | "strip";
  rules: Readonly<Record<string, RuleLevel>>;
  /** The configuration file, if there is one. */
  config: string | undefined;
}

/**
 * Puts options, configuration file and defaults together; options win.
 *
 * @throws {ConfigError} for wrong settings, naming all of them.
 */
export async function resolveSettings(options: GenerateOptions): Promise<Settings> {
  const { cwd = process.cwd(), config: configOption, check, onProgress, ...given } = options;
  const flags = parseConfig(given, "command line");
  const start = projectFile(resolve(cwd, flags.project ?? "tsconfig.json"));
  const config =
    configOption === undefined ? findConfig(dirname(start)) : resolve(cwd, configOption);
  const file: MqantGenConfig = config === undefined ? {} : await loadConfig(config);
  const base = config === undefined ? cwd : dirname(config);

  const path = (key: "project" | "out" | "lock"): string | undefined => {
    const flag = flags[key];
    if (flag !== undefined) return resolve(cwd, flag);
    const configured = file[key];
    return configured === undefined ? undefined : resolve(base, configured);
  };
  const project = projectFile(path("project") ?? start);
  const folder = dirname(project);
  const out =
    path("out") ?? join(folder, isFolder(join(folder, "src")) ? "src/generated" : "generated");
  if (isInside(project, out)) {
    throw new ConfigError(flags.out === undefined ? (config ?? "command line") : "command line", [
      { path: "out", message: `${out} holds the sources; expected a folder of its own` },
    ]);
  }
  const about = packageAbout(folder);
  const asyncapi = flags.asyncapi ?? file.asyncapi;
  const docs = flags.docs ?? file.docs;
  const placed = (given: string | undefined, isFlag: boolean): string | undefined =>
    given === undefined ? undefined : resolve(isFlag ? cwd : base, given);
  const asked = outputKinds.filter(
    (kind) =>
      defaultKinds.includes(kind) ||
      (kind === "asyncapi" ? asyncapi !== undefined : docs !== undefined),
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
    },
    docs: placed(docs?.out, flags.docs !== undefined) ?? join(folder, "docs"),
    unknownKeys: flags.unknownKeys ?? file.unknownKeys ?? "reject",
    rules: { ...file.rules, ...flags.rules },
    config,
  };
}

/** `tsc -p` takes a folder too. */
function projectFile(path: string): string {
  return isFolder(path) ? join(path, "tsconfig.json") : path;
}

function isFolder(path: string): boolean {
  return statSync(path, { throwIfNoEntry: false })?.isDirectory() ?? false;
}
