import type { z } from "zod";
import type { ModuleSettings } from "./config.ts";
import { ConfigError } from "./config-error.ts";
import { JsonDocument } from "./json-document.ts";
import { schemaProblems } from "./schema-problems.ts";
import { placeOf } from "./settings-place.ts";

/**
 * Checks a module's settings with a zod schema and returns what the schema makes of them, defaults
 * filled in. A problem names file, line and column of the configuration file.
 *
 * @example
 * const { StaticPath } = readSettings(settings, z.strictObject({ StaticPath: z.string() }));
 *
 * @throws {ConfigError} with every problem of the settings.
 */
export function readSettings<T>(module: ModuleSettings, schema: z.ZodType<T>): T {
  const checked = schema.safeParse(module.settings);
  if (checked.success) return checked.data;
  const place = placeOf(module.settings) ?? {
    document: new JsonDocument(`settings of ${module.id}`, "{}"),
    path: [],
  };
  throw new ConfigError(schemaProblems({ ...place, schema }, module.settings, checked.error));
}
