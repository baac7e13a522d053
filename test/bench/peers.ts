import { spawnSync } from "node:child_process";
import { statSync } from "node:fs";
import { fileURLToPath } from "node:url";

const folder = fileURLToPath(new URL("peers", import.meta.url));

/**
 * Installs what is measured against, if it is not there yet: a package of its own, so that nobody else has
 * to wait for it.
 */
export function installPeers(): void {
  if (isInstalled()) return;
  console.error("installing the peers to measure against: npm ci --prefix test/bench/peers");
  const args = ["ci", "--prefix", folder, "--no-audit", "--no-fund", "--loglevel=error"];
  const { status } = spawnSync("npm", args, { stdio: ["ignore", 2, 2] });
  if (status !== 0) throw new Error("the peers can't be installed");
}

/** A module of test/bench/peers. Not a plain import: without the peers it would not compile. */
export function peerModule(file: string): Promise<unknown> {
  return import(new URL(`peers/${file}`, import.meta.url).href);
}

/** Whether npm's note of what it installed is younger than what shall be installed. */
function isInstalled(): boolean {
  const options = { throwIfNoEntry: false } as const;
  const installed = statSync(`${folder}/node_modules/.package-lock.json`, options);
  const wanted = statSync(`${folder}/package-lock.json`);
  return installed !== undefined && installed.mtimeMs >= wanted.mtimeMs;
}
