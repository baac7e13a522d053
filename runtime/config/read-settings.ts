import type { z } from "zod";
import type { ModuleSettings } from "./config.ts";
import { ConfigError } from "./config-error.ts";
import { JsonDocument } from "./json-document.ts";
import { schemaProblems } from "./schema-problems.ts";
import { placeOf } from "./settings-place.ts";

/**
 * As much of zod's `ZodType<T>` as it takes to know `T`: named here, it would have every program that uses mqant read
 * all of zod's declarations.
 */
export interface SettingsSchema<T> {
  readonly _zod: { readonly output: T };
  safeParse(value: unknown): unknown;
}

/**
 * Checks a module's settings with a zod schema and returns what the schema makes of them, defaults
 * filled in. A problem names file, line and column of the configuration file.
 *
 * @example
 * const { StaticPath } = readSettings(settings, z.strictObject({ StaticPath: z.string() }));
 *
 * @throws {ConfigError} with every problem of the settings.
 */
export function readSettings<T>(module: ModuleSettings, settings: SettingsSchema<T>): T {
  const schema = settings as z.ZodType<T>; // Nothing else has what the interface asks for.
  const checked = schema.safeParse(module.settings);
  if (checked.success) return checked.data;
  const place = placeOf(module.settings) ?? {
    document: new JsonDocument(`settings of ${module.id}`, "{}"),
    path: [],
  };
  throw new ConfigError(schemaProblems({ ...place, schema }, module.settings, checked.error));
}
