import { basename, dirname } from "node:path";
import type { WatchRun } from "../watch/watch.ts";
import { plural } from "./plural.ts";

/** How many changed files are named. */
const MAX_NAMES = 3;

/** What a run of the watch did, in one line: `login.ts changed: 2 files written (48 ms)`. */
export function watchLine({ changed, result, elapsedMs }: WatchRun): string {
  // That something came or went in a folder is said by its own name.
  const holders = new Set(changed.map((path) => dirname(path)));
  const names = changed.filter((path) => !holders.has(path)).map((path) => basename(path));
  const more = names.length > MAX_NAMES ? ` and ${names.length - MAX_NAMES} more` : "";
  const what = names.slice(0, MAX_NAMES).join(", ") + more;
  return `${what} changed: ${outcome(result)} (${Math.round(elapsedMs)} ms)`;
}

function outcome(result: WatchRun["result"]): string {
  if (result === undefined) return "wrong settings, nothing written";
  const { errors } = result.counts;
  if (errors > 0) return `${plural(errors, "error")}, nothing written`;
  const count = (status: string): number =>
    result.files.filter((file) => file.status === status).length;
  const [written, removed] = [count("written"), count("removed")];
  if (written + removed === 0) return "nothing to write";
  return [
    ...(written > 0 ? [`${plural(written, "file")} written`] : []),
    ...(removed > 0 ? [`${plural(removed, "file")} removed`] : []),
  ].join(", ");
}
