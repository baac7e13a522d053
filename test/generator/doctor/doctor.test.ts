import { spawnSync } from "node:child_process";
import { mkdirSync, symlinkSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import * as assert from "uvu/assert";
import { checkVersions } from "../../../generator/doctor/check-versions.ts";
import { examine } from "../../../generator/doctor/examine.ts";
import type { Finding } from "../../../generator/doctor/finding.ts";
import { isAtLeast } from "../../../generator/doctor/installed.ts";
import { resolveSettings } from "../../../generator/settings.ts";
import { version } from "../../../generator/version.ts";
import { suite } from "../../support/suite.ts";
import { TemporaryFolder } from "../../support/temporary-folder.ts";
import { mqantGen, startMqantGen, startsCommand } from "../cli/project-folder.ts";

/** Packages by their folder in `node_modules`. */
type Packages = Readonly<Record<string, string>>;

const healthyPackages: Packages = {
  mqant: version,
  "mqant-gen": version,
  typescript: "5.9.3",
  zod: "4.6.7",
  "@types/node": "20.19.43",
};

const healthyOptions = { strict: true, lib: ["es2023"], module: "nodenext", types: ["node"] };

const healthyFiles: Readonly<Record<string, string>> = {
  "tsconfig.json": JSON.stringify({ compilerOptions: healthyOptions, include: ["src"] }),
  "src/main.ts": `import { createApp } from "mqant";
import { schemas } from "./generated/schemas.js";
await createApp({ schemas }).run();
`,
  "src/generated/registry.d.ts": "export {};\n",
  "mqant.lock.json": "{}\n",
  ".gitattributes": "src/generated/** linguist-generated eol=lf\n",
};

/** A project with packages of these versions, in a git repository of its own. */
async function projectWith(
  files: Readonly<Record<string, string>>,
  packages: Packages = healthyPackages,
): Promise<TemporaryFolder> {
  const folder = await TemporaryFolder.with(files);
  for (const [place, packageVersion] of Object.entries(packages)) {
    const manifest = folder.file(join("node_modules", place, "package.json"));
    mkdirSync(dirname(manifest), { recursive: true });
    writeFileSync(manifest, JSON.stringify({ version: packageVersion }));
  }
  git(folder, "init", "--quiet");
  return folder;
}

function git(folder: TemporaryFolder, ...args: string[]): void {
  const { status, stderr } = spawnSync("git", args, { cwd: folder.path, encoding: "utf8" });
  assert.is(status, 0, stderr);
}

/** What is not fine: level, check, and what is said of it. */
async function complaints(folder: TemporaryFolder): Promise<string[]> {
  const settings = await resolveSettings({ project: folder.file("tsconfig.json") });
  return told(await examine(settings));
}

function told(findings: readonly Finding[]): string[] {
  return findings
    .filter(({ level }) => level !== "fine")
    .map(({ level, check, message }) => `${level} ${check}: ${message}`);
}

suite("a project that is set up well", (test) => {
  test("gives no cause for complaint", async () => {
    await using folder = await projectWith(healthyFiles);
    git(folder, "add", "mqant.lock.json");
    assert.equal(await complaints(folder), []);
  });

  test("may have its packages in a workspace above it, and none of ours linked twice", async () => {
    await using workspace = await projectWith({});
    const place = workspace.file("server");
    for (const [name, text] of Object.entries(healthyFiles))
      await workspace.write(`server/${name}`, text);
    mkdirSync(join(place, "node_modules"));
    symlinkSync(workspace.file("node_modules/mqant"), join(place, "node_modules/mqant"));
    git(workspace, "add", "server/mqant.lock.json");
    const settings = await resolveSettings({ project: join(place, "tsconfig.json") });
    assert.equal(told(await examine(settings)), []);
  });
});

suite("the doctor complains of", (test) => {
  const versions = (packages: Packages, node = "20.19.0"): Promise<string[]> =>
    projectWith({}, packages).then(async (folder) => {
      await using closing = folder;
      return told(checkVersions(closing.path, { node, generator: version }));
    });

  test("versions that are too old, or don't go together", async () => {
    const packages = { ...healthyPackages, typescript: "5.3.3", zod: "3.25.0", mqant: "0.0.9" };
    assert.equal(await versions({ ...packages, "mqant-gen": "0.0.9" }, "18.20.0"), [
      "problem node: Node.js is 18.20.0",
      "problem typescript: typescript is 5.3.3: it can't read all of what is generated",
      "problem zod: zod is 3.25.0; expected 4, from 4.3 on",
      `problem mqant: mqant is 0.0.9, mqant-gen ${version}: they belong together`,
      `problem mqant-gen: this is mqant-gen ${version}, the project has 0.0.9`,
    ]);
  });

  test("what is not installed", async () => {
    assert.equal(await versions({}), [
      "warning typescript: typescript is not installed: nothing checks the types of the project",
      "problem zod: zod is not installed: generated validators need it",
      "problem mqant: mqant is not installed",
      "warning mqant-gen: mqant-gen is not installed here: others may run another version",
    ]);
  });

  test("several copies of mqant, wherever they are", async () => {
    const packages = { ...healthyPackages, "@games/room/node_modules/mqant": version };
    assert.equal(await versions(packages), [
      "problem one mqant: there are 2 copies of mqant (node_modules/mqant, " +
        "node_modules/@games/room/node_modules/mqant): the generated types reach only one of them",
    ]);
  });

  test("a tsconfig that is missing, or whose types don't mean what they say", async () => {
    await using none = await projectWith({});
    assert.match((await complaints(none))[0] ?? "", "problem tsconfig: there is no tsconfig.json");

    const loose = { compilerOptions: { module: "nodenext" }, include: ["src"] };
    await using folder = await projectWith({
      ...healthyFiles,
      "tsconfig.json": JSON.stringify(loose),
    });
    git(folder, "add", "mqant.lock.json");
    const old = await complaints(folder);
    assert.equal(
      old.map((line) => line.split(":")[0]),
      ["warning strict", "warning lib"],
    );
    // TypeScript 6 is strict by itself, and takes no types by itself.
    const manifest = folder.file("node_modules/typescript/package.json");
    writeFileSync(manifest, JSON.stringify({ version: "6.0.3" }));
    assert.equal(
      (await complaints(folder)).map((line) => line.split(":")[0]),
      ["warning lib", "warning types"],
    );
  });

  test("output that is missing, that the project does not see, or does not use", async () => {
    const { "src/generated/registry.d.ts": registry = "", ...sources } = healthyFiles;
    await using ungenerated = await projectWith(sources);
    git(ungenerated, "add", "mqant.lock.json");
    assert.equal(await complaints(ungenerated), [
      "problem output: nothing is generated in src/generated yet",
    ]);

    const narrow = { compilerOptions: healthyOptions, files: ["src/main.ts"] };
    await using unseen = await projectWith({
      ...sources,
      "src/generated/registry.d.ts": registry,
      "tsconfig.json": JSON.stringify(narrow),
      "src/main.ts": `import { createApp } from "mqant";\nawait createApp().run();\n`,
    });
    git(unseen, "add", "mqant.lock.json");
    assert.equal(await complaints(unseen), [
      "problem output: the tsconfig does not include src/generated: calls are not checked",
      "problem schemas: createApp is not given the generated schemas: what clients send is not checked",
    ]);
  });

  test("what git does not keep", async () => {
    const { ".gitattributes": _, ...files } = healthyFiles;
    await using folder = await projectWith(files);
    assert.equal(await complaints(folder), [
      "warning lock file: mqant.lock.json is not in git: nobody sees when the contract changes",
      "warning line ends: a checkout on Windows may change the line ends of generated files",
    ]);
  });
});

suite(
  "mqant-gen doctor",
  (test) => {
    test("tells what to do, and exits with 1 for problems alone", async () => {
      await using folder = await projectWith(healthyFiles);
      const warned = await startMqantGen(folder.path, ["doctor"]);
      assert.is(warned.exitCode, 0);
      assert.match(warned.stdout, "warning  lock file: mqant.lock.json is not in git");
      assert.match(warned.stdout, "\n         git add mqant.lock.json\n");
      assert.match(warned.stdout, "\n0 problems, 1 warning\n");

      await folder.write("src/main.ts", `import { createApp } from "mqant";\ncreateApp();\n`);
      const { exitCode, stdout } = await mqantGen(folder.path, ["doctor", "--json"]);
      assert.is(exitCode, 1);
      const { findings } = JSON.parse(stdout) as { findings: Finding[] };
      assert.ok(findings.some(({ check, level }) => check === "schemas" && level === "problem"));
    });
  },
  startsCommand,
);

suite("versions", (test) => {
  test("are compared by their numbers", () => {
    assert.ok(isAtLeast("20.19.0", "20.19"));
    assert.ok(isAtLeast("10.0.0", "9.9"));
    assert.not.ok(isAtLeast("4.2.9", "4.3"));
    assert.ok(isAtLeast("7.1.0-beta.2", "5.4"));
  });
});
