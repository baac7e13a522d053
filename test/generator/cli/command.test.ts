import { existsSync } from "node:fs";
import * as assert from "uvu/assert";
import { suite } from "../../support/suite.ts";
import {
  chatProject,
  mqantGen,
  ProjectFolder,
  startMqantGen,
  startsCommand,
} from "./project-folder.ts";

/** As much of a JSON report as is looked at. */
interface Document {
  exitCode: number;
  counts: { errors: number };
  diagnostics: { location: { file: string } }[];
  files: unknown[];
}

/** A module whose handler's parameter has no type. */
const broken =
  chatProject["src/chat.ts"]?.replace("message: { text: string }", "message: any") ?? "";

suite(
  "the command",
  (test) => {
    test("writes what changed, tells it in one line per file, and adds up", async () => {
      using folder = new ProjectFolder(chatProject);
      const first = await startMqantGen(folder.path, []);
      assert.is(first.exitCode, 0, first.stderr);
      const lines = first.stdout.trimEnd().split("\n");
      assert.equal(lines.slice(0, -1), [
        "written src/generated/registry.d.ts",
        "written src/generated/registry.d.ts.map",
        "written src/generated/chat.client.ts",
        "written src/generated/chat.schema.ts",
        "written src/generated/schemas.ts",
        "written src/generated/gate.ts",
        "written src/generated/gate-methods.d.ts",
        "written src/generated/gate-methods.d.ts.map",
        "written mqant.lock.json",
      ]);
      assert.match(
        lines.at(-1) ?? "",
        /^1 module, 1 handler, 9 files written, 0 unchanged, 0 errors \(\d+ ms\)$/,
      );

      const second = await startMqantGen(folder.path, ["generate"]);
      assert.match(second.stdout, /^1 module, 1 handler, 0 files written, 9 unchanged, 0 errors/);
      assert.not.match(first.stdout + second.stdout, "\u001b[");
    });

    test("reports errors with their place, code and cure, and then writes nothing", async () => {
      using folder = new ProjectFolder({ ...chatProject, "src/chat.ts": broken });
      const { exitCode, stdout, stderr } = await mqantGen(folder.path, []);
      assert.is(exitCode, 1);
      assert.match(stderr, /^src\/chat\.ts:12:33 - error MQ1\d{3}: /m);
      assert.match(stderr, /> 12 \|.*message: any/);
      assert.match(stderr, "hint:");
      assert.match(stdout, /1 error \(\d+ ms\)$/m);
      assert.not.ok(existsSync(folder.file("src/generated")));
      assert.not.ok(existsSync(folder.file("mqant.lock.json")));
    });

    test("keeps the last good output while there are errors", async () => {
      using folder = new ProjectFolder(chatProject);
      await mqantGen(folder.path, []);
      const before = folder.read("src/generated/chat.client.ts");
      folder.write("src/chat.ts", broken);
      await mqantGen(folder.path, []);
      assert.is(folder.read("src/generated/chat.client.ts"), before);
    });

    test("--check compares, shows the lines that differ, and exits with 3", async () => {
      using folder = new ProjectFolder(chatProject);
      await mqantGen(folder.path, []);
      assert.is((await mqantGen(folder.path, ["--check"])).exitCode, 0);
      folder.write(
        "src/chat.ts",
        chatProject["src/chat.ts"]?.replaceAll("HD_Say", "HD_Tell") ?? "",
      );
      const { exitCode, stdout } = await mqantGen(folder.path, ["--check"]);
      assert.is(exitCode, 3);
      assert.match(stdout, "stale src/generated/gate.ts");
      assert.match(stdout, /^ {2}- {2}say\(.*\n(?: {2}- .*\n)* {2}\+ {2}tell\(/m);
      assert.match(stdout, /\d files stale/);
      assert.match(folder.read("src/generated/gate.ts"), "HD_Say");
    });

    test("--dry-run lists what would be written", async () => {
      using folder = new ProjectFolder(chatProject);
      const { exitCode, stdout } = await mqantGen(folder.path, ["--dry-run"]);
      assert.is(exitCode, 0);
      assert.match(stdout, "would write src/generated/gate.ts");
      assert.match(stdout, "9 files would change");
      assert.not.ok(existsSync(folder.file("src/generated")));
    });

    test("--only and --out say what goes where", async () => {
      using folder = new ProjectFolder(chatProject);
      const { exitCode } = await mqantGen(folder.path, [
        "--only",
        "gate, lock",
        "-o",
        "web",
        "--profile",
      ]);
      assert.is(exitCode, 0);
      assert.ok(existsSync(folder.file("web/gate.ts")));
      assert.not.ok(existsSync(folder.file("web/registry.d.ts")));
    });

    test("--profile tells how long each stage took", async () => {
      using folder = new ProjectFolder(chatProject);
      const { stderr } = await mqantGen(folder.path, ["--profile", "--dry-run"]);
      for (const stage of ["open", "find", "read", "emit", "write", "total"]) {
        assert.match(stderr, new RegExp(`^${stage} +[\\d.]+ ms$`, "m"));
      }
    });
  },
  startsCommand,
);

suite(
  "reports of the command",
  (test) => {
    test("are one JSON document with --format json", async () => {
      using folder = new ProjectFolder({ ...chatProject, "src/chat.ts": broken });
      const { exitCode, stdout } = await mqantGen(folder.path, ["--format", "json"]);
      assert.is(exitCode, 1);
      const report = JSON.parse(stdout) as Document;
      assert.is(report.exitCode, 1);
      assert.is(report.diagnostics[0]?.location.file, "src/chat.ts");
      assert.is(report.counts.errors, 1);

      folder.write("src/chat.ts", chatProject["src/chat.ts"] ?? "");
      const written = await mqantGen(folder.path, ["--json"]);
      const { files } = JSON.parse(written.stdout) as Document;
      assert.equal(files[0], {
        path: "src/generated/registry.d.ts",
        kind: "registry",
        status: "written",
      });
    });

    test("are annotations with --format github", async () => {
      using folder = new ProjectFolder({ ...chatProject, "src/chat.ts": broken });
      const { stdout } = await mqantGen(folder.path, ["--format", "github"]);
      assert.match(
        stdout,
        /^::error file=src\/chat\.ts,line=12,col=33,endLine=12,endColumn=\d+,title=MQ1\d{3}::.+%0A/m,
      );

      folder.write("src/chat.ts", chatProject["src/chat.ts"] ?? "");
      const stale = await mqantGen(folder.path, ["--format", "github", "--check"]);
      assert.is(stale.exitCode, 3);
      assert.match(
        stale.stdout,
        "::error file=src/generated/gate.ts::is stale; run `npx mqant-gen`",
      );
    });
  },
  startsCommand,
);

suite(
  "wrong usage of the command",
  (test) => {
    const wrong: readonly (readonly [args: readonly string[], message: RegExp])[] = [
      [["genrate"], /unknown command "genrate"; did you mean "generate"\?/],
      [["--projct", "x"], /unknown option '--projct'\n\(Did you mean --project\?\)/],
      [["--only", "clinets"], /found "clinets"; did you mean "clients"\?/],
      [["--format", "xml"], /Allowed choices are pretty, json, github/],
      [["--watch", "--check"], /'-w, --watch' cannot be used with option '--check'/],
      [["--json", "--format", "github"], /'--json' cannot be used with option '--format <format>'/],
      [["--config", "none.ts"], /none\.ts: no such file/],
      [["--out", "."], /holds the sources/],
      [["--project", "none.json"], /MQ1060: there is no none\.json/],
    ];
    for (const [args, message] of wrong) {
      test(`exits with 2: ${args.join(" ")}`, async () => {
        using folder = new ProjectFolder(chatProject);
        const { exitCode, stderr } = await mqantGen(folder.path, args);
        assert.is(exitCode, 2);
        assert.match(stderr, message);
        assert.not.match(stderr, /^\s+at /m);
        assert.not.ok(existsSync(folder.file("src/generated")));
      });
    }

    test("exits with 2 where files of others stand in the way", async () => {
      using folder = new ProjectFolder({ ...chatProject, "src/generated/gate.ts": "export {};\n" });
      const { exitCode, stderr } = await mqantGen(folder.path, []);
      assert.is(exitCode, 2);
      assert.match(stderr, "MQ1062: src/generated/gate.ts was not written by mqant-gen");
      assert.is(folder.read("src/generated/gate.ts"), "export {};\n");
    });
  },
  startsCommand,
);

suite(
  "help of the command",
  (test) => {
    test("shows options, examples and exit codes", async () => {
      using folder = new ProjectFolder();
      const { exitCode, stdout } = await mqantGen(folder.path, ["--help"]);
      assert.is(exitCode, 0);
      for (const part of [
        "--project <file>",
        "--check",
        "Examples:",
        "$ mqant-gen --check",
        "Exit codes:",
      ]) {
        assert.match(stdout, part);
      }
    });

    test("tells the version", async () => {
      using folder = new ProjectFolder();
      assert.match((await mqantGen(folder.path, ["--version"])).stdout, /^\d+\.\d+\.\d+/);
    });
  },
  startsCommand,
);
