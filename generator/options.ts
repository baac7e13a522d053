import * as z from "zod";
import { ConfigError } from "./config-error.ts";
import { didYouMean } from "./did-you-mean.ts";
import type { Recording } from "./examples/recording.ts";
import { outputKinds } from "./emit/plan-files.ts";
import type { OutputKind } from "./emit/plan-files.ts";

/** What becomes of a warning: nothing, a line, or an error that stops the run. */
export type RuleLevel = "off" | "warning" | "error";

/**
 * The configuration of mqant-gen. Everything has a default; paths in a configuration file are relative
 * to it, paths given on the command line or to `generate` to the working folder.
 */
export interface MqantGenConfig {
  /** The TypeScript configuration of the sources. @defaultValue `"tsconfig.json"` */
  project?: string | undefined;
  /**
   * The folder for emitted files, which nothing else should write to.
   *
   * @defaultValue `"src/generated"` beside the tsconfig if there is a `src`, else `"generated"`
   */
  out?: string | undefined;
  /** What to emit. @defaultValue everything; `asyncapi` and `docs` only if they are configured */
  only?: readonly OutputKind[] | undefined;
  /** Where the contract is kept as data. @defaultValue `"mqant.lock.json"` beside the tsconfig */
  lock?: string | undefined;
  /** Makes a description of the gate for AsyncAPI part of what is emitted, and says what stands in it. */
  asyncapi?: AsyncapiConfig | undefined;
  /**
   * Whether the command keeps what it knows of a run, so that the next one is over at once if nothing has
   * changed. It lies in `node_modules/.cache/mqant-gen`.
   *
   * @defaultValue true
   */
  cache?: boolean | undefined;
  /** Templates of one's own, and what they print. The README says what they get. */
  emit?: readonly EmitConfig[] | undefined;
  /** Makes documentation part of what is emitted. What it is called is told under `asyncapi`. */
  docs?: DocsConfig | undefined;
  /**
   * What becomes of a request that has keys which the handler's type does not know, if a client sends it:
   * refused, or handled without them. Calls between modules always drop them, so that a newer caller goes
   * with an older callee.
   *
   * @defaultValue `"reject"`
   */
  unknownKeys?: "reject" | "strip" | undefined;
  /** Levels of warnings by code, such as `{ MQ2001: "error" }`. Errors can't be lowered. */
  rules?: Readonly<Record<string, RuleLevel>> | undefined;
}

/** A Handlebars template that prints the contract in a form of its own. */
export interface EmitConfig {
  template: string;
  /** The file that it prints, inside the project's folder. */
  out: string;
}

/** Where documentation goes. */
export interface DocsConfig {
  /** The folder for `index.html` and `asyncapi.yaml`. @defaultValue `"docs"` beside the tsconfig */
  out?: string | undefined;
  /** Where `mqant-gen docs --gate` finds a running gate, if it is not told: `ws://127.0.0.1:3653`. */
  gate?: string | undefined;
  /**
   * Handlers whose examples are sent to it before all others, such as `["Login/HD_Login"]`.
   *
   * @defaultValue `[]`: module by module, as they stand in the sources
   */
  first?: readonly string[] | undefined;
}

/** How the contract is described as an AsyncAPI document. */
export interface AsyncapiConfig {
  /**
   * The file, YAML or, if it ends so, JSON.
   *
   * @defaultValue `asyncapi.yaml` in the output folder
   */
  out?: string | undefined;
  /** What the document is about. @defaultValue the name in the `package.json` beside the tsconfig */
  title?: string | undefined;
  /** @defaultValue the version in that `package.json` */
  version?: string | undefined;
  /** Where gates are reached, by a name, such as `{ production: "mqtts://play.example.com:8883" }`. */
  servers?: Readonly<Record<string, string>> | undefined;
  /** Whether handlers that only modules may call stand there too. @defaultValue true */
  internal?: boolean | undefined;
}

/** What one run of {@link generate} may be told besides its configuration. */
export interface GenerateOptions extends MqantGenConfig {
  /** The folder that relative paths start from. @defaultValue the process's */
  cwd?: string | undefined;
  /**
   * The configuration file. @defaultValue `mqant.config.ts`, `.js`, `.mjs` or `.json` beside the tsconfig,
   * if there is one
   */
  config?: string | undefined;
  /** Compares and writes nothing: files that differ come back as `stale`. @defaultValue false */
  check?: boolean | undefined;
  /** What examples got when they were run, for the documentation. @defaultValue what was kept of the last time */
  recording?: Recording | undefined;
  /** Called while sources are read. */
  onProgress?: ((progress: { stage: string; done: number; total: number }) => void) | undefined;
}

/**
 * Types a configuration file.
 *
 * @example
 * import { defineConfig } from "mqant-gen";
 * export default defineConfig({ out: "src/generated", rules: { MQ2001: "error" } });
 */
export function defineConfig(config: MqantGenConfig): MqantGenConfig {
  return config;
}

const text = z.string().min(1, "expected a path, found an empty text").optional();

const levels: readonly RuleLevel[] = ["off", "warning", "error"];

// The annotations make the compiler compare the schemas with the documented interfaces.
const emitSchema: z.ZodType<EmitConfig> = z.strictObject({
  template: z.string().min(1, "expected a path, found an empty text"),
  out: z.string().min(1, "expected a path, found an empty text"),
});

const docsSchema: z.ZodType<DocsConfig> = z.strictObject({
  out: text,
  gate: z.url("expected the address of a gate, ws://host:port").optional(),
  first: z.array(z.string(), "expected a list of handlers").optional(),
});

const asyncapiSchema: z.ZodType<AsyncapiConfig> = z.strictObject({
  out: text,
  title: text,
  version: text,
  servers: z
    .record(z.string(), z.url("expected the address of a gate, mqtt://host:port"))
    .optional(),
  internal: z.boolean().optional(),
});

const configSchema: z.ZodType<MqantGenConfig> = z.strictObject({
  project: text,
  out: text,
  only: z
    .array(z.enum(outputKinds), "expected a list of outputs")
    .min(1, "expected at least one output")
    .optional(),
  lock: text,
  cache: z.boolean().optional(),
  asyncapi: asyncapiSchema.optional(),
  docs: docsSchema.optional(),
  emit: z.array(emitSchema, "expected a list of { template, out }").optional(),
  unknownKeys: z.enum(["reject", "strip"]).optional(),
  rules: z
    .record(z.string().regex(/^MQ2\d{3}$/, "expected the code of a warning, MQ2…"), z.enum(levels))
    .optional(),
});

const knownKeys = [
  "project",
  "out",
  "only",
  "lock",
  "cache",
  "asyncapi",
  "docs",
  "emit",
  "unknownKeys",
  "rules",
];

/**
 * Checks a configuration, wherever it came from.
 *
 * @param source - Names it in errors: a file, or `"command line"`.
 * @throws {ConfigError} with all problems.
 */
export function parseConfig(value: unknown, source: string): MqantGenConfig {
  const result = configSchema.safeParse(value, { reportInput: true });
  if (result.success) return result.data;
  throw new ConfigError(
    source,
    result.error.issues.flatMap((issue) => {
      // The place in a list says nothing that the value does not.
      const path = issue.path.filter((key) => typeof key === "string").join(".");
      if (issue.code === "unrecognized_keys") {
        return issue.keys.map((key) => ({
          path,
          message: `unknown key "${key}"${didYouMean(key, knownKeys)}`,
        }));
      }
      if (issue.code === "invalid_value") {
        const expected = issue.values.map(String);
        const found = typeof issue.input === "string" ? `"${issue.input}"` : typeof issue.input;
        const hint = typeof issue.input === "string" ? didYouMean(issue.input, expected) : "";
        return [{ path, message: `expected one of ${expected.join(", ")}, found ${found}${hint}` }];
      }
      if (issue.code === "invalid_key") {
        return issue.issues.map(({ message }) => ({ path, message }));
      }
      return [{ path, message: issue.message }];
    }),
  );
}
