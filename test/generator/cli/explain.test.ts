import * as assert from "uvu/assert";
import { diagnosticCodes } from "../../../generator/diagnostic-codes.ts";
import { suite } from "../../support/suite.ts";
import { mqantGen, ProjectFolder, startsCommand } from "./project-folder.ts";

suite(
  "mqant-gen explain",
  (test) => {
    test("tells what a code means, with wrong and right sources", async () => {
      using folder = new ProjectFolder();
      const { exitCode, stdout } = await mqantGen(folder.path, ["explain", "mq1012"]);
      assert.is(exitCode, 0);
      assert.match(
        stdout,
        /^MQ1012: a module registers a name twice\n\nThe second registration fails/,
      );
      assert.match(stdout, /\nWrong:\n\n {4}this\.server\.registerGO\("version"/);
      assert.match(stdout, /\nRight:\n\n {4}this\.server/);
      assert.ok(stdout.split("\n").every((line) => line.length <= 120));
    });

    test("lists all codes without one", async () => {
      using folder = new ProjectFolder();
      const { stdout } = await mqantGen(folder.path, ["explain", "--json"]);
      const { codes } = JSON.parse(stdout) as { codes: { code: string; title: string }[] };
      assert.equal(
        codes.map(({ code }) => code),
        Object.keys(diagnosticCodes).sort(),
      );
    });

    test("suggests a code for what is none", async () => {
      using folder = new ProjectFolder();
      const { exitCode, stderr } = await mqantGen(folder.path, ["explain", "MQ10122"]);
      assert.is(exitCode, 2);
      assert.match(stderr, 'there is no code "MQ10122"; did you mean "MQ1012"?');
    });
  },
  startsCommand,
);

suite(
  "mqant-gen help",
  (test) => {
    test("tells how a command is used, with examples", async () => {
      using folder = new ProjectFolder();
      const { exitCode, stdout } = await mqantGen(folder.path, ["help", "clean"]);
      assert.is(exitCode, 0);
      assert.match(stdout, "Usage: mqant-gen clean [options]");
      assert.match(stdout, "$ mqant-gen clean --dry-run");
    });

    test("tells it of commands inside commands", async () => {
      using folder = new ProjectFolder();
      const { exitCode, stdout } = await mqantGen(folder.path, ["help", "add", "module"]);
      assert.is(exitCode, 0);
      assert.match(stdout, "Usage: mqant-gen add module [options] <name>");
      const wrong = await mqantGen(folder.path, ["help", "add", "modul"]);
      assert.is(wrong.exitCode, 2);
      assert.match(wrong.stderr, 'unknown command "modul"; did you mean "module"?');
    });

    test("suggests a command for what is none", async () => {
      using folder = new ProjectFolder();
      const { exitCode, stderr } = await mqantGen(folder.path, ["help", "claen"]);
      assert.is(exitCode, 2);
      assert.match(stderr, 'unknown command "claen"; did you mean "clean"?');
    });
  },
  startsCommand,
);
