import { relative, sep } from "node:path";

/** A path with slashes, as it stands in emitted files, in reports for tools and in places. */
export function posixPath(path: string): string {
  return path.split(sep).join("/");
}

/** The way from one absolute path to another, with slashes. */
export function posixRelative(from: string, to: string): string {
  return posixPath(relative(from, to));
}
