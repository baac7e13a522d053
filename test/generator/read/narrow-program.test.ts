import * as assert from "uvu/assert";
import type { OpenProject } from "../../../generator/read/project/open-project.ts";
import { suite } from "../../support/suite.ts";
import { ChangingProject } from "./changing-project.ts";

const bundler = { compilerOptions: { module: "preserve", moduleResolution: "bundler" } };

/** The sources of a project, those in brackets that its program leaves out. */
function sourcesOf({ sources, isLeftOut, locator }: OpenProject): string {
  const names = sources.map((source) =>
    isLeftOut(source) ? `(${locator.fileOf(source)})` : locator.fileOf(source),
  );
  return names.join(" ").replaceAll("src/", "").replaceAll(".ts", "");
}

/** Two packages of one name, of which the nearer one says what everybody sees. */
const kits = {
  "node_modules/kit/index.d.ts": "export interface Kit { far: 1 }",
  "src/deep/node_modules/kit/index.d.ts":
    "export {}; declare global { interface Wide { near: 1 } }",
};

suite("the program after a change", (test) => {
  test("has the files that changed, and those that see one of them", () => {
    using project = new ChangingProject({
      "src/a.ts": "export type A = 1;",
      "src/b.ts": `export * from "./a.ts";`,
      "src/c.ts": `import type { A } from "./b.ts"; export type C = A;`,
      "src/d.ts": "export type D = 1;",
    });
    assert.is(sourcesOf(project.open()), "a b c d");
    project.write("src/a.ts", "export type A = 2;");
    assert.is(sourcesOf(project.open()), "a b c (d)");
    project.write("src/e.ts", `import type { D } from "./d.ts"; export type E = D;`);
    assert.is(sourcesOf(project.open()), "(a) (b) (c) d e");
    project.move("src/e.ts", "src/f.ts");
    assert.is(sourcesOf(project.open()), "(a) (b) (c) d f");
    project.remove("src/f.ts");
    assert.is(sourcesOf(project.open("src/c.ts")), "a b c (d)");
  });

  test("has those whose imports lead elsewhere now, and lets go of what nothing leads to", () => {
    using project = new ChangingProject(
      { "src/a.ts": `import "./b";`, "src/b/index.d.ts": "export {};", "src/c.ts": "export {};" },
      { ...bundler, tsconfig: { include: ["src/*.ts"] } },
    );
    assert.is(sourcesOf(project.open()), "a b/index.d c");
    project.write("src/b.ts");
    assert.is(sourcesOf(project.open()), "a b (c)");
    project.remove("src/b.ts");
    assert.is(sourcesOf(project.open()), "a b/index.d (c)");
    project.write("src/a.ts");
    assert.is(sourcesOf(project.open()), "a (c)");
  });

  test("has what all files see, and one file that imports each package", () => {
    using project = new ChangingProject({
      ...kits,
      "src/a.ts": "export {};",
      "src/b.ts": `import "kit";`,
      "src/c.ts": `import "kit";`,
      "src/global.d.ts": "interface Wide { own: 1 }",
    });
    project.open();
    project.write("src/a.ts", "export const a = 1;");
    assert.is(sourcesOf(project.open()), "a b (c) global.d");
    project.write("src/b.ts", "export {};");
    assert.is(sourcesOf(project.open()), "(a) b c global.d");
  });

  test("is whole if what all files see changes, or would be left out", () => {
    using project = new ChangingProject(
      { ...kits, "src/a.ts": `import "kit";`, "src/deep/b.ts": `import "kit";` },
      bundler,
    );
    project.open();
    project.write("src/c.ts");
    assert.is(sourcesOf(project.open()), "a c deep/b");
    project.write("src/deep/b.ts");
    assert.is(sourcesOf(project.open()), "a c deep/b");
    project.write("src/c.ts", "export const c = 1;");
    assert.is(sourcesOf(project.open()), "a c (deep/b)");
  });

  test("puts what all files see together in the same order", () => {
    const wide = (name: string): string => `declare global { interface Wide { ${name}: 1 } }`;
    using project = new ChangingProject({
      "src/a.ts": `import "./z.ts"; export const a = 1;`,
      "src/b.ts": `export {}; ${wide("b")}`,
      "src/c.ts": "export {};",
      "src/z.ts": `export {}; ${wide("z")}`,
    });
    const order = ({ program }: OpenProject): string[] =>
      program
        .getSourceFiles()
        .flatMap(({ text }) => [...(/interface Wide \{ (\w)/.exec(text) ?? [])].slice(1));
    assert.equal(order(project.open()), ["z", "b"]);
    project.write("src/c.ts", "export const c = 1;");
    const again = project.open();
    assert.is(sourcesOf(again), "(a) b c z");
    assert.equal(order(again), ["z", "b"]);
  });

  test("is whole where files begin to belong to the project otherwise than by coming", () => {
    const include = (...names: string[]): string =>
      JSON.stringify({ compilerOptions: { module: "nodenext", types: [] }, include: names });
    using project = new ChangingProject({
      "src/a.ts": `import "../more/b.js";`,
      "more/b.ts": "export {};",
      "more/c.ts": "export {};",
    });
    project.write("tsconfig.json", include("src"));
    assert.is(sourcesOf(project.open()), "more/b a");
    project.write("tsconfig.json", include("src", "more"));
    assert.is(sourcesOf(project.open()), "more/b more/c a");
    project.write("tsconfig.json", include("src"));
    assert.is(sourcesOf(project.open()), "more/b a");
  });
});
