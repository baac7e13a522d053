import { readdirSync, rmSync } from "node:fs";
import { basename } from "node:path";
import * as fc from "fast-check";
import * as assert from "uvu/assert";
import { changedPaths } from "../../../generator/disk/changed-paths.ts";
import { Disk } from "../../../generator/disk/disk.ts";
import { type GenerateResult, type Kept, runOnce } from "../../../generator/generate.ts";
import { suite } from "../../support/suite.ts";
import { ProjectFolder } from "../cli/project-folder.ts";
import { type Edit, edits, variants } from "./edits.ts";

const start = Object.fromEntries(
  Object.entries(variants).flatMap(([file, [text]]) => (text === undefined ? [] : [[file, text]])),
);

/** A project that is generated after each edit, from what the run before left. */
class EditedProject implements Disposable {
  readonly folder = new ProjectFolder(start);
  readonly #kept: Kept = {};
  #disk = new Disk();

  async run(): Promise<GenerateResult> {
    this.#disk = this.#disk.without(changedPaths(this.#disk));
    const options = { cwd: this.folder.path };
    return (await runOnce(options, { disk: this.#disk, kept: this.#kept })).result;
  }

  apply({ file, text }: Edit): void {
    if (text === undefined) rmSync(this.folder.file(file), { force: true });
    else this.folder.write(file, text);
  }

  /** What lies in the output folder and beside it, by name. */
  output(): Record<string, string> {
    const out = this.folder.file("src/generated");
    const names = readdirSync(out).map((name) => `src/generated/${name}`);
    return Object.fromEntries(
      [...names, "mqant.lock.json"].map((name) => [name, this.folder.read(name)]),
    );
  }

  removeOutput(): void {
    rmSync(this.folder.file("src/generated"), { recursive: true, force: true });
    rmSync(this.folder.file("mqant.lock.json"), { force: true });
  }

  [Symbol.dispose](): void {
    this.folder[Symbol.dispose]();
  }
}

/** What a result says, but for what became of files. */
function said({ contract, diagnostics, counts }: GenerateResult): object {
  return { contract, diagnostics, counts };
}

suite(
  "what a watch writes",
  (test) => {
    for (const seed of [1, 20, 300, 4000]) {
      test(`is what a first run writes, whatever was edited before (seed ${seed})`, async () => {
        await fc.assert(
          fc.asyncProperty(edits, async (sequence) => {
            using project = new EditedProject();
            await project.run();
            for (const [index, edit] of sequence.entries()) {
              project.apply(edit);
              const again = await project.run();
              const title = sequence
                .slice(0, index + 1)
                .map(({ file, text }) => `${basename(file)}: ${text ?? "gone"}`)
                .join("\n---\n");
              if (again.counts.errors > 0) {
                const first = await runOnce({ cwd: project.folder.path, check: true });
                assert.equal(said(again), said(first.result), title);
                continue;
              }
              const written = project.output();
              project.removeOutput();
              const first = await runOnce({ cwd: project.folder.path });
              assert.equal(said(again), said(first.result), title);
              assert.equal(written, project.output(), title);
            }
          }),
          { seed, numRuns: 4, endOnFailure: true },
        );
      });
    }
  },
  { timeoutMs: 300_000 },
);
