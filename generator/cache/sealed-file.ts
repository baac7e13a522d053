import { readFileSync } from "node:fs";
import { join } from "node:path";
import { hashOf } from "../disk/hash.ts";
import { cacheFolder } from "./cache-folder.ts";
import { keepFile } from "./keep-file.ts";
import { toolMark } from "./tool-mark.ts";

/** Which run it was: the same words in the same folder ask for the same. */
export interface RunKey {
  /** Absolute. */
  cwd: string;
  args: readonly string[];
}

/** Of how many runs something is kept, of all folders that share a cache: the latest. */
const MAX_RUNS = 50;

/** What was kept of a run; `undefined` if nothing was, or nothing that can be trusted. */
export function readSealed(key: RunKey, kind: string): unknown {
  try {
    const text = readFileSync(fileOf(key, kind), "utf8");
    const end = text.indexOf("\n");
    const body = text.slice(end + 1);
    return text.slice(0, end) === sealOf(key, body) ? JSON.parse(body) : undefined;
  } catch {
    return undefined;
  }
}

/**
 * Keeps something of a run. Where that is not possible the next run takes longer, and that is all.
 *
 * @param kind - What it is of the run: the extension of its file.
 * @param value - Plain data.
 */
export function keepSealed(key: RunKey, kind: string, value: object): void {
  const body = JSON.stringify(value);
  keepFile(fileOf(key, kind), `${sealOf(key, body)}\n${body}`, MAX_RUNS);
}

/** Says whose file it is, and fits no other body: damaged and foreign files have another one. */
function sealOf(key: RunKey, body: string): string {
  return `mqant-gen cache ${hashOf(JSON.stringify([toolMark(), key.cwd, key.args, hashOf(body)]))}`;
}

function fileOf({ cwd, args }: RunKey, kind: string): string {
  return join(cacheFolder(cwd), `${hashOf(JSON.stringify([cwd, args]))}.${kind}`);
}
