import { readFileSync } from "node:fs";

// One folder up both from `generator` and from `dist`.
const manifest: unknown = JSON.parse(
  readFileSync(new URL("../package.json", import.meta.url), "utf8"),
);

/** The version of this package. */
export const version: string = (manifest as { version: string }).version; // npm refuses one without it
