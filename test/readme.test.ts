import { spawnSync } from "node:child_process";
import { mkdir, readFile, rm, symlink, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import * as assert from "uvu/assert";
import { readmeFiles } from "./support/readme-files.ts";
import { suite } from "./support/suite.ts";

const root = fileURLToPath(new URL("..", import.meta.url));

suite(
  "README.md",
  (test) => {
    test("every TypeScript block compiles after mqant-gen has run, all of them together", async () => {
      const text = await readFile(join(root, "README.md"), "utf8");
      const files = await readmeFiles();
      const named = [...files.keys()].filter((name) => name.endsWith(".ts")).length;
      assert.is(named, [...text.matchAll(/^```ts$/gm)].length, "each block names its file");

      // Inside the repository, so that packages resolve as they do for its users.
      const folder = join(root, "test", "artefacts", "readme");
      await rm(folder, { recursive: true, force: true });
      await mkdir(folder, { recursive: true });
      try {
        await symlink(join(root, "node_modules"), join(folder, "node_modules"));
        await writeFile(join(folder, "package.json"), `{ "type": "module" }`);
        for (const [name, code] of files) {
          await mkdir(dirname(join(folder, name)), { recursive: true });
          await writeFile(join(folder, name), code);
        }
        const generated = spawnSync(process.execPath, [join(root, "dist/cli.cjs")], {
          cwd: folder,
          encoding: "utf8",
        });
        assert.is(generated.status, 0, generated.stdout + generated.stderr);
        const tsc = join(root, "node_modules/.bin/tsc");
        const compiled = spawnSync(tsc, ["--project", folder], { encoding: "utf8" });
        assert.is(compiled.stdout, "");
        assert.is(compiled.status, 0);
      } finally {
        await rm(folder, { recursive: true, force: true });
      }
    });
  },
  { timeoutMs: 120_000 }, // two compilers, one after the other
);
