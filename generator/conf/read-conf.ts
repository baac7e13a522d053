import { readFileSync } from "node:fs";
import { parse, printParseErrorCode, type ParseError } from "jsonc-parser";
import * as z from "zod";
import { ConfigError } from "../config-error.ts";

/** The ids of the instances that a configuration has, by module type, in its order. */
export type ConfiguredModules = ReadonlyMap<string, readonly string[]>;

// What is not asked for here is the program's business: it checks the whole file when it starts.
const confSchema = z.looseObject({
  Module: z.record(z.string(), z.array(z.looseObject({ Id: z.string() }))).default({}),
});

/**
 * Reads which modules a program's configuration has: JSON with comments, as mqant's `server.conf`.
 *
 * @throws {ConfigError} if it can't be read, or has no list of modules where one belongs.
 */
export function readConf(file: string): ConfiguredModules {
  const text = readFileSync(file, "utf8").replace(/^\uFEFF/, "");
  const errors: ParseError[] = [];
  const value: unknown = parse(text, errors, { allowTrailingComma: true });
  const [broken] = errors;
  if (broken !== undefined) {
    const line = text.slice(0, broken.offset).split("\n").length;
    throw new ConfigError(file, [
      { path: "", message: `no JSON: ${printParseErrorCode(broken.error)} in line ${line}` },
    ]);
  }
  const result = confSchema.safeParse(value);
  if (!result.success) {
    const problems = result.error.issues.map(({ path, message }) => ({
      path: path.join("."),
      message,
    }));
    throw new ConfigError(file, problems);
  }
  const modules = Object.entries(result.data.Module);
  return new Map(modules.map(([type, entries]) => [type, entries.map(({ Id }) => Id)]));
}
