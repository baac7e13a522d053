import { existsSync, readFileSync } from "node:fs";
import { join, relative } from "node:path";
import { fileURLToPath } from "node:url";
import * as assert from "uvu/assert";
import { defaultKinds, planFiles } from "../../generator/emit/plan-files.ts";
import { readContract } from "../../generator/read/read-contract.ts";
import { writeFiles } from "../../generator/write-files.ts";
import type { FileResult } from "../../generator/write-files.ts";
import { buildCases, goldenCases, goldenOptions } from "../compilers/golden-projects.ts";
import { suite } from "../support/suite.ts";

/**
 * Each folder of `test/golden` is a project: its sources, what is emitted for them, and calls that must
 * or must not compile. `UPDATE_GOLDEN=1` writes what is emitted now; review the difference.
 * `GOLDEN=login` runs that case alone.
 */
const golden: string = fileURLToPath(new URL("../golden", import.meta.url));
const isUpdate: boolean = Boolean(process.env["UPDATE_GOLDEN"]);

/** The warnings that a case is about, one a line in `problems.txt`; most cases have none. */
function expectedProblems(folder: string): string[] {
  const file = join(folder, "problems.txt");
  return existsSync(file) ? readFileSync(file, "utf8").trimEnd().split("\n") : [];
}

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
  assert.equal(problems, expectedProblems(folder));
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

suite(
  "golden files",
  (test) => {
    for (const name of goldenCases) {
      test(`of ${name} are what is emitted`, () => {
        if (isUpdate) emit(name, false);
        const stale = emit(name, true).filter(({ status }) => status !== "unchanged");
        assert.equal(
          stale.map(({ path, difference }) => ({ path: relative(golden, path), difference })),
          [],
        );
      });
    }

    test("compile, with the calls that must and without those that must not", async () => {
      assert.equal(await buildCases(goldenCases, goldenOptions("nodenext")), []);
    });

    test("compile where a bundler resolves names", async () => {
      assert.equal(await buildCases(goldenCases, goldenOptions("bundler")), []);
    });

    test("prove their schemas without exactOptionalPropertyTypes too", async () => {
      const cases = goldenCases.filter((name) => /^(login|generics|parameters)$/.test(name));
      const options = goldenOptions("nodenext");
      const loose = { ...options, exactOptionalPropertyTypes: false };
      assert.equal(await buildCases(cases, loose), []);
    });
  },
  { timeoutMs: 240_000 },
);
