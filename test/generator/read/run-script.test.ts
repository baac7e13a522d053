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

/** What a process gets that runs the script of a folder. */
function ran(folder: ProjectFolder, env: Readonly<Record<string, string>> = {}): object {
  const source = new URL("../../../generator/read/compiler/run-script.ts", import.meta.url);
  const code = `
    import { runScript } from "${source.href}";
    const { add, ...rest } = runScript(${JSON.stringify(folder.file("script.cjs"))});
    process.stdout.write(JSON.stringify({ sum: add(2, 3), ...rest }));
  `;
  const args = ["--import", "tsx", "--input-type=module", "--eval", code];
  const options = { cwd: folder.path, env: { ...process.env, ...env }, encoding: "utf8" } as const;
  return JSON.parse(execFileSync(process.execPath, args, options)) as object;
}

const expected = { sum: 5, name: "script.cjs", isItself: true };

function keptCode(folder: ProjectFolder): string {
  const cache = cacheFolder(folder.path);
  const [name = "nothing"] = existsSync(cache)
    ? readdirSync(cache).filter((one) => one.endsWith(".v8"))
    : [];
  return join(cache, name);
}

suite(
  "a script that is run with the code V8 made of it before",
  (test) => {
    test("exports what `require` would give, each time", () => {
      using folder = new ProjectFolder({ "script.cjs": script });
      assert.equal(ran(folder), expected);
      const { mtimeMs, ino } = statSync(keptCode(folder));
      assert.equal(ran(folder), expected);
      // It was used: what is not is made again.
      assert.equal(
        [statSync(keptCode(folder)).mtimeMs, statSync(keptCode(folder)).ino],
        [mtimeMs, ino],
      );
    });

    test("is not answered by the code of another script, nor by damaged code", () => {
      using folder = new ProjectFolder({ "script.cjs": script });
      ran(folder);
      folder.write("script.cjs", script.replace("a + b", "a * b")); // V8 would take it: it has the same length.
      assert.equal(ran(folder), { ...expected, sum: 6 });
      const { ino } = statSync(keptCode(folder));
      appendFileSync(keptCode(folder), "x");
      assert.equal(ran(folder), { ...expected, sum: 6 });
      assert.is.not(statSync(keptCode(folder)).ino, ino);
    });

    test("leaves no code where Node is told to keep none", () => {
      using folder = new ProjectFolder({ "script.cjs": script });
      assert.equal(ran(folder, { NODE_DISABLE_COMPILE_CACHE: "1" }), expected);
      assert.not.ok(existsSync(keptCode(folder)));
    });
  },
  startsCommand,
);
