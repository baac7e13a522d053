import * as assert from "uvu/assert";
import { Child } from "../../support/child.ts";
import { eventually } from "../../support/eventually.ts";
import { BUILT_COMMAND } from "../../support/fresh-build.ts";
import { suite } from "../../support/suite.ts";
import { chatProject, ProjectFolder, startsCommand } from "./project-folder.ts";

const chat = chatProject["src/chat.ts"] ?? "";

suite(
  "mqant-gen --watch",
  (test) => {
    test("tells each change in one line, and what is wrong before it, until it is ended", async (signal) => {
      using folder = new ProjectFolder(chatProject);
      const args = [BUILT_COMMAND, "--watch", "--profile"];
      await using command = new Child(process.execPath, args, { cwd: folder.path, signal });
      const saysSince = async (edit: () => void, line: RegExp): Promise<string[]> => {
        const before = command.stdout.length;
        edit();
        const added = (): string => command.stdout.slice(before);
        await eventually(() => line.test(added()), String(line), 60_000);
        return added().trimEnd().split("\n");
      };

      // One stream may be read before what was written to the other earlier.
      const problems = (pattern: RegExp): Promise<void> =>
        eventually(() => pattern.test(command.stderr), String(pattern));

      await saysSince(() => undefined, /^watching; Ctrl-C ends it$/m);
      assert.match(command.stdout, /^1 module, 1 handler, 9 files written/m);
      const good = (): void => folder.write("src/chat.ts", chat.replace("text: string", "text: 1"));
      assert.is((await saysSince(good, /^chat\.ts changed: 6 files written/)).length, 1);
      await problems(/^total +\d[^]*^total +\d/m);
      const bad = (): void => folder.write("src/chat.ts", chat.replace("{ text: string }", "any"));
      const lines = await saysSince(bad, /^chat\.ts changed: 1 error, nothing written/);
      assert.is(lines.length, 1);
      await problems(/^src\/chat\.ts:12:\d+ - error MQ1\d{3}: /m);
      command.process.kill("SIGINT");
      assert.is(await command.ends(), 0);
    });
  },
  startsCommand,
);
