import { appendFileSync, readdirSync, rmSync, statSync, utimesSync } from "node:fs";
import { join } from "node:path";
import * as assert from "uvu/assert";
import { unchangedAnswer } from "../../../generator/cache/answer-from-cache.ts";
import { cacheFolder } from "../../../generator/cache/cache-folder.ts";
import {
  type CachedRun,
  keepRun,
  quickAnswer,
  readRun,
} from "../../../generator/cache/cached-run.ts";
import { rememberRun } from "../../../generator/cache/remember-run.ts";
import { Disk } from "../../../generator/disk/disk.ts";
import { runOnce } from "../../../generator/generate.ts";
import { isFixedConfig } from "../../../generator/config/load-config.ts";
import { eventually } from "../../support/eventually.ts";
import { suite } from "../../support/suite.ts";
import {
  chatProject,
  mqantGen,
  ProjectFolder,
  startMqantGen,
  startsCommand,
} from "../cli/project-folder.ts";

const files = {
  ...chatProject,
  "package.json": `{ "name": "chat", "type": "module" }`,
  "base.json": "{}",
  "tsconfig.json": (chatProject["tsconfig.json"] ?? "").replace("{", `{ "extends": "./base.json",`),
  "src/dto.ts": "export interface Text { text: string }\n",
  "src/chat.ts": (chatProject["src/chat.ts"] ?? "")
    .replace("{ text: string }", "Text")
    .replace(/^/, `import type { Text } from "./dto.ts";\n`),
};

/** A project after a run that was remembered. */
async function projectWithRun(more: Readonly<Record<string, string>> = {}): Promise<ProjectFolder> {
  const folder = new ProjectFolder({ ...files, ...more });
  const options = { cwd: folder.path };
  const run = await runOnce(options);
  assert.equal(run.result.diagnostics, []);
  rememberRun(keyOf(folder), run, options, { format: "pretty", profile: false });
  return folder;
}

function keyOf(folder: ProjectFolder): { cwd: string; args: string[] } {
  return { cwd: folder.path, args: [] };
}

/** What is known of a folder's run once its files are old enough to be sure of them at a glance. */
async function provenRun(folder: ProjectFolder): Promise<CachedRun> {
  const key = keyOf(folder);
  await eventually(async () => (await isAnswered(folder)) && quickAnswer(key) !== undefined);
  return readRun(key) as CachedRun; // or there had been no answer
}

async function isAnswered(folder: ProjectFolder): Promise<boolean> {
  return (await unchangedAnswer(keyOf(folder))) !== undefined;
}

suite("a run that was remembered", (test) => {
  test("answers the next one, as often as it is asked", async () => {
    using folder = await projectWithRun();
    for (let time = 0; time < 3; time++) {
      const run = await unchangedAnswer(keyOf(folder));
      assert.equal(run?.result.counts, { modules: 1, handlers: 1, errors: 0, warnings: 0 });
      assert.ok(run?.result.files.every(({ status }) => status === "unchanged"));
    }
  });

  test("answers nothing after any change that could count, and again when it is undone", async () => {
    const changes: Record<string, (folder: ProjectFolder) => void> = {
      "a source": (folder) =>
        folder.write("src/dto.ts", "export interface Text { text: number }\n"),
      "a source, with its size and time as before": (folder) => {
        const { atime, mtime } = statSync(folder.file("src/dto.ts"));
        folder.write("src/dto.ts", "export interface Text { test: string }\n");
        utimesSync(folder.file("src/dto.ts"), atime, mtime);
      },
      "a new source": (folder) => folder.write("src/new.ts", "export {};\n"),
      "a source removed": (folder) => rmSync(folder.file("src/dto.ts")),
      "the tsconfig": (folder) => appendFileSync(folder.file("tsconfig.json"), "\n"),
      "what the tsconfig extends": (folder) => folder.write("base.json", "{ }"),
      "the package": (folder) => folder.write("package.json", `{ "name": "chats" }`),
      "a new configuration": (folder) => folder.write("mqant.config.json", "{}"),
      "an output edited": (folder) => appendFileSync(folder.file("src/generated/gate.ts"), "//"),
      "an output removed": (folder) => rmSync(folder.file("src/generated/chat.client.ts")),
      "the lock file edited": (folder) => appendFileSync(folder.file("mqant.lock.json"), " "),
      "a left-over output": (folder) =>
        folder.write("src/generated/old.client.ts", folder.read("src/generated/chat.client.ts")),
    };
    using folder = await projectWithRun();
    const outputs = readdirSync(folder.file("src/generated")).map(
      (name) => `src/generated/${name}`,
    );
    const paths = [...Object.keys(files), ...outputs, "mqant.lock.json"];
    const before = new Map(paths.map((path) => [path, folder.read(path)]));
    for (const [what, change] of Object.entries(changes)) {
      change(folder);
      assert.not.ok(await isAnswered(folder), what);
      for (const path of ["src/new.ts", "mqant.config.json", "src/generated/old.client.ts"]) {
        rmSync(folder.file(path), { force: true });
      }
      for (const [path, text] of before) folder.write(path, text);
      assert.ok(await isAnswered(folder), `${what}, and back`);
    }
    // What changes nothing.
    utimesSync(folder.file("src/dto.ts"), new Date(), new Date());
    folder.write("notes.md", "not a source");
    assert.ok(await isAnswered(folder));
    assert.ok(await isAnswered(folder));
  });

  test("is not believed if its file is damaged or someone else's, and may be deleted", async () => {
    using folder = await projectWithRun();
    const key = keyOf(folder);
    const run = await provenRun(folder);
    const isKept = { json: () => readRun(key), quick: () => quickAnswer(key) };
    for (const [kind, read] of Object.entries(isKept)) {
      assert.ok(read(), kind);
      const [name = ""] = readdirSync(cacheFolder(folder.path)).filter((one) => one.endsWith(kind));
      const file = join(cacheFolder(folder.path), name);
      appendFileSync(file, " ");
      assert.is(read(), undefined, kind);
      keepRun(key, run);
      assert.ok(read(), kind);
      rmSync(file);
      assert.is(read(), undefined, kind);
      assert.ok(await isAnswered(folder), kind);
      keepRun(key, run);
    }
    const others = { ...key, args: ["--only", "gate"] };
    assert.is(readRun(others), undefined);
    assert.is(quickAnswer(others), undefined);
    keepRun({ cwd: folder.file("tsconfig.json"), args: [] }, run); // It can't be kept there, which is no failure.
  });

  test("lies beside the project where there is no node_modules", () => {
    assert.match(cacheFolder("/nowhere/at/all"), /^\/nowhere\/at\/all\/\.mqant-gen-cache$/);
  });

  test("answers also where all that is written lies in one folder", async () => {
    using folder = await projectWithRun({
      "own.hbs": `{ "mark": "{{mark}}" }`,
      "mqant.config.json": JSON.stringify({
        lock: "src/generated/lock.json",
        emit: [{ template: "own.hbs", out: "src/generated/own.json" }],
      }),
    });
    assert.ok(await isAnswered(folder));
    rmSync(folder.file("src/generated/own.json"));
    assert.not.ok(await isAnswered(folder));
  });

  test("counts where the configuration is code only if that still says the same", async () => {
    const name = `only-${process.pid}`;
    const code = `export default { only: process.env["${name}"] ? ["gate"] : ["clients"] };\n`;
    using folder = await projectWithRun({ "mqant.config.ts": code });
    assert.ok(await isAnswered(folder));
    process.env[name] = "1";
    assert.not.ok(await isAnswered(folder));
    delete process.env[name];
  });
});

suite("a configuration gives the same each time", (test) => {
  const head = `import { defineConfig } from "mqant-gen";\n`;
  for (const [text, isFixed] of [
    [
      `${head}/* all */ export default defineConfig({ only: ["gate"], rules: { MQ2001: 'off', }, });`,
      true,
    ],
    [`export default { cache: false } satisfies MqantGenConfig;\n`, true],
    [`export default { out: process.env["OUT"] };`, false],
    [`${head}import base from "./base.ts";\nexport default { ...base };`, false],
    [`const out = "x";\nexport default { out };`, false],
    ["export default { out: `${Date.now()}` };", false],
    [`export default { out: "a" + Math.random() };`, false],
  ] as const) {
    test(`${JSON.stringify(text)}: ${isFixed ? "yes" : "who knows"}`, () => {
      using folder = new ProjectFolder({ "mqant.config.ts": text });
      assert.is(isFixedConfig(folder.file("mqant.config.ts"), new Disk()), isFixed);
    });
  }
});

suite(
  "the command's second run",
  (test) => {
    test("loads no compiler, and tells the warnings again", async () => {
      const conditional = files["src/chat.ts"].replace(
        "this.server.",
        "if (settings) this.server.",
      );
      using folder = new ProjectFolder({ ...files, "src/chat.ts": conditional });
      const first = await startMqantGen(folder.path, []);
      const second = await startMqantGen(folder.path, [], {
        NODE_V8_COVERAGE: folder.file("loaded"),
      });
      assert.is(second.exitCode, 0);
      assert.match(first.stderr, "MQ2001");
      // What takes a while is told to last, which is no part of the report.
      assert.is(second.stderr, first.stderr.replace(/^\w+ …\n/gm, ""));
      assert.match(second.stdout, /^1 module, 1 handler, 0 files written, 9 unchanged, 1 warning/);
      const loaded = readdirSync(folder.file("loaded")).map((name) =>
        folder.read(`loaded/${name}`),
      );
      assert.match(loaded.join(""), "dist/cli.cjs");
      assert.not.match(
        loaded.join(""),
        /(node_modules\/(ts-morph|@ts-morph|zod|handlebars|commander)|dist\/compiler)\//,
      );
    });

    test("reads all of it where no cache is wanted", async () => {
      using folder = new ProjectFolder({ ...files, "mqant.config.json": `{ "cache": false }` });
      for (const more of [[], ["--no-cache"]]) {
        const args = ["--json", ...more];
        await mqantGen(folder.path, args);
        const { stdout } = await mqantGen(folder.path, args);
        const { timingsMs } = JSON.parse(stdout) as { timingsMs: object };
        assert.ok("read" in timingsMs && !("cache" in timingsMs), stdout);
      }
    });
  },
  startsCommand,
);
