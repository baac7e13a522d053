import { fileURLToPath } from "node:url";
import * as assert from "uvu/assert";
import { Child } from "../../support/child.ts";
import { eventually } from "../../support/eventually.ts";
import { suite } from "../../support/suite.ts";
import { TemporaryFolder } from "../../support/temporary-folder.ts";

const program = fileURLToPath(new URL("program.ts", import.meta.url));

const conf = (settings: object = {}): string => `{
  // two processes with one worker each
  "Module": { "Worker": [
    { "Id": "W1", "ProcessID": "development", "Settings": ${JSON.stringify(settings)} },
    { "Id": "W2", "ProcessID": "second", },
  ] },
}`;

suite("app.run", (test) => {
  test("loads server.json, runs until SIGTERM, closes and exits with 0", async (signal) => {
    await using folder = await TemporaryFolder.with({ "server.json": conf() });
    await using child = Child.ofTypeScript(program, [], { cwd: folder.path, signal });
    await child.prints("Worker@W1 is up");
    assert.match(child.stdout, /W1 in development/);
    child.process.kill("SIGTERM");
    assert.is(await child.ends(), 0);
    assert.match(child.stdout, /SIGTERM: closing.*stopping.*destroyed.*after run/s);
    assert.is(child.stderr, "");
  });

  test("--conf and --pid choose the file and the process, MQANT_CONF and MQANT_PID too", async (signal) => {
    await using folder = await TemporaryFolder.with({ "conf/other.conf": conf() });
    const cwd = folder.path;
    await using byFlag = Child.ofTypeScript(
      program,
      ["-conf", "conf/other.conf", "--pid=second", "--own-flag"],
      { cwd, signal },
    );
    const env = { MQANT_CONF: "conf/other.conf", MQANT_PID: "second" };
    await using byEnvironment = Child.ofTypeScript(program, [], { cwd, env, signal });
    for (const child of [byFlag, byEnvironment]) {
      await child.prints("W2 in second");
      child.process.kill("SIGINT");
      assert.is(await child.ends(), 0);
    }
  });

  test("--log writes the log to a file named after the process", async (signal) => {
    await using folder = await TemporaryFolder.with({ "server.json": conf() });
    const args = ["--log", "logs/today"];
    await using child = Child.ofTypeScript(program, args, { cwd: folder.path, signal });
    await child.prints("W1 in development");
    child.process.kill("SIGTERM");
    assert.is(await child.ends(), 0);
    assert.not.match(child.stdout, /is up/);
    const { readFile } = await import("node:fs/promises");
    const log = await readFile(folder.file("logs/today/development.log"), "utf8");
    assert.match(log, /"msg":"Worker@W1 is up"/);
  });

  test("app.close from inside lets run return", async (signal) => {
    await using folder = await TemporaryFolder.with({ "server.json": conf({ fail: "close" }) });
    await using child = Child.ofTypeScript(program, [], { cwd: folder.path, signal });
    await child.prints(/destroyed.*after run/s);
    assert.is(child.process.exitCode, null, "what else the program does is its own business");
  });

  test("wrong configuration exits with 2 and one message without a stack", async (signal) => {
    const broken = `{ "Module": { "Worker": [{ "Id": "W1", "ProcesID": "development" }] } }`;
    await using folder = await TemporaryFolder.with({ "server.json": broken });
    const cwd = folder.path;
    for (const [args, expected] of [
      [[], /server\.json:1:\d+: Module\.Worker\[0\]/],
      [["--conf", "missing.json"], /missing\.json: .*no file of that name/],
      [["--conf"], /command line: --conf: expected a value/],
    ] as const) {
      await using child = Child.ofTypeScript(program, args, { cwd, signal });
      assert.is(await child.ends(), 2, child.stderr);
      assert.match(child.stderr, expected);
      assert.not.match(child.stderr, /^\s+at /m);
      assert.is(child.stdout, "");
    }
  });

  test("an unknown --pid exits with 2 and lists the processes", async (signal) => {
    await using folder = await TemporaryFolder.with({ "server.json": conf() });
    const args = ["--pid", "gaet"];
    await using child = Child.ofTypeScript(program, args, { cwd: folder.path, signal });
    assert.is(await child.ends(), 2);
    assert.match(child.stderr, /"gaet".*"development", "second"/);
  });

  test("a module that fails in onInit or run exits with 1 and the reason", async (signal) => {
    for (const [fail, reason] of [
      ["onInit", "Worker@W1 failed in onInit: the disk is full"],
      ["run", "Worker@W1 failed in run: lost its lease"],
    ] as const) {
      await using folder = await TemporaryFolder.with({ "server.json": conf({ fail }) });
      await using child = Child.ofTypeScript(program, [], { cwd: folder.path, signal });
      assert.is(await child.ends(), 1);
      assert.is(child.stderr, `${reason}\n`);
    }
  });

  test("a module that hangs in onDestroy is named and left behind, the process exits with 0", async (signal) => {
    await using folder = await TemporaryFolder.with({ "server.json": conf({ fail: "onDestroy" }) });
    await using child = Child.ofTypeScript(program, [], { cwd: folder.path, signal });
    await child.prints("is up");
    child.process.kill("SIGTERM");
    assert.is(await child.ends(), 0);
    assert.match(child.stdout, /Worker@W1 did not end onDestroy within 300 ms and is left behind/);
  });

  test("a signal during the start undoes it, and the process exits with 0", async (signal) => {
    await using folder = await TemporaryFolder.with({ "server.json": conf({ fail: "slow" }) });
    await using child = Child.ofTypeScript(program, [], { cwd: folder.path, signal });
    await child.prints("initialising");
    child.process.kill("SIGTERM");
    assert.is(await child.ends(), 0);
    assert.match(child.stdout, /W1 in development.*destroyed/s);
    assert.not.match(child.stdout, /is up|stopping/);
    assert.is(child.stderr, "");
  });

  test("a rejection that nobody looked at is logged with module and handler, and the process lives", async (signal) => {
    await using folder = await TemporaryFolder.with({ "server.json": conf({ fail: "forget" }) });
    await using child = Child.ofTypeScript(program, [], { cwd: folder.path, signal });
    await child.prints("forgotten");
    assert.match(
      child.stdout,
      /Worker@W1\/forget: a promise was rejected and nobody looked: forgotten/,
    );
    await child.prints("answered fine");
    child.process.kill("SIGTERM");
    assert.is(await child.ends(), 0);
  });

  test("an exception that nobody caught is logged, closes the app and exits with 1", async (signal) => {
    await using folder = await TemporaryFolder.with({
      "server.json": conf({ fail: "throwLater" }),
    });
    await using child = Child.ofTypeScript(program, [], { cwd: folder.path, signal });
    assert.is(await child.ends(), 1);
    assert.match(child.stdout, /Worker@W1\/throwLater: an exception was thrown.*out of the blue/);
    assert.match(child.stdout, /stopping.*destroyed/s);
    assert.match(child.stderr, /out of the blue/);
  });

  test("a second signal ends the process at once", async (signal) => {
    await using folder = await TemporaryFolder.with({ "server.json": conf({ fail: "onDestroy" }) });
    await using child = Child.ofTypeScript(program, [], { cwd: folder.path, signal });
    await child.prints("is up");
    child.process.kill("SIGINT");
    await child.prints("SIGINT: closing");
    await eventually(() => {
      child.process.kill("SIGINT");
      return child.process.exitCode !== null;
    }, "the end");
    assert.is(child.process.exitCode, 130);
  });

  test("a signal that comes twice at once, as from a terminal through npm, counts as one", async (signal) => {
    await using folder = await TemporaryFolder.with({ "server.json": conf() });
    await using child = Child.ofTypeScript(program, [], { cwd: folder.path, signal });
    await child.prints("is up");
    child.process.kill("SIGINT");
    await child.prints("SIGINT: closing");
    child.process.kill("SIGINT");
    assert.is(await child.ends(), 0);
    assert.match(child.stdout, /destroyed/);
  });
});
