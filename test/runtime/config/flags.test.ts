import * as assert from "uvu/assert";
import { readFlags } from "../../../runtime/config/flags.ts";
import { suite } from "../../support/suite.ts";
import { configError } from "./config-errors.ts";

suite("flags", (test) => {
  test("without any, server.json is read and no process is named", () => {
    assert.equal(readFlags([], {}), { conf: "server.json", pid: undefined, log: undefined });
  });

  const spellings: readonly (readonly string[])[] = [
    ["--conf", "a.json", "--pid", "chat", "--log", "logs"],
    ["-conf", "a.json", "-pid", "chat", "-log", "logs"],
    ["--conf=a.json", "--pid=chat", "--log=logs"],
    ["-conf=a.json", "-pid=chat", "-log=logs"],
    ["start", "-pid", "chat", "--verbose", "--conf=a.json", "-v", "--log", "logs", "extra"],
  ];
  for (const args of spellings) {
    test(`${args.join(" ")} says it all`, () => {
      assert.equal(readFlags(args, {}), { conf: "a.json", pid: "chat", log: "logs" });
    });
  }

  test("the environment speaks where the command line is silent", () => {
    const environment = { MQANT_CONF: "env.json", MQANT_PID: "login" };
    assert.equal(readFlags([], environment), { conf: "env.json", pid: "login", log: undefined });
    assert.equal(readFlags(["--pid", "chat"], environment), {
      conf: "env.json",
      pid: "chat",
      log: undefined,
    });
  });

  test("an empty variable is none", () => {
    const { conf, pid } = readFlags([], { MQANT_CONF: "", MQANT_PID: "" });
    assert.equal([conf, pid], ["server.json", undefined]);
  });

  test("the program's own flags are passed over, with the values that belong to them", () => {
    const args = ["--name", "Ann", "-r", "lobby", "--url=mqtt://h", "--confidential", "-p8080"];
    assert.equal(readFlags(args, {}), { conf: "server.json", pid: undefined, log: undefined });
  });

  test("what stands after -- is the program's", () => {
    const { conf, pid } = readFlags(["--pid", "chat", "--", "--conf", "x", "-pid"], {});
    assert.equal([conf, pid], ["server.json", "chat"]);
  });

  test("the last of several counts", () => {
    assert.is(readFlags(["--pid", "a", "-pid", "b"], {}).pid, "b");
  });

  test("a value may begin with a dash behind =", () => {
    assert.is(readFlags(["--conf=-x.json"], {}).conf, "-x.json");
  });

  for (const args of [["--conf"], ["-conf"], ["--conf="], ["--conf", "--pid"], ["--conf", "-v"]]) {
    test(`${args.join(" ")} lacks a value`, () => {
      const error = configError(() => readFlags(args, {}));
      assert.is(error.message, "command line: --conf: expected a value after --conf, found none");
      assert.is(error.problems[0]?.line, 0);
    });
  }

  test("all flags without a value are named at once", () => {
    const error = configError(() => readFlags(["--log", "--pid="], { MQANT_PID: "x" }));
    assert.equal(
      error.problems.map(({ path }) => path),
      ["--log"],
    );
    const both = configError(() => readFlags(["--log=", "--pid="], {}));
    assert.equal(
      both.problems.map(({ path }) => path),
      ["--log", "--pid"],
    );
  });
});
