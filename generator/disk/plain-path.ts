import { isAbsolute, resolve, sep } from "node:path";

/** Parts of a path that `resolve` takes out. */
const isIndirect = /\/\.{0,2}(?:\/|$)/;

/** A path as `resolve` gives it: for one that is so already, as nearly all are, without making another text. */
export function plainPath(path: string): string {
  return sep === "/" && isAbsolute(path) && !isIndirect.test(path) ? path : resolve(path);
}
