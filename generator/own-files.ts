import { existsSync } from "node:fs";
import { extname, relative, sep } from "node:path";
import { fileURLToPath } from "node:url";

/** This file: one of the sources, or one of those that they are bundled to. */
const self = new URL(import.meta.url);

/** The folder of this package, with a slash at its end. */
export const packageRoot: URL = rootAbove(new URL(".", self));

const [top = ""] = relative(fileURLToPath(packageRoot), fileURLToPath(self)).split(sep);

/** What of the package runs, its sources or what is built of them: absolute, with a separator at its end. */
export const codeFolder: string = fileURLToPath(new URL(`${top}/`, packageRoot));

/** One of the entries of the package, as `index` and `config/config-process`, in the code that runs. */
export function ownEntry(name: string): string {
  return `${codeFolder}${name}${isBuilt ? ".js" : ".ts"}`;
}

/** Whether it is not the sources that run. */
export const isBuilt: boolean = extname(self.pathname) !== ".ts";

/** The nearest folder that is a package; sources and bundles lie at different depths in it. */
function rootAbove(folder: URL): URL {
  return existsSync(new URL("package.json", folder)) ? folder : rootAbove(new URL("..", folder));
}
