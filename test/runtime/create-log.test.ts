import { readFile } from "node:fs/promises";
import * as assert from "uvu/assert";
import { createLog } from "mqant";
import { Child } from "../support/child.ts";
import { suite } from "../support/suite.ts";
import { TemporaryFolder } from "../support/temporary-folder.ts";

const LOG = new URL("../../runtime/create-log.ts", import.meta.url).href;

/** A program that logs at two levels. */
const program = (options: object): string => `
  import { createLog } from ${JSON.stringify(LOG)};
  const log = createLog(${JSON.stringify({ processId: "gate", ...options })});
  log.debug({}, "details");
  log.child({ module: "Chat@Chat001" }).info({ room: "lobby" }, "joined");
`;

suite("the log", (test) => {
  test("is JSON lines where standard output is no terminal", async (signal) => {
    await using folder = await TemporaryFolder.with({ "program.mts": program({}) });
    await using child = Child.ofTypeScript(folder.file("program.mts"), [], { signal });
    assert.is(await child.ends(), 0);
    const line = JSON.parse(child.stdout) as Record<string, unknown>;
    assert.is(line["msg"], "joined");
    assert.is(line["process"], "gate");
    assert.is(line["module"], "Chat@Chat001");
    assert.is(line["room"], "lobby");
  });

  test("tells what MQANT_LOG_LEVEL asks for, and info where that is no level", async (signal) => {
    await using folder = await TemporaryFolder.with({ "program.mts": program({}) });
    const lines = async (level: string): Promise<number> => {
      const env = { MQANT_LOG_LEVEL: level };
      await using child = Child.ofTypeScript(folder.file("program.mts"), [], { env, signal });
      await child.ends();
      return child.stdout.split("\n").length - 1;
    };
    assert.equal(await Promise.all(["debug", "error", "loud"].map(lines)), [2, 0, 1]);
  });

  test("goes to a file of the process in a directory, which is made", async () => {
    await using folder = await TemporaryFolder.with();
    const log = createLog({ processId: "gate", directory: folder.file("a/b") });
    log.warn({ code: 7 }, "to the file");
    assert.match(
      await readFile(folder.file("a/b/gate.log"), "utf8"),
      /"code":7,"msg":"to the file"/,
    );
  });
});
