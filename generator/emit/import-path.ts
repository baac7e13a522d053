import { posix } from "node:path";

/** How emitted files import the project's. */
export interface ImportStyle {
  /** The folder that file names of the contract are relative to: absolute, posix. */
  root: string;
  /** The output folder: absolute, posix. */
  out: string;
  /** What the project writes at the end of relative imports. */
  extension: ".ts" | ".js";
}

/** Extensions of sources and what the compiler makes of them, longest first. */
const compiled: readonly (readonly [source: string, output: string])[] = [
  [".d.ts", ".js"],
  [".d.mts", ".mjs"],
  [".d.cts", ".cjs"],
  [".mts", ".mjs"],
  [".cts", ".cjs"],
  [".tsx", ".js"],
  [".ts", ".js"],
];

/** The specifier with which a file in the output folder imports `file` of the project. */
export function importPath(file: string, { root, out, extension }: ImportStyle): string {
  const relative = posix.relative(out, posix.join(root, file));
  const path = relative.startsWith(".") ? relative : `./${relative}`;
  if (extension === ".ts") return path;
  const pair = compiled.find(([source]) => path.endsWith(source));
  return pair === undefined ? path : path.slice(0, -pair[0].length) + pair[1];
}
