import fs from "node:fs";
import path from "node:path";
import * as assert from "uvu/assert";
import { suite } from "../../support/suite.ts";
import { printContract } from "./print-type.ts";
import { moduleSource, places, readSources, show, SourceProject, type Sources } from "./sources.ts";

const start: Sources = {
  "src/dto.ts": `export interface Order { id: string; lines: Line[] }\nexport interface Line { price: number }`,
  "src/names.ts": `export const NAME = "buy";`,
  "src/shop.ts": moduleSource(
    `this.server.registerGO(NAME, this.buy);`,
    `buy(order: Order): Line[] { return order.lines; }
async tell(session: Session) { await session.send("Shop/Sold", { line: {} as Line }); }`,
    {
      type: "Shop",
      above: `import { NAME } from "./names.ts"; import type { Line, Order } from "./dto.ts";\n`,
    },
  ),
};

/** One change of a file; an empty text deletes it. */
interface Edit {
  readonly title: string;
  readonly file: string;
  readonly text: string;
  /** A line of the contract that there is afterwards. */
  readonly leadsTo?: string;
  /** Codes of what is wrong afterwards. */
  readonly problems?: readonly string[];
}

const edits: readonly Edit[] = [
  {
    title: "a property of a type changes",
    file: "src/dto.ts",
    text: `export interface Order { id: string; lines: Line[] }\nexport interface Line { price: bigint; note?: string }`,
    leadsTo: "type Line = { price: bigint; note?: string }",
  },
  {
    title: "a constant changes",
    file: "src/names.ts",
    text: `export const NAME = "HD" + "_x";`,
    leadsTo: "  HD_x(order: Order): Line[]",
    problems: ["MQ1030"],
  },
  {
    title: "a constant changes again",
    file: "src/names.ts",
    text: `export const NAME = "sell";`,
    leadsTo: "  sell(order: Order): Line[]",
  },
  {
    title: "a module comes",
    file: "src/cafe.ts",
    text: moduleSource(`this.server.register("tea", () => 1);`, "", { type: "Cafe" }),
    leadsTo: "  serial tea(): number",
  },
  {
    title: "something unreadable comes",
    file: "src/bad.ts",
    text: moduleSource(`this.server.register("tea", (x) => 1);`, "", { type: "Bad" }),
    leadsTo: "module Bad",
    problems: ["MQ1021"],
  },
  { title: "it goes", file: "src/bad.ts", text: "" },
  {
    title: "a type disappears",
    file: "src/dto.ts",
    text: `export interface Order { id: string }`,
    problems: ["MQ1051", "MQ1051"],
  },
  {
    title: "it is somewhere else",
    file: "src/dto.ts",
    text: `export * from "./moved.ts"; export interface Order { id: string; lines: import("./moved.ts").Line[] }`,
    problems: ["MQ1051", "MQ1051", "MQ1051"],
  },
  {
    title: "and there it is",
    file: "src/moved.ts",
    text: `export interface Line { moved: true }`,
    leadsTo: "type Line = { moved: true }",
  },
  { title: "a module goes", file: "src/cafe.ts", text: "" },
  {
    title: "a push is declared",
    file: "src/pushes.ts",
    text: `import type {} from "mqant"; declare module "mqant" { interface PushRegistry { "Shop/Sold": { sold: number } } }`,
    leadsTo: "push Shop/Sold: { sold: number }",
  },
];

suite("successive runs in one process", (test) => {
  test("give after each change what a first run gives", () => {
    using project = new SourceProject(start);
    const now: Record<string, string> = { ...start };
    assert.equal(show(project.read().diagnostics), []);
    for (const { title, file, text, leadsTo, problems = [] } of edits) {
      if (text === "") {
        delete now[file];
        fs.rmSync(path.join(project.root, file));
      } else {
        now[file] = text;
        project.write({ [file]: text });
      }
      const again = project.read();
      const first = readSources(now);
      assert.equal(again.contract, first.contract, title);
      assert.equal(again.diagnostics, first.diagnostics, title);
      assert.equal(again.files, first.files, title);
      const codes = again.diagnostics.map(({ code }) => code);
      assert.equal(
        [...codes].sort(),
        [...problems].sort(),
        `${title}: ${show(again.diagnostics).join("; ")}`,
      );
      if (leadsTo === undefined) continue;
      const lines = printContract(again.contract);
      assert.ok(lines.includes(leadsTo), `${title}: ${leadsTo} is not among\n${lines.join("\n")}`);
    }
  });

  test("of different projects don't mix", () => {
    using one = new SourceProject({
      "src/a.ts": moduleSource(`this.server.registerGO("f", (x: X) => x);`, "", {
        above: "interface X { one: 1 }\n",
      }),
    });
    using two = new SourceProject(
      {
        "src/a.ts": moduleSource(`this.server.registerGO("f", (x: X) => x);`, "", {
          above: "interface X { two: 2 }\n",
        }),
      },
      { compilerOptions: { strict: false } },
    );
    const lines = (project: SourceProject): string[] => printContract(project.read().contract);
    const [first, second] = [lines(one), lines(two)];
    assert.ok(first.includes("type X = { one: 1 }"));
    assert.ok(second.includes("type X = { two: 2 }"));
    assert.equal([lines(one), lines(two)], [first, second]);
  });

  test("follow the tsconfig as it changes", () => {
    using project = new SourceProject({
      ...start,
      "more/cafe.ts": moduleSource("", "", { type: "Cafe" }),
    });
    const config = path.join(project.root, "tsconfig.json");
    const before = fs.readFileSync(config, "utf8");
    const types = (): string[] => project.read().contract.modules.map(({ type }) => type);
    assert.equal(types(), ["Shop"]);
    fs.writeFileSync(config, before.replace('"include":["src"]', '"include":["src","more"]'));
    assert.equal(types(), ["Cafe", "Shop"]);
    fs.writeFileSync(config, before.replace('"include":["src"]', '"include":["more"]'));
    assert.equal(types(), ["Cafe"]);
    fs.writeFileSync(config, before.replace("dist/index.d.ts", "dist/gone.d.ts"));
    assert.equal(places(project.read().diagnostics), ["MQ1001 tsconfig.json:1:1"]);
    fs.writeFileSync(config, before);
    assert.equal(types(), ["Shop"]);
  });
});
