import * as assert from "uvu/assert";
import { suite } from "../../support/suite.ts";
import { type Form, readForms, shown } from "./form-rows.ts";

const members = `
a(x: number): string { return String(x); }
b = (x: string): number => x.length;
#hard(x: number): boolean { return x > 0; }
login(session: Session, req: { user: string }): boolean { void session; return req.user !== ""; }
guard<A extends unknown[], R>(h: (...args: A) => R): (...args: A) => Promise<R> { return async (...args) => h.apply(this, args); }
static readonly KEY = "key";
static readonly TABLE = { one: "t1", two: "t2" } as const;
readonly own = "own";
readonly handlers = { x: this.a, y: this.b };
readonly service = new lib.Service();
`;
const above = `import { Names, Hard, TABLE, NAME } from "./names.ts"; import * as lib from "./lib.ts"; import named, { ping } from "./lib.ts"; import { pkgPing, guarded } from "pkg"; void [Names, TABLE, NAME, lib, named, ping, pkgPing, guarded];
`;
const more = {
  "src/names.ts": `export enum Names { X = "x", Y = "y" } export const enum Hard { Z = "z" }
export const TABLE = { x: 1, y: 2 }; export const NAME = "name";`,
  "src/lib.ts": `import type { BaseModule, HandlerServer } from "mqant";
export const PREFIX = "lib_"; export const nameOf = (n: string) => \`\${PREFIX}\${n}\`;
export function ping(x: number): number { return x; }
export default function (x: string): string { return x; }
export const service = { ping(x: boolean): boolean { return x; } };
export class Service { ping(x: number): number { return x; } }
export function install(m: BaseModule) { m.server.registerGO("x", ping); }
export function installAll(s: HandlerServer, t: Record<string, (...args: never[]) => unknown>) { for (const [n, h] of Object.entries(t)) s.registerGO(n, h); }
export class Registrar { constructor(private readonly server: HandlerServer) {} add(n: string, h: (...args: never[]) => unknown): this { this.server.registerGO(n, h); return this; } }
export class Use { constructor(s: HandlerServer) { void s; } }
import { BaseModule as B } from "mqant";
export class User extends B { override getType() { return "User"; } override async onInit(a: never, s: never) { await super.onInit(a, s); install(this); new Registrar(this.server).add("r", ping); installAll(this.server, { i: ping }); } }`,
  "node_modules/pkg/package.json": `{"name":"pkg","version":"1.0.0","type":"module","types":"./index.d.ts"}`,
  "node_modules/pkg/index.d.ts": `export declare function pkgPing(x: number): string; export declare function guarded<A extends unknown[], R>(h: (...args: A) => R): (...args: A) => R;`,
};

const A = (name: string): string => `${name}(x: number): string`;
const B = (name: string): string => `${name}(x: string): number`;
const go = (name: string, handler = "this.a"): string =>
  `this.server.registerGO(${name}, ${handler});`;

interface Row extends Form {
  expected: string[];
}

const row = (title: string, code: string, expected: string[], more: Partial<Form> = {}): Row => ({
  title,
  code,
  expected,
  ...more,
});

const names: Row[] = [
  row("a literal", go(`"x"`), [A("x")]),
  row("a local constant", `const n = "x"; ${go("n")}`, [A("x")]),
  row("an imported constant", go("NAME"), [A("name")]),
  row("a member of a namespace import", go("lib.PREFIX"), [A("lib_")]),
  row("an enum member", go("Names.X"), [A("x")]),
  row("a const enum member", go("Hard.Z"), [A("z")]),
  row("a static readonly member", go("SELF.KEY"), [A("key")]),
  row("a member of a static constant object", go("SELF.TABLE.two"), [A("t2")]),
  row("a readonly member", go("this.own"), [A("own")]),
  row("a template of these", go("`${SELF.KEY}_${Names.X}_${NAME}`"), [A("key_x_name")]),
  row("a sum of these", go(`SELF.KEY + "." + Names.Y`), [A("key.y")]),
  row("an as const object", `const N = { A: "x" } as const; ${go("N.A")}`, [A("x")]),
  row(
    "a satisfies object",
    `const N = { A: "x", deep: { B: "y" } } satisfies object; ${go("N.A")} ${go("N.deep.B")}`,
    [A("x"), A("y")],
  ),
  row("a frozen object", `const N = Object.freeze({ A: "x" }); ${go("N.A")}`, [A("x")]),
  row("a member by its name", `const N = { A: "x" } as const; ${go(`N["A"]`)}`, [A("x")]),
  row("a function of constants", `const of = (n: string) => "p_" + n; ${go(`of("x")`)}`, [
    A("p_x"),
  ]),
  row("an imported function of constants", go(`lib.nameOf("x")`), [A("lib_x")]),
  row("a method of constants", go(`this.nameOf("x")`), [A("Form_x")], {
    members: `nameOf(n: string) { const prefix = "Form"; return \`\${prefix}_\${n}\`; }`,
  }),
  row(
    "a function that decides",
    go(`this.nameOf(true)`) + go(`this.nameOf(false)`),
    [A("n"), A("y")],
    {
      members: `nameOf(yes: boolean) { if (yes) return "y"; return "n"; }`,
    },
  ),
  row("a method of texts", go(`"X".toLowerCase()`) + go(`["a", "b"].join(".")`), [
    A("a.b"),
    A("x"),
  ]),
];

const ways: Row[] = [
  row("for...of a list", `for (const n of ["x", "y"]) ${go("n")}`, [A("x"), A("y")]),
  row("for...in an object", `for (const n in { x: 1, y: 2 }) ${go("n")}`, [A("x"), A("y")]),
  row("forEach", `["x", "y"].forEach((n, i) => ${go("n + i").slice(0, -1)});`, [A("x0"), A("y1")]),
  row("map", `Object.keys(TABLE).map((n) => ${go("n").slice(0, -1)});`, [A("x"), A("y")]),
  row(
    "Object.entries",
    `for (const [n, h] of Object.entries({ x: this.a, y: this.b })) ${go("n", "h")}`,
    [A("x"), B("y")],
  ),
  row(
    "Object.entries of a field, by forEach",
    `Object.entries(this.handlers).forEach(([n, h]) => ${go("n", "h").slice(0, -1)});`,
    [A("x"), B("y")],
  ),
  row(
    "Object.entries of a satisfies object",
    `const t = { x: this.a, y: this.b } satisfies Record<string, (...a: never[]) => unknown>; for (const [n, h] of Object.entries(t)) ${go("n", "h")}`,
    [A("x"), B("y")],
  ),
  row("Object.values of an enum", `for (const n of Object.values(Names)) ${go("n")}`, [
    A("x"),
    A("y"),
  ]),
  row("Object.keys", `for (const n of Object.keys({ x: 1 })) ${go("n")}`, [A("x")]),
  row(
    "Object.values with properties",
    `for (const e of Object.values({ q: { name: "x", run: this.a } })) ${go("e.name", "e.run")}`,
    [A("x")],
  ),
  row(
    "a spread object",
    `const base = { x: this.a, y: this.a }; for (const [n, h] of Object.entries({ ...base, y: this.b })) ${go("n", "h")}`,
    [A("x"), B("y")],
  ),
  row("a spread list", `for (const n of [...["x"], ...["y"]]) ${go("n")}`, [A("x"), A("y")]),
  row("a spread tuple", `this.server.registerGO(...(["x", this.a] as const));`, [A("x")]),
  row(
    "methods of an object literal",
    `for (const [n, h] of Object.entries({ x(q: number) { return q; }, y: this.b })) ${go("n", "h")}`,
    ["x(q: number): number", B("y")],
  ),
  row(
    "a table with an order of its own",
    `for (const e of [{ name: "x", run: this.a, serial: true }, { name: "y", run: this.b, serial: false }] as const) { if (e.serial) this.server.register(e.name, e.run); else ${go("e.name", "e.run")} }`,
    [`${A("x")} serial`, B("y")],
  ),
  row(
    "the method by a name from a table",
    `for (const e of [{ m: "register", n: "x" }, { m: "registerGO", n: "y" }] as const) this.server[e.m](e.n, this.a);`,
    [`${A("x")} serial`, A("y")],
  ),
  row(
    "a list that is mapped and filtered",
    `["x", "y", "z"].filter((n) => n !== "y").map((n) => "p_" + n).forEach((n) => ${go("n").slice(0, -1)});`,
    [A("p_x"), A("p_z")],
  ),
  row(
    "a list that a method returns",
    `for (const [n, h] of this.table()) ${go("n", "h")}`,
    [A("x"), B("y")],
    {
      members: `table() { return [["x", this.a], ["y", this.b]] as const; }`,
    },
  ),
  row("continue", `for (const n of ["x", "y"]) { if (n === "x") continue; ${go("n")} }`, [A("y")]),
  row("break", `for (const n of ["x", "y", "z"]) { if (n === "y") break; ${go("n")} }`, [A("x")]),
  row("a return in a loop", `for (const n of ["x", "y"]) { ${go("n")} return; }`, [A("x")]),
  row("a throw on a condition", `if (!settings.id) throw new Error("no id"); ${go(`"x"`)}`, [
    A("x"),
  ]),
  row("a do that runs once", `do { ${go(`"x"`)} } while (false);`, [A("x")]),
  row(
    "optional chaining",
    `this.server?.registerGO("x", this.a); this.server.registerGO?.("y", this.a);`,
    [A("x"), A("y")],
  ),
  row("a helper method", `this.add("x", this.a);`, [A("x")], {
    members: `add(n: string, h: (x: number) => string) { ${go("n", "h")} }`,
  }),
  row(
    "a helper function in another file",
    `lib.installAll(this.server, { x: this.a, y: this.b });`,
    [A("x"), B("y")],
  ),
  row(
    "a helper that gets the server in an object",
    `addTo({ server: this.server, name: "x", run: this.a });`,
    [A("x")],
    {
      above: `function addTo({ server, name, run }: { server: HandlerServer; name: string; run: (x: number) => string }) {
  const deeper = ({ server, prefix }: { server: HandlerServer; prefix: string }) => server.registerGO(prefix, run);
  deeper({ server, prefix: name });
}
`,
    },
  ),
  row(
    "functions by the keys of their object",
    `for (const k of Object.keys(OWN)) this.server.registerGO(k, OWN[k as keyof typeof OWN]);`,
    ["x(q: number): number", "y(q: string): string"],
    {
      above: `const OWN = { x: (q: number) => q, async y(q: string): Promise<string> { return q; } };\n`,
    },
  ),
  row("a helper that gets the module", `lib.install(this);`, ["x(x: number): number"]),
  row("a registrar object", `new lib.Registrar(this.server).add("x", this.a).add("y", this.b);`, [
    A("x"),
    B("y"),
  ]),
  row(
    "either way of an if",
    `if (settings.id) ${go(`"x"`)} else ${go(`"x"`, "(x: number) => `${x}`")}`,
    [A("x")],
  ),
  row(
    "one way of a switch",
    `switch (settings.id) { case "1": ${go(`"x"`)} break; default: ${go(`"x"`)} }`,
    [`${A("x")} conditional`],
  ),
];

const handlers: Row[] = [
  row("an arrow property", go(`"y"`, "this.b"), [B("y")]),
  row("an inline arrow", go(`"x"`, "(x: number) => String(x)"), [A("x")]),
  row("bind", go(`"x"`, "this.a.bind(this)"), [A("x")]),
  row("a private method", go(`"x"`, "this.#hard"), ["x(x: number): boolean"]),
  row("an imported function", go(`"x"`, "ping"), ["x(x: number): number"]),
  row("a default import", go(`"x"`, "named"), ["x(x: string): string"]),
  row("a member of a namespace", go(`"x"`, "lib.service.ping"), ["x(x: boolean): boolean"]),
  row("a package's function", go(`"x"`, "pkgPing"), [A("x")]),
  row("another object's method", go(`"x"`, "this.service.ping.bind(this.service)"), [
    "x(x: number): number",
  ]),
  row("a wrapped method", go(`"HD_x"`, "this.guard(this.login)"), [
    "HD_x(session, req: object): boolean",
  ]),
  row("a wrapped and bound method", go(`"x"`, "this.guard(this.guard(this.a.bind(this)))"), [
    A("x"),
  ]),
  row("one that a package wraps", go(`"HD_x"`, "guarded(this.login)"), [
    "HD_x(session, req: object): boolean",
  ]),
  row(
    "one that a generic helper wraps",
    `this.add("x", this.a); this.add("HD_y", this.login);`,
    ["HD_y(session, req: object): boolean", A("x")],
    {
      members: `add<A extends unknown[], R>(n: string, h: (...args: A) => R) { ${go("n", "this.guard(h)")} }`,
    },
  ),
  row("an arrow in a generic helper", `this.add("x", this.a);`, [A("x")], {
    members: `add<A extends unknown[], R>(n: string, h: (...args: A) => R) { ${go("n", "(...args: A): R => h(...args)")} }`,
  }),
  row("a choice of two", go(`"x"`, "settings.id ? this.a : (x: number) => String(x)"), [A("x")]),
  row("a method with a computed name", go("NAME", "this[NAME]"), ["name(q: number): number"], {
    members: `[NAME](q: number): number { return q; }`,
  }),
];

const read = readForms([...names, ...ways, ...handlers], { members, above, more });

for (const [title, rows] of Object.entries({ names, ways, handlers })) {
  suite(`forms of registration: ${title}`, (test) => {
    for (const { title: form, expected } of rows) {
      test(form, () => {
        const { handlers: found, problems } = read(form);
        const fine = expected.some((line) => line.endsWith("conditional"));
        assert.equal(fine ? [] : problems, []);
        assert.equal(found.map(shown), expected);
      });
    }
  });
}
