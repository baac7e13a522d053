import * as assert from "uvu/assert";
import { suite } from "../../support/suite.ts";
import { moduleSource, onlyHandler, places, readSources, show, type Sources } from "./sources.ts";

const above = `declare const cond: boolean; declare const any: any;
import { outside, Holder } from "./outside.ts"; void [cond, any, outside, Holder];
type Call = <T>(module: string, name: string) => Promise<T>;
`;

const outside: Sources = {
  "src/outside.ts": `import type { BaseModule } from "mqant";
export async function outside(m: BaseModule) { return [await m.rpcInvoke("Chat" as never, "x" as never)]; }
export class Holder { static plain() { return { a: 1 }; } static async call(m: BaseModule) { return m.rpcInvoke("C" as never, "x" as never); } }
`,
};

/** What is wrong with a handler \`f\` without a result type; its members begin in line 10. */
function read(members: string) {
  return readSources({
    "src/login.ts": moduleSource(`this.server.registerGO("f", this.f);`, members, { above }),
    ...outside,
  });
}

const call = `this.rpcInvoke("Chat" as never, "x" as never)`;

suite("results that nobody annotated: tied to generated code", (test) => {
  const rows: [title: string, members: string][] = [
    ["returned", `async f() { return ${call}; }`],
    ["awaited", `async f() { return await ${call}; }`],
    ["in an object", `async f() { return { a: { b: await ${call} } }; }`],
    ["in a list", `async f() { return [1, await ${call}]; }`],
    [
      "in a template's place",
      `async f() { return { t: [await ${call}].length, r: await ${call} }; }`,
    ],
    ["in a choice", `async f() { return cond ? 1 : await ${call}; }`],
    ["as a fallback", `async f() { return any ?? (await ${call}); }`],
    ["in one of several returns", `async f() { if (cond) return 1; return ${call}; }`],
    ["through a constant", `async f() { const r = await ${call}; return r; }`],
    [
      "through a chain of constants",
      `async f() { const r = await ${call}; const s = [r]; return { s }; }`,
    ],
    ["through a destructured constant", `async f() { const { r } = await ${call}; return r; }`],
    [
      "through a property of it",
      `async f() { const r = await ${call}; return (r as never as { x: 1 }).x ?? r; }`,
    ],
    [
      "through a variable that is set later",
      `async f() { let r; if (cond) r = 1; else r = await ${call}; return r; }`,
    ],
    [
      "through a variable that is set again",
      `async f() { let r = 1; r ||= await ${call}; return r; }`,
    ],
    ["through a method", `async f() { return this.g(); } async g() { return ${call}; }`],
    [
      "through two methods",
      `async f() { return this.g(); } async g() { return this.h(); } async h() { return ${call}; }`,
    ],
    ["through a field", `async f() { return this.g(); } g = async () => ${call};`],
    ["through a local function", `async f() { const g = async () => ${call}; return g(); }`],
    ["through a function of another file", `async f() { return outside(this); }`],
    ["through a static method", `async f() { return Holder.call(this); }`],
    ["by the app", `async f() { return this.app.rpcInvoke("C" as never, "x" as never); }`],
    [
      "by a caller with options",
      `async f() { return this.withOptions({ timeoutMs: 1 }).rpcInvoke("C" as never, "x" as never); }`,
    ],
    ["spread", `async f() { return { ...(await ${call} as object), r: ${call} }; }`],
  ];
  for (const [title, members] of rows) {
    test(`${title}: MQ1024 at the handler's name, with what to do`, () => {
      const { diagnostics } = read(members);
      assert.equal(places(diagnostics), ["MQ1024 src/login.ts:10:7"]);
      assert.match(diagnostics[0]?.hint ?? "", /annotate/);
    });
  }
});

suite("results that nobody annotated: free of it", (test) => {
  const rows: [title: string, members: string, kind: string][] = [
    ["a call whose result is not returned", `async f() { await ${call}; return 1; }`, "number"],
    ["a call whose result is cast", `async f() { return (await ${call}) as string; }`, "string"],
    [
      "a call into an annotated constant",
      `async f() { const r: number = await ${call}; return r; }`,
      "number",
    ],
    [
      "a call in an annotated method",
      `async f() { return this.g(); } async g(): Promise<string> { return ${call}; }`,
      "string",
    ],
    ["rpcInvokeNR", `async f() { return this.rpcInvokeNR("C" as never, "x" as never); }`, "void"],
    [
      "the untyped invoke, cast",
      `async f() { return (await this.invoke("C", "x", [])) as string; }`,
      "string",
    ],
    ["the untyped invoke", `async f() { return this.invoke("C", "x", []); }`, "unknown"],
    [
      "another thing's rpcInvoke",
      `f() { const other = { rpcInvoke: () => 1 }; return other.rpcInvoke(); }`,
      "number",
    ],
    ["a static method", `f() { return Holder.plain(); }`, "object"],
    [
      "a call in a callback that returns nothing",
      `f() { [1].forEach(() => void ${call}); return "x"; }`,
      "string",
    ],
    ["recursion", `f(n: number): number { return n; } g() { return this.g(); }`, "number"],
    ["nothing returned", `async f() { await ${call}; }`, "void"],
  ];
  for (const [title, members, kind] of rows) {
    test(title, () => {
      const result = read(members);
      assert.equal(show(result.diagnostics), []);
      assert.is(onlyHandler(result).result.kind, kind);
    });
  }

  test("functions that call each other end", () => {
    const { diagnostics } = read("f() { return this.g(); } g() { return cond ? 1 : this.f(); }");
    assert.equal(places(diagnostics), ["MQ1024 src/login.ts:10:1"]);
  });
});
