import { execFileSync } from "node:child_process";
import { appendFileSync, existsSync, readdirSync, statSync } from "node:fs";
import { join } from "node:path";
import * as assert from "uvu/assert";
import { cacheFolder } from "../../../generator/cache/cache-folder.ts";
import { suite } from "../../support/suite.ts";
import { ProjectFolder, startsCommand } from "../cli/project-folder.ts";

const script = `
const path = require("node:path");
exports.add = (a, b) => a + b;
exports.name = path.basename(__filename);
exports.isItself = module.exports === exports && this === exports;
`;

/**
 * What a process gets that runs the script of a folder.
 *
 * @param after - What it does then.
 */
function ran(
  folder: ProjectFolder,
  env: Readonly<Record<string, string>> = {},
  after = "",
): object {
  const own = (name: string): string => new URL(`../../../generator/${name}`, import.meta.url).href;
  const code = `
    import { releaseMemory } from "${own("release-memory.ts")}";
    import { runScript } from "${own("read/compiler/run-script.ts")}";
    const { add, ...rest } = runScript(${JSON.stringify(folder.file("script.cjs"))});
    process.stdout.write(JSON.stringify({ sum: add(2, 3), ...rest }));
    ${after}
  `;
  const args = ["--import", "tsx", "--input-type=module", "--eval", code];
  const options = { cwd: folder.path, env: { ...process.env, ...env }, encoding: "utf8" } as const;
  return JSON.parse(execFileSync(process.execPath, args, options)) as object;
}

const expected = { sum: 5, name: "script.cjs", isItself: true };

/** The numbers of the files that code is kept in: one that is written again has another. */
function keptCode(folder: ProjectFolder): number[] {
  const files = keptFiles(folder).map((file) => statSync(file).ino);
  return files.sort((a, b) => a - b);
}

function keptFiles(folder: ProjectFolder): string[] {
  const cache = cacheFolder(folder.path);
  if (!existsSync(cache)) return [];
  const names = readdirSync(cache).filter((one) => one.endsWith(".v8"));
  return names.map((name) => join(cache, name));
}

suite(
  "a script that is run with the code V8 made of it before",
  (test) => {
    test("exports what `require` would give, each time", () => {
      using folder = new ProjectFolder({ "script.cjs": script });
      assert.equal(ran(folder), expected);
      const kept = keptCode(folder);
      assert.is(kept.length, 1);
      assert.equal(ran(folder), expected);
      assert.equal(keptCode(folder), kept);
    });

    test("is not answered by the code of another script, nor by damaged code", () => {
      using folder = new ProjectFolder({ "script.cjs": script });
      ran(folder);
      folder.write("script.cjs", script.replace("a + b", "a * b")); // V8 would take it: it has the same length.
      assert.equal(ran(folder), { ...expected, sum: 6 });
      const kept = keptCode(folder);
      for (const file of keptFiles(folder)) appendFileSync(file, "x");
      assert.equal(ran(folder), { ...expected, sum: 6 });
      assert.not.equal(keptCode(folder), kept);
    });

    test("is not compiled again because a process has other flags, or had some for a while", () => {
      using folder = new ProjectFolder({ "script.cjs": script });
      const large = "globalThis.all = Array.from({ length: 3000 }, () => Array(10_000).fill(1.5));";
      assert.equal(ran(folder, {}, `${large} releaseMemory();`), expected);
      const other = { NODE_OPTIONS: "--max-old-space-size=3000" };
      assert.equal(ran(folder, other), expected);
      const kept = keptCode(folder);
      assert.is(kept.length, 2);
      assert.equal(ran(folder), expected);
      assert.equal(ran(folder, other), expected);
      assert.equal(keptCode(folder), kept);
    });

    test("leaves no code where Node is told to keep none", () => {
      using folder = new ProjectFolder({ "script.cjs": script });
      assert.equal(ran(folder, { NODE_DISABLE_COMPILE_CACHE: "1" }), expected);
      assert.equal(keptCode(folder), []);
    });
  },
  startsCommand,
);
