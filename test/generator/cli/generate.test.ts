import { generate } from "mqant-gen";
import * as assert from "uvu/assert";
import { suite } from "../../support/suite.ts";
import { chatProject, ProjectFolder, startsCommand } from "./project-folder.ts";

const conditional = {
  ...chatProject,
  "src/chat.ts":
    chatProject["src/chat.ts"]?.replace(
      "this.server.register(",
      'if (settings.id !== "") this.server.register(',
    ) ?? "",
};

suite(
  "generate",
  (test) => {
    test("gives files, contract, counts and times", async () => {
      using folder = new ProjectFolder(chatProject);
      const stages: string[] = [];
      const result = await generate({
        cwd: folder.path,
        onProgress: ({ stage }) => stages.push(stage),
      });
      assert.is(result.root, folder.path);
      assert.equal(result.counts, { modules: 1, handlers: 1, errors: 0, warnings: 0 });
      assert.is(result.contract.modules[0]?.handlers[0]?.name, "HD_Say");
      assert.is(result.files.length, 9);
      assert.ok(Object.values(result.timings).every((ms) => ms >= 0));
      assert.ok(stages.length > 0);
    });

    test("gives the same bytes again, wherever the project lies", async () => {
      using one = new ProjectFolder(chatProject);
      using other = new ProjectFolder(chatProject);
      const { files } = await generate({ cwd: one.path });
      await generate({ cwd: other.path });
      for (const { path } of files) {
        const name = path.slice(one.path.length + 1);
        assert.is(one.read(name), other.read(name), name);
      }
    });

    test("reads warnings at the levels of the rules", async () => {
      using folder = new ProjectFolder(conditional);
      const run = async (level: "off" | "warning" | "error") => {
        const { counts, files } = await generate({
          cwd: folder.path,
          check: true,
          rules: { MQ2001: level },
        });
        return [counts.warnings, counts.errors, files.length > 0];
      };
      assert.equal(await run("warning"), [1, 0, true]);
      assert.equal(await run("off"), [0, 0, true]);
      assert.equal(await run("error"), [0, 1, false]);
    });

    test("gives what is wrong with the project as diagnostics", async () => {
      using folder = new ProjectFolder({ "tsconfig.json": "{ nonsense" });
      const { diagnostics, files } = await generate({ cwd: folder.path });
      assert.ok(diagnostics.length > 0);
      assert.ok(
        diagnostics.every(({ code }) => code === "MQ1060"),
        diagnostics.map(({ code }) => code).join(),
      );
      assert.equal(files, []);
    });
  },
  startsCommand,
);
