import { mkdirSync, renameSync, rmSync, symlinkSync } from "node:fs";
import path from "node:path";
import { ts } from "ts-morph";
import * as assert from "uvu/assert";
import { changedPaths } from "../../../generator/disk/changed-paths.ts";
import { Disk } from "../../../generator/disk/disk.ts";
import { type OpenProject, openProject } from "../../../generator/read/project/open-project.ts";
import { suite } from "../../support/suite.ts";
import { type ProjectOptions, SourceProject, type Sources } from "./sources.ts";

/** A project that is opened again after each change, from what was known before. */
class ChangingProject implements Disposable {
  readonly #files: SourceProject;
  #disk = new Disk();
  #before: OpenProject | undefined;

  /** @param sources - Among them `src/main.ts`, which imports one thing. */
  constructor(sources: Sources, options: ProjectOptions = {}) {
    this.#files = new SourceProject(sources, options);
  }

  at(file: string): string {
    return path.join(this.#files.root, file);
  }

  write(file: string, text = "export {};"): void {
    this.#files.write({ [file]: text });
  }

  remove(file: string): void {
    rmSync(this.at(file), { recursive: true });
  }

  move(from: string, to: string): void {
    mkdirSync(path.dirname(this.at(to)), { recursive: true });
    renameSync(this.at(from), this.at(to));
  }

  link(from: string, to: string): void {
    rmSync(this.at(from), { force: true });
    mkdirSync(path.dirname(this.at(from)), { recursive: true });
    symlinkSync(this.at(to), this.at(from));
  }

  /** The file that `src/main.ts` imports, which is the same for whoever knows nothing of earlier. */
  imported(): string | undefined {
    this.#disk = this.#disk.without(changedPaths(this.#disk));
    this.#before = this.#open(this.#disk, this.#before);
    const found = this.#importIn(this.#before);
    assert.is(found, this.#importIn(this.#open(new Disk())));
    return found;
  }

  [Symbol.dispose](): void {
    this.#files[Symbol.dispose]();
  }

  #open(disk: Disk, before?: OpenProject): OpenProject {
    const out = this.at("src/generated");
    return openProject(this.at("tsconfig.json"), out, new Map(), disk, before);
  }

  #importIn({ program, checker }: OpenProject): string | undefined {
    const main = program.getSourceFile(this.at("src/main.ts"));
    const declaration = main?.statements.find(ts.isImportDeclaration);
    const symbol = declaration && checker.getSymbolAtLocation(declaration.moduleSpecifier);
    const file = symbol?.declarations?.[0]?.getSourceFile().fileName;
    return file === undefined ? undefined : path.relative(this.at("."), file);
  }
}

const bundler = { compilerOptions: { module: "preserve", moduleResolution: "bundler" } };

suite("imports of a project that is opened again", (test) => {
  test("lead to a file that comes before the one that was found", () => {
    using project = new ChangingProject(
      { "src/main.ts": `import "./a";`, "src/a/index.d.ts": "export {};" },
      bundler,
    );
    assert.is(project.imported(), "src/a/index.d.ts");
    for (const file of ["src/a/index.ts", "src/a.d.ts", "src/a.ts"]) {
      project.write(file);
      assert.is(project.imported(), file);
    }
  });

  test("lead to what is left when a file goes, and to it when it is there again", () => {
    using project = new ChangingProject(
      { "src/main.ts": `import "./a";`, "src/a.ts": "export {};", "src/a.d.ts": "export {};" },
      bundler,
    );
    assert.is(project.imported(), "src/a.ts");
    project.remove("src/a.ts");
    assert.is(project.imported(), "src/a.d.ts");
    project.remove("src/a.d.ts");
    assert.is(project.imported(), undefined);
    project.write("src/a.ts");
    assert.is(project.imported(), "src/a.ts");
  });

  test("end nowhere while a file has another name", () => {
    using project = new ChangingProject({
      "src/main.ts": `import "./dto/a.ts";`,
      "src/dto/a.ts": "export {};",
      "src/other.ts": `import "./dto/a.ts";`,
    });
    assert.is(project.imported(), "src/dto/a.ts");
    project.move("src/dto/a.ts", "src/dto/b.ts");
    assert.is(project.imported(), undefined);
    project.write("src/unrelated.ts");
    assert.is(project.imported(), undefined);
    project.move("src/dto/b.ts", "src/dto/a.ts");
    assert.is(project.imported(), "src/dto/a.ts");
  });

  test("follow folders that move", () => {
    using project = new ChangingProject({
      "src/main.ts": `import "./dto/deep/a.ts";`,
      "src/dto/deep/a.ts": "export {};",
    });
    assert.is(project.imported(), "src/dto/deep/a.ts");
    project.move("src/dto", "src/types");
    assert.is(project.imported(), undefined);
    project.move("src/types", "src/dto");
    assert.is(project.imported(), "src/dto/deep/a.ts");
  });

  test("go through path aliases in their order", () => {
    using project = new ChangingProject(
      { "src/main.ts": `import "@/a.ts";`, "second/a.ts": "export {};", "first/b.ts": "" },
      { compilerOptions: { paths: { "@/*": ["./first/*", "./second/*"] } } },
    );
    assert.is(project.imported(), "second/a.ts");
    project.write("first/a.ts");
    assert.is(project.imported(), "first/a.ts");
    project.remove("first/a.ts");
    assert.is(project.imported(), "second/a.ts");
  });

  test("obey what packages say when they say it", () => {
    const pkg = "node_modules/pkg";
    using project = new ChangingProject(
      {
        "src/main.ts": `import "pkg";`,
        [`${pkg}/package.json`]: `{ "name": "pkg", "types": "index.d.ts" }`,
        [`${pkg}/index.d.ts`]: "export {};",
        [`${pkg}/other.d.ts`]: "export {};",
      },
      bundler,
    );
    assert.is(project.imported(), `${pkg}/index.d.ts`);
    project.write(`${pkg}/package.json`, `{ "name": "pkg", "types": "other.d.ts" }`);
    assert.is(project.imported(), `${pkg}/other.d.ts`);
    project.remove(`${pkg}/package.json`);
    assert.is(project.imported(), `${pkg}/index.d.ts`);
    project.write(`${pkg}/package.json`, `{ "types": "other.d.ts" }`);
    assert.is(project.imported(), `${pkg}/other.d.ts`);
    project.remove(pkg);
    assert.is(project.imported(), undefined);
  });

  test("find packages that are installed nearer", () => {
    using project = new ChangingProject(
      {
        "src/main.ts": `import "pkg";`,
        "node_modules/pkg/index.d.ts": "export {};",
      },
      bundler,
    );
    assert.is(project.imported(), "node_modules/pkg/index.d.ts");
    project.write("src/node_modules/pkg/index.d.ts");
    assert.is(project.imported(), "src/node_modules/pkg/index.d.ts");
  });

  test("are read as the nearest package has it", () => {
    using project = new ChangingProject({
      "src/main.ts": `import "pkg";`,
      "node_modules/pkg/package.json": JSON.stringify({
        name: "pkg",
        exports: { import: { types: "./esm.d.mts" }, require: { types: "./cjs.d.cts" } },
      }),
      "node_modules/pkg/esm.d.mts": "export {};",
      "node_modules/pkg/cjs.d.cts": "export {};",
    });
    assert.is(project.imported(), "node_modules/pkg/esm.d.mts");
    project.write("src/package.json", `{ "type": "commonjs" }`);
    assert.is(project.imported(), "node_modules/pkg/cjs.d.cts");
  });

  test("follow links to wherever they lead", () => {
    using project = new ChangingProject(
      {
        "src/main.ts": `import "shared";`,
        "packages/one/index.d.ts": "export {};",
        "packages/two/index.d.ts": "export {};",
      },
      bundler,
    );
    project.link("node_modules/shared", "packages/one");
    assert.is(project.imported(), "packages/one/index.d.ts");
    project.link("node_modules/shared", "packages/two");
    assert.is(project.imported(), "packages/two/index.d.ts");
    project.remove("packages/two");
    assert.is(project.imported(), undefined);
  });

  test("are searched for anew under other options", () => {
    const at = (folder: string): string =>
      JSON.stringify({
        compilerOptions: { module: "nodenext", types: [], paths: { at: [`./${folder}/a.ts`] } },
        include: ["src"],
      });
    using project = new ChangingProject({
      "src/main.ts": `import "at";`,
      "one/a.ts": "export {};",
      "two/a.ts": "export {};",
    });
    project.write("tsconfig.json", at("one"));
    assert.is(project.imported(), "one/a.ts");
    project.write("tsconfig.json", at("two"));
    assert.is(project.imported(), "two/a.ts");
  });

  test("lead to what belongs to a file that was left out for a while", () => {
    using project = new ChangingProject(
      { "src/main.ts": `import "./a";`, "src/a/index.ts": "export {};", "src/b.ts": "" },
      bundler,
    );
    assert.is(project.imported(), "src/a/index.ts");
    project.move("src/main.ts", "main.ts");
    assert.is(project.imported(), undefined);
    project.write("src/a.ts");
    assert.is(project.imported(), undefined);
    project.move("main.ts", "src/main.ts");
    assert.is(project.imported(), "src/a.ts");
  });
});
