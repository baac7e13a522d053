import { execFile } from "node:child_process";
import { readdirSync } from "node:fs";
import { dirname, join, relative } from "node:path";
import { fileURLToPath } from "node:url";
import * as assert from "uvu/assert";
import { defaultKinds, planFiles } from "../../generator/emit/plan-files.ts";
import { readContract } from "../../generator/read/read-contract.ts";
import { writeFiles } from "../../generator/write-files.ts";
import type { FileResult } from "../../generator/write-files.ts";
import { suite } from "../support/suite.ts";

/**
 * Each folder of `test/golden` is a project: its sources, what is emitted for them, and calls that must
 * or must not compile. `UPDATE_GOLDEN=1` writes what is emitted now; review the difference.
 * `GOLDEN=login` runs that case alone.
 */
const golden: string = fileURLToPath(new URL("../golden", import.meta.url));
const checkout: string = dirname(dirname(golden));
const isUpdate: boolean = Boolean(process.env["UPDATE_GOLDEN"]);

const cases: readonly string[] = readdirSync(golden, { withFileTypes: true })
  .filter((entry) => entry.isDirectory())
  .map(({ name }) => name)
  .filter((name) => process.env["GOLDEN"] === undefined || process.env["GOLDEN"] === name)
  .toSorted();

/** Emits a case's files, or compares them. */
function emit(name: string, check: boolean): FileResult[] {
  const folder = join(golden, name);
  // What calls the modules is no part of the project, or it would count as the contract's source.
  const project = join(folder, "source/tsconfig.json");
  const out = join(folder, "expected");
  const { contract, diagnostics, root, importExtension } = readContract({ project, out });
  const problems = diagnostics.map(
    ({ code, message, location }) => `${location.file}:${location.line} ${code} ${message}`,
  );
  assert.equal(problems, []);
  // The version of a release is no change of what is emitted.
  const options = { root, out, extension: importExtension, version: "0.0.0" };
  return writeFiles(planFiles(contract, defaultKinds, options), {
    out,
    root: folder,
    check,
    lock: join(out, "mqant.lock.json"),
    only: defaultKinds,
  });
}

/** What the compiler says about a case; what other folders contain is not its concern. */
async function compile(name: string, ...flags: string[]): Promise<string[]> {
  const tsc = join(checkout, "node_modules/typescript/bin/tsc");
  const project = join(golden, name);
  const output = await new Promise<string>((resolve) => {
    // The exit code tells nothing that the output doesn't.
    execFile(
      process.execPath,
      [tsc, "-p", project, "--pretty", "false", ...flags],
      { cwd: checkout },
      (_error, stdout, stderr) => resolve(stdout + stderr),
    );
  });
  const folder = relative(checkout, project);
  return output.split("\n").filter((line) => line.startsWith(folder) || line.startsWith("error"));
}

suite("golden files", (test) => {
  for (const name of cases) {
    test(`of ${name} are what is emitted`, () => {
      if (isUpdate) emit(name, false);
      const stale = emit(name, true).filter(({ status }) => status !== "unchanged");
      assert.equal(
        stale.map(({ path, difference }) => ({ path: relative(golden, path), difference })),
        [],
      );
    });

    test(`of ${name} compile, with the calls that must and without those that must not`, async () => {
      assert.equal(await compile(name), []);
    });
  }

  test("prove their schemas without exactOptionalPropertyTypes too", async () => {
    for (const name of ["login", "generics", "parameters"]) {
      assert.equal(await compile(name, "--exactOptionalPropertyTypes", "false"), []);
    }
  });
});
