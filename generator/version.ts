import { readFileSync } from "node:fs";
import { packageRoot } from "./own-files.ts";

const manifest: unknown = JSON.parse(readFileSync(new URL("package.json", packageRoot), "utf8"));

/** The version of this package. */
export const version: string = (manifest as { version: string }).version; // npm refuses one without it
