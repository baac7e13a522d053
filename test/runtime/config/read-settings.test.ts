import * as assert from "uvu/assert";
import { z } from "zod";
import { parseConfig } from "../../../runtime/config/parse-config.ts";
import { readSettings } from "../../../runtime/config/read-settings.ts";
import { suite } from "../../support/suite.ts";
import { configError } from "./config-errors.ts";

const schema = z.strictObject({
  TCPAddr: z.string().regex(/^.*:\d{1,5}$/u, "an address such as :3563"),
  MaxConnNum: z.int().min(1).max(1_000_000).default(20_000),
  Tls: z.boolean().default(false),
  Origins: z
    .array(z.strictObject({ Host: z.string() }))
    .max(2)
    .optional(),
  Level: z.union([z.literal("off"), z.number()]).optional(),
  AdminPassword: z.string().min(12).optional(),
});

suite("read settings", (test) => {
  test("what fits comes back with defaults filled in", () => {
    assert.equal(readSettings(gate('{"TCPAddr":":3563"}'), schema), {
      TCPAddr: ":3563",
      MaxConnNum: 20_000,
      Tls: false,
    });
  });

  test("each problem names its place in the configuration file", () => {
    const settings = gate(`{
      "TCPAddr": "3563",
      "MaxConNum": 10,
      "Tls": "yes",
      "Origins": [{"Hoste": "x"}],
      "Level": true
    }`);
    assert.equal(linesOf(settings), [
      'server.json:2:18 Module.Gate[0].Settings.TCPAddr: expected an address such as :3563, found "3563"',
      'server.json:3:7 Module.Gate[0].Settings.MaxConNum: unknown key; did you mean "MaxConnNum"?',
      'server.json:4:14 Module.Gate[0].Settings.Tls: expected true or false, found "yes"',
      "server.json:5:19 Module.Gate[0].Settings.Origins[0].Host: expected a text, found nothing",
      'server.json:5:20 Module.Gate[0].Settings.Origins[0].Hoste: unknown key; did you mean "Host"?',
      'server.json:6:16 Module.Gate[0].Settings.Level: expected "off" or a number, found true',
    ]);
  });

  test("bounds are told in words, and a password never", () => {
    const settings = gate(
      '{"TCPAddr":":1","MaxConnNum":0,"Origins":[{"Host":"a"},{"Host":"b"},{"Host":"c"}],"AdminPassword":"hunter2"}',
    );
    assert.equal(linesOf(settings), [
      "server.json:1:86 Module.Gate[0].Settings.MaxConnNum: expected a number of at least 1, found 0",
      "server.json:1:98 Module.Gate[0].Settings.Origins: expected a list of at most 2 elements, found a list",
      "server.json:1:155 Module.Gate[0].Settings.AdminPassword: expected a text of at least 12 characters, found a text",
    ]);
  });

  test("settings that are missing altogether point at their module's entry", () => {
    const [module] = parseConfig(
      '{"Module":{"Gate":[\n{"Id":"G","ProcessID":"p"}]}}',
      "server.json",
    ).modules;
    assert.ok(module);
    const [problem] = configError(() => readSettings(module, schema)).problems;
    assert.equal([problem?.line, problem?.column], [2, 1]);
  });

  test("settings made by hand are named by their module", () => {
    const module = { id: "Gate001", type: "Gate", processId: "p", settings: { TCPAddr: 3563 } };
    const error = configError(() => readSettings(module, schema));
    assert.is(error.message, "settings of Gate001:1:1: TCPAddr: expected a text, found 3563");
  });
});

function gate(settings: string) {
  const text = `{"Module":{"Gate":[{"Id":"G","ProcessID":"p","Settings":${settings}}]}}`;
  const [module] = parseConfig(text, "server.json").modules;
  if (module === undefined) throw new Error("the file has one module");
  return module;
}

function linesOf(settings: ReturnType<typeof gate>): string[] {
  return configError(() => readSettings(settings, schema)).problems.map(
    ({ file, line, column, path, message }) => `${file}:${line}:${column} ${path}: ${message}`,
  );
}
