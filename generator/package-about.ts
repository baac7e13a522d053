import { readFileSync } from "node:fs";
import { join } from "node:path";
import * as z from "zod";

/** What a project calls itself. */
export interface PackageAbout {
  name?: string | undefined;
  version?: string | undefined;
}

const schema = z.object({
  name: z.string().min(1).optional().catch(undefined),
  version: z.string().min(1).optional().catch(undefined),
});

/** Name and version in a folder's `package.json`; nothing if there is none that can be read. */
export function packageAbout(folder: string): PackageAbout {
  try {
    return schema.parse(JSON.parse(readFileSync(join(folder, "package.json"), "utf8")));
  } catch {
    return {}; // Names of things are no reason to fail.
  }
}
