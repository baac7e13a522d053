import path from "node:path";
import * as assert from "uvu/assert";
import type { OpenProject } from "../../../generator/read/project/open-project.ts";
import { suite } from "../../support/suite.ts";
import { ChangingProject } from "./changing-project.ts";

/** A project in which one import is followed. */
class ImportingProject extends ChangingProject {
  /** The file that `src/main.ts` imports, which is the same for whoever knows nothing of earlier. */
  imported(): string | undefined {
    const found = this.#importIn(this.open());
    assert.is(found, this.#importIn(this.openFirst()));
    return found;
  }

  #importIn({ graph }: OpenProject): string | undefined {
    const file = graph.node(this.at("src/main.ts"))?.imports[0];
    return file === undefined ? undefined : path.relative(this.at("."), file);
  }
}

const bundler = { compilerOptions: { module: "preserve", moduleResolution: "bundler" } };

suite("imports of a project that is opened again", (test) => {
  test("lead to a file that comes before the one that was found", () => {
    using project = new ImportingProject(
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
    using project = new ImportingProject(
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
    using project = new ImportingProject({
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
    using project = new ImportingProject({
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
    using project = new ImportingProject(
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
    using project = new ImportingProject(
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
    using project = new ImportingProject(
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
    using project = new ImportingProject({
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
    using project = new ImportingProject(
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
    using project = new ImportingProject({
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
    using project = new ImportingProject(
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
