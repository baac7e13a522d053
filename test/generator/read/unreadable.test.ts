import { symlinkSync } from "node:fs";
import * as assert from "uvu/assert";
import { generate } from "../../../generator/generate.ts";
import { suite } from "../../support/suite.ts";
import { chatProject, ProjectFolder } from "../cli/project-folder.ts";

suite(
  "a source that can't be read",
  (test) => {
    if (process.platform !== "linux") {
      test.skip("stops the run", "it takes Linux's /proc");
      return;
    }
    test("stops the run: without it the contract would not be whole", async () => {
      using folder = new ProjectFolder(chatProject);
      symlinkSync("/proc/self/mem", folder.file("src/odd.ts"));
      const { diagnostics, files } = await generate({ cwd: folder.path });
      assert.equal(
        diagnostics.map(({ code, location }) => `${code} ${location.file}`),
        ["MQ1063 src/odd.ts"],
      );
      assert.equal(files, []);
    });
  },
  { timeoutMs: 120_000 },
);
