import { createRequire } from "node:module";
import type * as Zod from "zod";

/** Loads a package where it is needed, if that can't wait: one that takes long to load and that most runs do without. */
export const loadLate: (name: string) => unknown = createRequire(import.meta.url);

/** What checks data from outside; it takes as long to load as Node takes to start. */
export function loadZod(): typeof Zod {
  return loadLate("zod") as typeof Zod; // by its name
}
