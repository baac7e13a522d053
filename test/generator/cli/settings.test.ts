import { mkdirSync } from "node:fs";
import { basename } from "node:path";
import * as assert from "uvu/assert";
import { ConfigError } from "../../../generator/config-error.ts";
import { defaultKinds } from "../../../generator/emit/plan-files.ts";
import type { GenerateOptions } from "../../../generator/options.ts";
import { resolveSettings } from "../../../generator/settings.ts";
import { suite } from "../../support/suite.ts";
import { ProjectFolder } from "./project-folder.ts";

/** All problems with which settings were refused. */
async function problems(options: GenerateOptions): Promise<string> {
  try {
    await resolveSettings(options);
  } catch (error) {
    assert.instance(error, ConfigError);
    return (error as ConfigError).message;
  }
  return assert.unreachable("the settings were accepted") as never;
}

suite("settings", (test) => {
  test("have defaults for everything", async () => {
    using folder = new ProjectFolder();
    assert.equal(await resolveSettings({ cwd: folder.path }), {
      project: folder.file("tsconfig.json"),
      out: folder.file("generated"),
      lock: folder.file("mqant.lock.json"),
      only: defaultKinds,
      asyncapi: {
        out: folder.file("generated/asyncapi.yaml"),
        title: basename(folder.path),
        version: "0.0.0",
        servers: {},
        internal: true,
        refusesUnknownKeys: true,
      },
      docs: folder.file("docs"),
      examples: { gate: undefined, first: [] },
      emit: [],
      unknownKeys: "reject",
      rules: {},
      cache: true,
      config: undefined,
      areFixed: true,
    });
  });

  test("say what becomes of keys that clients send and no type knows", async () => {
    using folder = new ProjectFolder({ "mqant.config.json": '{ "unknownKeys": "strip" }' });
    assert.is((await resolveSettings({ cwd: folder.path })).unknownKeys, "strip");
    const unknownKeys = "pass" as "strip"; // from JavaScript
    assert.match(
      await problems({ cwd: folder.path, unknownKeys }),
      "expected one of reject, strip",
    );
  });

  test("call the AsyncAPI document what the package is called, and emit it if it is configured", async () => {
    using folder = new ProjectFolder({
      "package.json": '{ "name": "my-app", "version": "2.1.0" }',
      "mqant.config.json": '{ "asyncapi": { "out": "docs/gate.json", "internal": false } }',
    });
    const { only, asyncapi } = await resolveSettings({ cwd: folder.path });
    assert.equal(only, [...defaultKinds, "asyncapi"]);
    assert.equal(asyncapi, {
      out: folder.file("docs/gate.json"),
      title: "my-app",
      version: "2.1.0",
      servers: {},
      internal: false,
      refusesUnknownKeys: true,
    });
    const servers = { a: "not an address" };
    assert.match(await problems({ cwd: folder.path, asyncapi: { servers } }), "servers");
  });

  test("put emitted files below src if there is one", async () => {
    using folder = new ProjectFolder();
    mkdirSync(folder.file("src"));
    const { out } = await resolveSettings({ cwd: folder.path });
    assert.is(out, folder.file("src/generated"));
  });

  test("take a folder for its tsconfig, and look beside that for the rest", async () => {
    using folder = new ProjectFolder({ "server/mqant.config.json": '{ "out": "gen" }' });
    const settings = await resolveSettings({ cwd: folder.path, project: "server" });
    assert.is(settings.project, folder.file("server/tsconfig.json"));
    assert.is(settings.out, folder.file("server/gen"));
    assert.is(settings.config, folder.file("server/mqant.config.json"));
  });

  test("let options win over the file, each relative to its own place", async () => {
    using folder = new ProjectFolder({
      "config/mqant.config.json":
        '{ "project": "../a.json", "out": "../file", "lock": "x.json", "rules": { "MQ2001": "off" } }',
    });
    const settings = await resolveSettings({
      cwd: folder.path,
      config: "config/mqant.config.json",
      out: "option",
      only: ["gate"],
    });
    assert.is(settings.project, folder.file("a.json"));
    assert.is(settings.out, folder.file("option"));
    assert.is(settings.lock, folder.file("config/x.json"));
    assert.equal(settings.only, ["gate"]);
    assert.equal(settings.rules, { MQ2001: "off" });
  });

  test("name every problem, with what may have been meant", async () => {
    using folder = new ProjectFolder({
      "mqant.config.json":
        '{ "projct": "x", "only": ["clinets"], "lock": 5, "rules": { "MQ1010": "off", "MQ2001": "warn" } }',
    });
    const message = await problems({ cwd: folder.path });
    assert.match(message, 'unknown key "projct"; did you mean "project"?');
    assert.match(
      message,
      'only: expected one of registry, clients, schemas, gate, lock, asyncapi, docs, emit, found "clinets"; did you mean "clients"?',
    );
    assert.match(message, /lock: .*expected string/);
    assert.match(message, "rules.MQ1010: expected the code of a warning");
    assert.match(message, 'rules.MQ2001: expected one of off, warning, error, found "warn"');
    assert.is(message.split("\n").length, 5, message);
    assert.ok(
      message.split("\n").every((line) => line.startsWith(folder.file("mqant.config.json"))),
    );
  });

  test("refuse an output folder that holds the sources", async () => {
    using folder = new ProjectFolder();
    assert.match(await problems({ cwd: folder.path, out: "." }), "holds the sources");
    assert.match(await problems({ cwd: folder.path, out: ".." }), "holds the sources");
  });

  test("refuse two configuration files, and one that isn't there", async () => {
    using folder = new ProjectFolder({ "mqant.config.json": "{}", "mqant.config.mjs": "" });
    assert.match(await problems({ cwd: folder.path }), "keep one of them");
    assert.match(await problems({ cwd: folder.path, config: "none.ts" }), "no such file");
  });
});

suite("configuration files", (test) => {
  test("may be TypeScript that imports the package", async () => {
    using folder = new ProjectFolder({
      "mqant.config.ts": `
        import { defineConfig } from "mqant-gen";
        const out: string = "typed";
        export default defineConfig({ out, rules: { MQ2010: "error" } });
      `,
    });
    const settings = await resolveSettings({ cwd: folder.path });
    assert.is(settings.out, folder.file("typed"));
    assert.equal(settings.rules, { MQ2010: "error" });
  });

  test("may be modules or JSON with a byte order mark", async () => {
    using modules = new ProjectFolder({ "mqant.config.mjs": 'export default { out: "a" };' });
    assert.is((await resolveSettings({ cwd: modules.path })).out, modules.file("a"));
    using json = new ProjectFolder({ "mqant.config.json": '\uFEFF{ "out": "b" }' });
    assert.is((await resolveSettings({ cwd: json.path })).out, json.file("b"));
  });

  test("are named where they fail", async () => {
    for (const [name, text, expected] of [
      ["mqant.config.json", "{", "can't be loaded"],
      ["mqant.config.mjs", "throw new Error('no luck');", "can't be loaded: no luck"],
      ["mqant.config.ts", "export const config = {};", "no default export"],
      ["mqant.config.ts", "export default 5;", "no default export that is a configuration"],
    ] as const) {
      using folder = new ProjectFolder({ [name]: text });
      const message = await problems({ cwd: folder.path });
      assert.match(message, folder.file(name));
      assert.match(message, expected);
    }
  });
});
