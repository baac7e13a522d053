import { spawnSync } from "node:child_process";
import { readFileSync, rmSync } from "node:fs";
import { cp, readdir, symlink } from "node:fs/promises";
import { join, relative } from "node:path";
import { fileURLToPath } from "node:url";
import * as assert from "uvu/assert";
import { TemporaryFolder } from "../support/temporary-folder.ts";

const root = fileURLToPath(new URL("../..", import.meta.url));

/** What a fresh checkout doesn't have, and tests, which may come and go meanwhile. */
const isLeftBehind = /^(?:\.git|artefacts|coverage|test)$|(?:^|\/)(?:dist|node_modules)$/;

/** Runs a command to its end, and fails with all it printed if that is none to be happy with. */
export function run(cwd: string, command: string, ...args: string[]): string {
  const { status, stdout, stderr } = spawnSync(command, args, { cwd, encoding: "utf8" });
  assert.is(status, 0, `${command} ${args.join(" ")}\n${stdout}\n${stderr}`);
  return stdout;
}

let packing: Promise<string[]> | undefined;

/**
 * Both packages, packed as they would be published: once for all tests of this process, since that takes a while.
 * It is done in a copy of the checkout: packing builds anew, and other tests look at what is built.
 */
export function pack(): Promise<string[]> {
  return (packing ??= packAnew());
}

async function packAnew(): Promise<string[]> {
  const folder = await TemporaryFolder.with();
  process.on("exit", () => rmSync(folder.path, { recursive: true, force: true }));
  const copy = folder.file("checkout");
  await cp(root, copy, {
    recursive: true,
    filter: (path) => !isLeftBehind.test(relative(root, path)),
  });
  await symlink(join(root, "node_modules"), join(copy, "node_modules"));
  // This one first: it builds both.
  run(copy, "npm", "pack", "--pack-destination", folder.path);
  run(copy, "npm", "pack", "--workspace", "mqant", "--pack-destination", folder.path);
  const names = await readdir(folder.path);
  return names.filter((name) => name.endsWith(".tgz")).map((name) => folder.file(name));
}

/** Installs packages, and what the folder's package.json asks for besides. */
export function install(folder: string, ...packages: string[]): void {
  run(folder, "npm", "install", "--no-audit", "--no-fund", "--prefer-offline", ...packages);
}

/** `name@version` as this repository has it. */
export function pinned(name: string): string {
  const file = new URL(`../../node_modules/${name}/package.json`, import.meta.url);
  const { version } = JSON.parse(readFileSync(file, "utf8")) as { version: string };
  return `${name}@${version}`;
}
