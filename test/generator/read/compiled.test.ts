import { spawnSync } from "node:child_process";
import path from "node:path";
import { fileURLToPath } from "node:url";
import * as assert from "uvu/assert";
import { generate } from "../../../generator/generate.ts";
import { suite } from "../../support/suite.ts";
import { printType } from "./print-type.ts";
import { moduleSource, show, SourceProject, type Sources } from "./sources.ts";
import { TypeDice } from "./type-dice.ts";

const checkout = fileURLToPath(new URL("../../../", import.meta.url));

const options = {
  compilerOptions: {
    exactOptionalPropertyTypes: true,
    noUncheckedIndexedAccess: true,
    verbatimModuleSyntax: true,
    isolatedModules: true,
    types: ["node"],
    typeRoots: [path.join(checkout, "node_modules/@types")],
    skipLibCheck: false,
  },
};

/** What the user's own compiler says about sources and all that is generated from them. */
async function compile(sources: Sources): Promise<string> {
  using project = new SourceProject(sources, options);
  project.install("zod");
  const { diagnostics } = await generate({
    project: path.join(project.root, "tsconfig.json"),
    out: path.join(project.root, "src/generated"),
  });
  assert.equal(show(diagnostics), []);
  const tsc = path.join(checkout, "node_modules/typescript/bin/tsc");
  const { stdout } = spawnSync(process.execPath, [tsc, "-p", project.root], { encoding: "utf8" });
  return stdout
    .split("\n")
    .filter((line) => line.includes("src/"))
    .join("\n");
}

suite("what is read, generated and compiled", (test) => {
  test("random types come out as types that are proven equal", async () => {
    const dice = new TypeDice(20_261);
    const all = Array.from({ length: 150 }, () => dice.type(3));
    const source = (types: typeof all): Sources => ({
      "src/login.ts": moduleSource(
        types.map((_, index) => `this.server.registerGO("t${index}", this.t${index});`).join("\n"),
        types
          .map(
            (type, index) => `t${index}(x: ${printType(type)}): ${printType(type)} { return x; }`,
          )
          .join("\n"),
      ),
    });
    // Unions that can't be told apart stop a run; the dice knows nothing of that.
    const ambiguous = new Set<number>();
    using probe = new SourceProject(source(all), options);
    for (const { message } of probe.read().diagnostics) {
      ambiguous.add(Number(/Login\.t(\d+)\(/.exec(message)?.[1]));
    }
    const types = all.filter((_, index) => !ambiguous.has(index));
    assert.ok(types.length > 100);
    assert.is(await compile(source(types)), "");
  });

  test("as many parameters and elements that may be left out as there may be do so too", async () => {
    const parameters = Array.from({ length: 40 }, (_, index) => `a${index}?: number`).join(", ");
    const many = `  f(session: Session, ${parameters}): void { void session; }
  g(x: [${"string?, ".repeat(40)}]): void { void x; }`;
    const registrations = ["f", "g"].map(
      (name) => `this.server.registerGO("${name}", this.${name});`,
    );
    assert.is(await compile({ "src/login.ts": moduleSource(registrations.join(""), many) }), "");
  });

  test("named, generic, enum, recursive and branded types do so as well", async () => {
    const text = await compile({
      "src/dto.ts": `
export interface Page<T> { items: T[]; next?: Page<T> }
export type Result<T> = { ok: true; value: T } | { ok: false; code: Code };
export enum Code { A = "a", B = "b" }
export enum Level { Low, High = 10 }
export type UserId = string & { readonly __brand: "UserId" };
export type Json = string | number | boolean | null | Json[] | { [key: string]: Json };
export interface Deep { at: Date; id: UserId; level: Level; big: bigint; data: Uint8Array; self?: Deep; map: Record<Code, Level> }
export type Patch = Partial<Omit<Deep, "self">>;
`,
      "src/login.ts": moduleSource(
        `for (const n of ["a", "b", "c", "d", "e"] as const) this.server.registerGO(n, this[n]);
this.server.registerGO("HD_f", this.f);`,
        `
a(x: Page<Deep>, y?: Patch): Result<Page<Deep>> { throw [x, y]; }
b(x: Code.A, y: Level.High | null, ...rest: Json[]): Code { throw [x, y, rest]; }
c(x: UserId, y: UserId[] = []): Record<string, UserId> { throw [x, y]; }
async d(x: Hidden): Promise<Hidden | undefined> { return x; }
e(x: [a: string, b?: Date, ...c: []], y: readonly Code[]): \`id-\${number}\` { throw [x, y]; }
async f(session: Session, body: { wish: Deep; when: Date }): Promise<Deep> { await session.send("Topic/x", body); throw 1; }
`,
        {
          above: `import { Code, Level, type Deep, type Json, type Page, type Patch, type Result, type UserId } from "./dto.ts";
interface Hidden { deep: Deep; also: "x" | Code.B } void [Code, Level];
`,
        },
      ),
    });
    assert.is(text, "");
  });
});
