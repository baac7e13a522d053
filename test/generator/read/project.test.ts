import fs from "node:fs";
import path from "node:path";
import * as assert from "uvu/assert";
import type { Diagnostic } from "../../../generator/diagnostic.ts";
import { GeneratorError } from "../../../generator/generator-error.ts";
import { readContract } from "../../../generator/read/read-contract.ts";
import { suite } from "../../support/suite.ts";
import {
  installed,
  moduleSource,
  onlyHandler,
  onlyModule,
  places,
  show,
  SourceProject,
  type Sources,
} from "./sources.ts";

const login = moduleSource(
  `this.server.registerGO("f", this.f);`,
  "f(x: string): void { void x; }",
);

/** Why a project could not be opened. */
function failure(sources: Sources, project = "tsconfig.json"): Diagnostic {
  using files = new SourceProject(sources);
  try {
    readContract({ project: path.join(files.root, project), out: path.join(files.root, "out") });
  } catch (error) {
    if (!(error instanceof GeneratorError)) throw error;
    assert.is(error.diagnostics.length, 1);
    const [diagnostic] = error.diagnostics;
    if (diagnostic !== undefined) return diagnostic;
  }
  throw new Error("nothing was thrown");
}

suite("project: the tsconfig", (test) => {
  const broken: [title: string, sources: Sources, place: string, message: RegExp][] = [
    ["is missing", {}, "other.json:1:1", /^there is no other\.json$/],
    ["is no JSON", { "other.json": `{\n  "include": [` }, "other.json:2:15", /can't be used: /],
    [
      "includes nothing",
      { "other.json": `{ "include": ["nowhere"] }` },
      "other.json:1:1",
      /No inputs were found/,
    ],
    [
      "refers to no project",
      { "other.json": `{ "files": [], "references": [{ "path": "./src" }] }` },
      "other.json:1:1",
      /refers to .*src, which has no tsconfig/,
    ],
    [
      "extends what is missing",
      { "other.json": `{ "extends": "./gone.json" }` },
      "other.json:1:1",
      /gone\.json/,
    ],
    [
      "extends itself",
      { "other.json": `{ "extends": "./other.json" }` },
      "other.json:1:1",
      /[Cc]ircular/,
    ],
  ];
  for (const [title, sources, place, message] of broken) {
    test(`that ${title} is MQ1060`, () => {
      const diagnostic = failure({ "src/login.ts": login, ...sources }, "other.json");
      assert.equal(places([diagnostic]), [`MQ1060 ${place}`]);
      assert.match(diagnostic.message, message);
    });
  }

  test("may have comments, unknown options, old options, and what it extends", () => {
    using project = new SourceProject(
      { "src/login.ts": login },
      {
        compilerOptions: {
          fromTheFuture: true,
          baseUrl: ".",
          moduleResolution: "node10",
          module: "esnext",
        },
        tsconfig: { extends: "./base.json" },
      },
    );
    project.write({ "base.json": `{ // a comment\n "compilerOptions": { "strict": true, }, }` });
    const result = project.read();
    assert.equal(show(result.diagnostics), []);
    assert.equal(result.files, ["base.json", "src/login.ts", "tsconfig.json"]);
    assert.is(result.root, project.root);
  });

  test("decides how imports end", () => {
    const extension = (compilerOptions: Record<string, unknown>): string => {
      using project = new SourceProject({ "src/login.ts": login }, { compilerOptions });
      return project.read().importExtension;
    };
    assert.is(extension({}), ".ts");
    assert.is(extension({ allowImportingTsExtensions: false }), ".js");
    assert.is(
      extension({ allowImportingTsExtensions: false, rewriteRelativeImportExtensions: true }),
      ".ts",
    );
  });
});

suite("project: mqant", (test) => {
  const gate = `import { Gate } from "mqant"; export class MyGate extends Gate {}`;

  test("installed as a package is recognised by its declarations", () => {
    using project = new SourceProject(
      { ...installed, "src/login.ts": login, "src/gate.ts": gate },
      { compilerOptions: { paths: {} } },
    );
    const result = project.read();
    assert.equal(show(result.diagnostics), []);
    assert.equal(
      result.contract.modules.map(({ type, handlers }) => `${type} ${handlers.length}`),
      ["Gate 0", "Login 1"],
    );
    assert.equal(result.contract.modules[1]?.reads, ["src/login.ts"]);
  });

  test("linked into node_modules is recognised as well", () => {
    using project = new SourceProject(
      { "src/login.ts": login },
      { compilerOptions: { paths: {} } },
    );
    const linked = Object.fromEntries(
      Object.entries(installed).map(([file, text]) => [
        file.replace("node_modules/mqant", "elsewhere"),
        text,
      ]),
    );
    project.write(linked);
    fs.mkdirSync(path.join(project.root, "node_modules"));
    fs.symlinkSync(
      path.join(project.root, "elsewhere"),
      path.join(project.root, "node_modules/mqant"),
    );
    assert.equal(show(project.read().diagnostics), []);
  });

  test("another package with the same classes is not", () => {
    const other = Object.fromEntries(
      Object.entries(installed).map(([file, text]) => [
        file,
        file.endsWith("package.json") ? text.replace('"mqant"', '"somebody"') : text,
      ]),
    );
    using project = new SourceProject(
      { ...other, "src/login.ts": login },
      { compilerOptions: { paths: {} } },
    );
    assert.equal(places(project.read().diagnostics), ["MQ1001 tsconfig.json:1:1"]);
  });

  test("that can't be resolved leaves no module", () => {
    using project = new SourceProject(
      { "src/login.ts": login },
      { compilerOptions: { paths: {} } },
    );
    assert.equal(places(project.read().diagnostics), ["MQ1001 tsconfig.json:1:1"]);
  });
});

suite("project: @types", (test) => {
  const buffers = moduleSource(
    `this.server.registerGO("f", this.f);`,
    "f(x: Buffer): void { void x; }",
  );
  const options = { compilerOptions: { paths: {}, types: undefined } };
  const typescript = (version: string): Sources => ({
    "node_modules/typescript/package.json": JSON.stringify({ name: "typescript", version }),
  });

  for (const version of ["5.9.3", undefined]) {
    test(`are all there without types and with TypeScript ${version ?? "unknown"}`, () => {
      using project = new SourceProject(
        {
          ...installed,
          "src/login.ts": buffers,
          ...(version === undefined ? {} : typescript(version)),
        },
        options,
      );
      project.install("@types/node");
      project.install("undici-types");
      assert.equal(show(project.read().diagnostics), []);
    });
  }

  test("are not since TypeScript 6: Buffer is MQ1051 with a hint, never just its name", () => {
    using project = new SourceProject(
      { ...installed, "src/login.ts": buffers, ...typescript("7.0.2") },
      options,
    );
    project.install("@types/node");
    const { diagnostics } = project.read();
    assert.equal(show(diagnostics), [
      "MQ1051 src/login.ts:7:3 Login.f(x) mentions Buffer, which can't be resolved",
    ]);
    assert.match(diagnostics[0]?.hint ?? "", /@types\/node/);
  });
});

suite("project: strictness", (test) => {
  test("null and undefined are in the contract even where the project ignores them", () => {
    using project = new SourceProject(
      {
        "src/login.ts": moduleSource(
          `this.server.registerGO("f", this.f);`,
          "f(x: string | null): void { void x; }",
        ),
      },
      { compilerOptions: { strict: false } },
    );
    assert.is(onlyHandler(project.read()).parameters[0]?.type.kind, "union");
  });

  test("a parameter without a type is refused even where the project allows it", () => {
    using project = new SourceProject(
      {
        "src/login.ts": moduleSource(`this.server.registerGO("f", this.f);`, "f(x) { return x; }"),
      },
      { compilerOptions: { strict: false, noImplicitAny: false } },
    );
    assert.equal(places(project.read().diagnostics), ["MQ1021 src/login.ts:7:3"]);
  });

  test("code with errors is read as long as signatures are known", () => {
    using project = new SourceProject({
      "src/login.ts": moduleSource(
        `this.server.registerGO("f", this.f);`,
        "f(x: string): number { return this.gone(x) + (1 as string) + missing; }",
      ),
      "src/broken.ts": "export const x: string = 1;",
    });
    const result = project.read();
    assert.equal(show(result.diagnostics), []);
    assert.equal(onlyHandler(result).result, { kind: "number" });
  });
});

suite("project: the output folder", (test) => {
  test("is no input, by any of its names", () => {
    using project = new SourceProject({ "src/login.ts": login });
    project.write({ "real/made.ts": moduleSource("", "", { type: "Made" }) });
    fs.symlinkSync(path.join(project.root, "real"), path.join(project.root, "src/generated"));
    assert.equal(onlyModule(project.read()).type, "Login");
    assert.equal(project.read("real").files, ["src/login.ts", "tsconfig.json"]);
  });

  test("does not hide a folder whose name begins like its own", () => {
    using project = new SourceProject({
      "src/gen/made.ts": "export {};",
      "src/generator/login.ts": login,
    });
    const result = project.read("src/gen");
    assert.equal(result.files, ["src/generator/login.ts", "tsconfig.json"]);
    assert.is(onlyModule(result).type, "Login");
  });
});

suite("project: progress and times", (test) => {
  test("each module is announced, and each stage timed", () => {
    using project = new SourceProject({
      "src/a.ts": moduleSource("", "", { type: "A" }),
      "src/b.ts": moduleSource("", "", { type: "B" }),
    });
    const steps: string[] = [];
    const result = readContract({
      project: path.join(project.root, "tsconfig.json"),
      out: path.join(project.root, "out"),
      onProgress: ({ stage, done, total }) => steps.push(`${stage} ${done}/${total}`),
    });
    assert.equal(steps, ["read 0/2", "read 1/2", "read 2/2"]);
    assert.equal(Object.keys(result.timings), ["open", "find", "read", "check"]);
  });

  test("a file changed between two runs is read anew", () => {
    using project = new SourceProject({ "src/login.ts": login });
    assert.equal(onlyHandler(project.read()).parameters[0]?.type, { kind: "string" });
    project.write({ "src/login.ts": login.replace("x: string", "x: number") });
    assert.equal(onlyHandler(project.read()).parameters[0]?.type, { kind: "number" });
  });
});
