import * as assert from "uvu/assert";
import { suite } from "../../support/suite.ts";
import { moduleSource, readSources, show, SourceProject, type Sources } from "./sources.ts";

/** Modules that meet the same unions, names and generic types in different orders. */
const sources: Sources = {
  "src/a.ts": `export type A = "b" | "a" | "c"; export interface Item { x: A | null; kind: "z" | "a" }
export interface Page<T> { items: T[] }`,
  "src/b.ts": `export type B = "c" | "a" | "b"; export interface Item { y: B | number | boolean }
declare global { interface Wide { one: 1; two: string | number } }`,
  "src/c.ts": `export {}; declare global { interface Wide { three: "q" | "p" } }`,
  "src/one.ts": moduleSource(
    `this.server.registerGO("f", this.f); this.server.registerGO("e", this.f);`,
    `f(x: A.Item, y: "d" | "a" | 3 | 1): Promise<A.Page<B.Item>> { throw [x, y]; }
async p(session: Session) { await session.send("t", { at: 1, who: "x" as "x" | "b" }); }`,
    { above: `import type * as A from "./a.ts"; import type * as B from "./b.ts";\n`, type: "One" },
  ),
  "src/two.ts": moduleSource(
    `this.server.registerGO("g", this.g);`,
    `g(x: B.Item | null | string, y: 1 | "a" | 3 | "d", w: Wide): { list: A.Page<A.Item>[]; u: number | string | undefined } { throw [x, y, w]; }
async p(session: Session) { await session.sendNR("t", 1); }`,
    { above: `import type * as B from "./b.ts"; import type * as A from "./a.ts";\n`, type: "Two" },
  ),
};

const names = Object.keys(sources);

/** The contract, with the files listed in a given order, and perhaps under names that turn it around. */
function contractOf(files: readonly string[]): string {
  const result = readSources(sources, { tsconfig: { include: undefined, files } });
  assert.equal(show(result.diagnostics), []);
  return JSON.stringify(result.contract, null, 1);
}

suite("determinism", (test) => {
  test("the contract is the same in whatever order files are listed", () => {
    const expected = contractOf(names);
    const orders = [
      [...names].reverse(),
      [...names.slice(2), ...names.slice(0, 2)],
      ["src/two.ts", "src/c.ts", "src/b.ts", "src/a.ts", "src/one.ts"],
    ];
    for (const order of orders) assert.is(contractOf(order), expected);
  });

  test("a file that has nothing to do with it changes nothing", () => {
    const expected = contractOf(names);
    const more = {
      ...sources,
      "src/0.ts": `export type First = "c" | "b" | "a"; export const x: First | number | boolean | null = "a"; export let y: "d" | "a" | 3 | 1 = 1;`,
    };
    const result = readSources(more);
    assert.is(JSON.stringify(result.contract, null, 1), expected);
  });

  test("a second run in the same process gives the same", () => {
    using project = new SourceProject(sources);
    const first = project.read();
    const second = project.read();
    assert.equal(second.contract, first.contract);
    assert.equal(second.diagnostics, first.diagnostics);
  });

  test("modules, handlers, pushes and types are sorted; nothing absolute is inside", () => {
    using project = new SourceProject(sources);
    const { contract } = project.read();
    assert.equal(
      contract.modules.map(({ type }) => type),
      ["One", "Two"],
    );
    assert.equal(
      contract.modules[0]?.handlers.map(({ name }) => name),
      ["e", "f"],
    );
    const ids = Object.keys(contract.types);
    assert.equal(ids, [...ids].sort());
    assert.not.ok(JSON.stringify(contract).includes(project.root));
  });

  test("the contract is plain JSON", () => {
    const { contract } = readSources(sources);
    assert.equal(JSON.parse(JSON.stringify(contract)), contract);
  });

  test("lines end as they like", () => {
    const strip = (text: string): string => text.replace(/"column": \d+|"endColumn": \d+/g, "");
    const windows = Object.fromEntries(
      Object.entries(sources).map(([file, text]) => [file, text.replaceAll("\n", "\r\n")]),
    );
    const result = readSources(windows);
    assert.is(strip(JSON.stringify(result.contract, null, 1)), strip(contractOf(names)));
  });

  test("diagnostics come in order of places", () => {
    const result = readSources({
      "src/b.ts": moduleSource(`this.server.registerGO("f", (x) => x);`, "", { type: "A" }),
      "src/a.ts": moduleSource(
        `this.server.registerGO("f", (x: any) => x);\nthis.server.registerGO("g", (a, b) => 1);`,
        "",
        { type: "B" },
      ),
    });
    assert.equal(
      result.diagnostics.map(({ location: { file, line, column } }) => `${file}:${line}:${column}`),
      ["src/a.ts:5:30", "src/a.ts:6:30", "src/a.ts:6:33", "src/b.ts:5:30"],
    );
  });
});
