import fs from "node:fs";
import path from "node:path";
import { ts } from "ts-morph";
import * as assert from "uvu/assert";
import { compilerHost } from "../../../generator/read/project/compiler-host.ts";
import { Disk } from "../../../generator/disk/disk.ts";
import { insideFolder } from "../../../generator/read/project/inside-folder.ts";
import { Locator } from "../../../generator/read/location.ts";
import { MqantPackage } from "../../../generator/read/project/mqant-package.ts";
import { parseSource } from "../../../generator/read/project/parsed-sources.ts";
import { readProjectConfig } from "../../../generator/read/project/project-config.ts";
import { suite } from "../../support/suite.ts";
import { initializer, openSources, SourceProject, sourceFile, type Sources } from "./sources.ts";

/** The options that a project is read with. */
function optionsOf(
  sources: Sources,
  compilerOptions: Record<string, unknown> = {},
): ts.CompilerOptions {
  using project = new SourceProject(
    { "src/a.ts": "export {};", ...sources },
    { compilerOptions: { strict: undefined, types: undefined, ...compilerOptions } },
  );
  return readProjectConfig(path.join(project.root, "tsconfig.json"), path.join(project.root, "out"))
    .options;
}

const typescript = (version: string, folder = "."): Sources => ({
  [path.join(folder, "node_modules/typescript/package.json")]: JSON.stringify({ version }),
});

suite("options of the program", (test) => {
  test("are the same whether the user's find fault with code or not", () => {
    const known = (more: Record<string, unknown>): string =>
      JSON.stringify(optionsOf({}, more), (key, value: unknown) =>
        ["configFilePath", "pathsBasePath"].includes(key) ? undefined : value,
      );
    const plain = known({});
    const strictest = known({
      noUnusedLocals: true,
      noUnusedParameters: true,
      noImplicitReturns: true,
      noImplicitOverride: true,
      noFallthroughCasesInSwitch: true,
      noPropertyAccessFromIndexSignature: true,
      erasableSyntaxOnly: true,
      allowUnusedLabels: false,
      allowUnreachableCode: false,
    });
    assert.is(strictest, plain);
    assert.is.not(known({ exactOptionalPropertyTypes: true }), plain);
  });

  test("are the user's, but for what reading needs", () => {
    const options = optionsOf(typescript("7.0.2"), {
      target: "es2020",
      exactOptionalPropertyTypes: true,
      outDir: "x",
    });
    assert.is(options.target, ts.ScriptTarget.ES2020);
    assert.is(options.exactOptionalPropertyTypes, true);
    assert.is(options.noEmit, true);
    assert.is(options["stableTypeOrdering"], true);
    assert.is(options.strictNullChecks, true);
  });

  test("before TypeScript 6 all @types are there and strict is off, unless the user says so", () => {
    const old = optionsOf(typescript("5.9.3"));
    assert.equal([old.types, old.strict], [["*"], false]);
    const said = optionsOf(typescript("5.9.3"), { types: [], strict: true });
    assert.equal([said.types, said.strict], [[], true]);
  });

  test("since TypeScript 6 neither is touched", () => {
    for (const version of ["6.0.3", "7.1.0-beta"]) {
      const options = optionsOf(typescript(version));
      assert.equal([options.types, options.strict], [undefined, undefined]);
    }
  });

  test("a TypeScript further up counts, and an odd manifest does not", () => {
    using project = new SourceProject({
      ...typescript("7.0.2"),
      "packages/a/src/a.ts": "export {};",
    });
    project.write({
      "packages/a/tsconfig.json": `{ "include": ["src"] }`,
      "packages/b/tsconfig.json": `{ "include": ["../a/src"] }`,
      "packages/b/node_modules/typescript/package.json": `[]`,
    });
    const read = (name: string): ts.CompilerOptions =>
      readProjectConfig(path.join(project.root, "packages", name, "tsconfig.json"), "/nowhere")
        .options;
    assert.is(read("a").types, undefined);
    assert.is(read("b").types, undefined);
  });

  test("files are sorted, and those of the output folder left out", () => {
    using project = new SourceProject({ "src/b.ts": "", "src/a.ts": "", "src/gen/c.ts": "" });
    const { fileNames, configFiles, root } = readProjectConfig(
      path.join(project.root, "tsconfig.json"),
      path.join(project.root, "src/gen"),
    );
    assert.equal(
      fileNames.map((file) => path.relative(root, file)),
      ["src/a.ts", "src/b.ts"],
    );
    assert.equal(
      configFiles.map((file) => path.relative(root, file)),
      ["tsconfig.json"],
    );
  });
});

suite("files of the program", (test) => {
  test("sources are the user's alone", () => {
    using opened = openSources({
      "node_modules/pkg/package.json": `{"name":"pkg","version":"1.0.0","types":"index.d.ts"}`,
      "node_modules/pkg/index.d.ts": "export interface P { a: 1 }",
      "src/b.ts": `import type { P } from "pkg"; import { BaseModule } from "mqant"; export type B = P; void BaseModule;`,
      "src/a.ts": "export {};",
      "elsewhere/c.ts": "export {};",
      "src/d.ts": `import "../elsewhere/c.ts";`,
      "src/generated/e.ts": "export {};",
      "src/f.ts": `import "./generated/e.ts";`,
    });
    const { project } = opened;
    assert.equal(
      project.sources.map((source) => project.locator.fileOf(source)),
      ["elsewhere/c.ts", "src/a.ts", "src/b.ts", "src/d.ts", "src/f.ts"],
    );
    const all = project.program.getSourceFiles().map(({ fileName }) => fileName);
    assert.ok(all.some((file) => file.includes("/runtime/")));
    assert.ok(all.some((file) => file.endsWith("/pkg/index.d.ts")));
    assert.not.ok(all.some((file) => file.includes("/generated/")));
    for (const source of project.program.getSourceFiles()) {
      assert.is(project.isSource(source), project.sources.includes(source));
      assert.is(
        project.isLibrary(source),
        source.fileName.startsWith("/node_modules/typescript/lib/"),
      );
    }
  });

  test("the host reads, without what is generated, and never writes", () => {
    using project = new SourceProject({ "src/a.ts": "let a;", "src/generated/b.ts": "let b;" });
    const host = compilerHost({}, project.root, path.join(project.root, "src/generated"));
    const at = (file: string): string => path.join(project.root, file);
    assert.is(host.readFile(at("src/a.ts")), "let a;");
    assert.is(host.fileExists(at("src/a.ts")), true);
    assert.equal(host.getDirectories?.(at("src")), []);
    assert.is(host.readFile(at("src/generated/b.ts")), undefined);
    assert.is(host.fileExists(at("src/generated/b.ts")), false);
    assert.is(host.directoryExists?.(at("src/generated")), false);
    assert.is(host.getSourceFile(at("src/generated/b.ts"), ts.ScriptTarget.ES2022), undefined);
    assert.equal(host.getDirectories?.(at("gone")), []);
    assert.throws(() => host.writeFile(at("x.ts"), "", false), "reading sources never writes");
    assert.is(fs.existsSync(at("x.ts")), false);
  });

  test("the language's library comes with it", () => {
    const host = compilerHost({}, "/", "/out");
    const library = host.getDefaultLibFileName({ target: ts.ScriptTarget.ES2022 });
    assert.ok(host.fileExists(library));
    assert.match(host.readFile(library) ?? "", /reference lib/);
    assert.is(host.realpath?.(library), library);
    assert.ok(library.startsWith(host.getDefaultLibLocation?.() ?? "none"));
  });
});

suite("parsed sources", (test) => {
  const options: ts.CompilerOptions = { target: ts.ScriptTarget.ES2022 };

  test("the same text is parsed once, another anew", () => {
    const first = parseSource("/x/a.ts", "let a = 1;", ts.ScriptTarget.ES2022, options);
    assert.is(parseSource("/x/a.ts", "let a = 1;", ts.ScriptTarget.ES2022, options), first);
    const changed = parseSource("/x/a.ts", "let b = 1;", ts.ScriptTarget.ES2022, options);
    assert.is.not(changed, first);
    assert.is(changed.text, "let b = 1;");
  });

  test("options that decide how it is parsed make a difference, places don't", () => {
    const parse = (more: ts.CompilerOptions): ts.SourceFile =>
      parseSource("/x/b.ts", "let a = 1;", ts.ScriptTarget.ES2022, { ...options, ...more });
    const first = parse({});
    assert.is(parse({ paths: { a: ["b"] }, configFilePath: "/y/tsconfig.json" }), first);
    assert.is.not(parse({ jsx: ts.JsxEmit.React }), first);
    const commonJs = {
      languageVersion: ts.ScriptTarget.ES2022,
      impliedNodeFormat: ts.ModuleKind.CommonJS,
    } as const;
    assert.is.not(parseSource("/x/b.ts", "let a = 1;", commonJs, options), first);
  });

  test("documentation is kept, but for the standard libraries'", () => {
    const text = "/** Doc. */\ninterface A { a: 1 }";
    const docs = (file: string): number => {
      const [statement] = parseSource(file, text, ts.ScriptTarget.ES2022, options).statements;
      // Where the parser keeps comments: not in the public type.
      return (statement as { jsDoc?: unknown[] } | undefined)?.jsDoc?.length ?? 0;
    };
    assert.is(docs("/x/c.ts"), 1);
    assert.is(docs("/x/node_modules/pkg/c.d.ts"), 1);
    assert.is(docs("/x/node_modules/@types/node/c.d.ts"), 0);
  });
});

suite("places", (test) => {
  test("count from 1, without the comment in front, in any text", () => {
    using opened = openSources({
      "src/a.ts":
        "\ufeff/** doc */ const a = 1;\r\n\tconst 名 = { x: '😀', y: 2 };\u2028const c = [\n1];",
    });
    const { project } = opened;
    const place = (name: string): number[] => {
      const { line, column, endLine, endColumn } = project.locator.locate(
        initializer(project, "src/a.ts", name),
      );
      return [line, column, endLine, endColumn];
    };
    assert.equal(place("a"), [1, 22, 1, 23]);
    assert.equal(place("名"), [2, 12, 2, 29]);
    // TypeScript counts the line separator as the end of a line.
    assert.equal(place("c"), [3, 11, 4, 3]);
    const [statement] = sourceFile(project, "src/a.ts").statements;
    assert.is(statement && project.locator.locate(statement).column, 12);
  });

  test("paths are relative, with forward slashes, above the root too", () => {
    const locator = new Locator("/x/project");
    assert.is(locator.relative("/x/project/src/a.ts"), "src/a.ts");
    assert.is(locator.relative("/x/shared/b.ts"), "../shared/b.ts");
  });

  test("a name stands where the name is, what has none where it begins", () => {
    using opened = openSources({ "src/a.ts": "export class Named {}\nexport default class {}" });
    const { project } = opened;
    const [named, unnamed] = sourceFile(project, "src/a.ts").statements.filter(
      ts.isClassDeclaration,
    );
    assert.is(named && project.locator.locateName(named).column, 14);
    assert.is(unnamed && project.locator.locateName(unnamed).column, 1);
  });
});

suite("inside a folder", (test) => {
  test("is the folder and all below, nothing beside", () => {
    const inside = insideFolder("/x/out", new Disk());
    for (const file of [
      "/x/out",
      "/x/out/",
      "/x/out/a.ts",
      "/x/out/deep/../a.ts",
      "/x/out/..odd/a.ts",
    ]) {
      assert.ok(inside(file), file);
    }
    for (const file of ["/x/output/a.ts", "/x", "/x/out/../a.ts", "/y/x/out/a.ts", "x/out/a.ts"]) {
      assert.not.ok(inside(file), file);
    }
  });

  test("counts by the real name as well", () => {
    using project = new SourceProject({ "real/a.ts": "" });
    const link = path.join(project.root, "link");
    fs.symlinkSync(path.join(project.root, "real"), link);
    const inside = insideFolder(path.join(link, "not-there-yet"), new Disk());
    assert.ok(inside(path.join(project.root, "real/not-there-yet/a.ts")));
    assert.ok(inside(path.join(link, "not-there-yet/a.ts")));
    assert.not.ok(inside(path.join(project.root, "real/a.ts")));
  });
});

suite("the package mqant", (test) => {
  test("owns what its nearest named manifest says", () => {
    using project = new SourceProject({
      "node_modules/mqant/package.json": `{ "name": "mqant" }`,
      "node_modules/mqant/dist/deep/a.d.ts": "",
      "node_modules/mqant/dist/package.json": `{ "type": "module" }`,
      "node_modules/mqant/node_modules/dep/package.json": `{ "name": "dep" }`,
      "node_modules/mqant-gen/package.json": `{ "name": "mqant-gen" }`,
      "broken/package.json": `{ name: `,
    });
    const owns = (file: string): boolean =>
      new MqantPackage().ownsFile(path.join(project.root, file));
    assert.ok(owns("node_modules/mqant/index.d.ts"));
    assert.ok(owns("node_modules/mqant/dist/deep/a.d.ts"));
    assert.not.ok(owns("node_modules/mqant/node_modules/dep/index.d.ts"));
    assert.not.ok(owns("node_modules/mqant-gen/index.d.ts"));
    assert.not.ok(owns("src/mqant/a.ts"));
    assert.not.ok(owns("broken/a.ts"));
    assert.not.ok(new MqantPackage().ownsFile("/nowhere/at/all.ts"));
  });
});
