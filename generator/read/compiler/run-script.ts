import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname } from "node:path";
import { Script } from "node:vm";
import { KeptCode } from "../../cache/kept-code.ts";

/**
 * Runs a CommonJS script as `require` does, but with the code that V8 made of it in an earlier process, where
 * that is at hand: parsing and compiling megabytes takes longer than running them. From 22 on Node can do
 * the same for modules (`module.enableCompileCache`); it is turned off by the same variable.
 *
 * @param file - Absolute; of ASCII characters only.
 * @returns What it exports.
 */
export function runScript(file: string): unknown {
  const text = readFileSync(file, "latin1");
  const kept = process.env["NODE_DISABLE_COMPILE_CACHE"] ? undefined : new KeptCode(file);
  const cachedData = kept?.read();
  const script = new Script(
    `(function (exports, require, module, __filename, __dirname) { ${text}\n})`,
    { filename: file, ...(cachedData === undefined ? {} : { cachedData }) },
  );
  if (kept !== undefined && (cachedData === undefined || script.cachedDataRejected === true)) {
    // By then V8 has compiled what a run needs, and nobody waits any more.
    process.once("exit", () => kept.keep(script.createCachedData()));
  }
  const module = { exports: {} };
  const run = script.runInThisContext() as (...given: unknown[]) => void; // the function above
  run.call(module.exports, module.exports, createRequire(file), module, file, dirname(file));
  return module.exports;
}
