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

/** Ways out of the output folder, by the folder of the project that they lead to: many files lie in each. */
const known = new WeakMap<ImportStyle, Map<string, string>>();

/** The way from the output folder to a file of the project. */
export function pathFromOutput(file: string, style: ImportStyle): string {
  let ways = known.get(style);
  if (ways === undefined) known.set(style, (ways = new Map<string, string>()));
  const end = file.lastIndexOf("/");
  const folder = file.slice(0, Math.max(end, 0));
  let way = ways.get(folder);
  if (way === undefined) {
    way = posix.relative(style.out, posix.join(style.root, folder));
    ways.set(folder, way);
  }
  const name = file.slice(end + 1);
  return way === "" ? name : `${way}/${name}`;
}

/** The specifier with which a file in the output folder imports `file` of the project. */
export function importPath(file: string, style: ImportStyle): string {
  const relative = pathFromOutput(file, style);
  const path = relative.startsWith(".") ? relative : `./${relative}`;
  if (style.extension === ".ts") return path;
  const pair = compiled.find(([source]) => path.endsWith(source));
  return pair === undefined ? path : path.slice(0, -pair[0].length) + pair[1];
}
