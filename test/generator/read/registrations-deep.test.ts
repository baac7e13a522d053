import * as assert from "uvu/assert";
import { suite } from "../../support/suite.ts";
import { moduleSource, onlyModule, places, readSources, show, type Sources } from "./sources.ts";

/** Names and presence of what is registered, with what is said about it. */
function read(code: string, members = "", above = "", more: Sources = {}) {
  const result = readSources({ "src/login.ts": moduleSource(code, members, { above }), ...more });
  return {
    names: onlyModule(result).handlers.map(({ name }) => name),
    presence: onlyModule(result).handlers.map(({ presence }) => presence),
    problems: places(result.diagnostics),
    result,
  };
}

const members = `
a(): void {}
b(x: number): number { return x; }
c(x: string): string { return x; }
`;

suite("registrations: loops", (test) => {
  const rows: [title: string, code: string, names: string[]][] = [
    [
      "inside loops",
      `for (const p of ["p", "q"]) for (const n of [1, 2]) this.server.registerGO(p + n, this.a);`,
      ["p1", "p2", "q1", "q2"],
    ],
    [
      "over a constant list of another file",
      `for (const n of NAMES) this.server.registerGO(n, this.a);`,
      ["n1", "n2"],
    ],
    [
      "over a spread list",
      `for (const n of [...NAMES, "n3"]) this.server.registerGO(n, this.a);`,
      ["n1", "n2", "n3"],
    ],
    [
      "over keys",
      `for (const n of Object.keys(TABLE)) this.server.registerGO(n, this.a);`,
      ["t1", "t2"],
    ],
    [
      "over values",
      `for (const { name } of Object.values(TABLE)) this.server.registerGO(name, this.a);`,
      ["one", "two"],
    ],
    [
      "over entries with a pattern inside",
      `for (const [key, { name }] of Object.entries(TABLE)) this.server.registerGO(key + name, this.a);`,
      ["t1one", "t2two"],
    ],
    [
      "over a list in a readonly field",
      `for (const n of this.names) this.server.registerGO(n, this.a);`,
      ["f1", "f2"],
    ],
    [
      "over a static list",
      `for (const n of Login.NAMES) this.server.registerGO(n, this.a);`,
      ["s1"],
    ],
    [
      "with a condition that is known each time",
      `for (const n of ["a", "skip"]) { if (n !== "skip") this.server.registerGO(n, this.a); }`,
      ["a"],
    ],
    [
      "by forEach with a pattern",
      `[["x", 1], ["y", 2]].forEach(([n, i]) => this.server.registerGO(\`\${n}\${i}\`, this.a));`,
      ["x1", "y2"],
    ],
    ["by map", `["x"].map((n) => { this.server.registerGO(n, this.a); return n; });`, ["x"]],
    ["by forEach with a method", `["x", "y"].forEach((n) => this.add(n));`, ["x", "y"]],
    ["over nothing", `for (const n of []) this.server.registerGO(n, this.a);`, []],
  ];
  for (const [title, code, names] of rows) {
    test(title, () => {
      const found = read(
        code,
        `${members}
readonly names = ["f1", "f2"];
static readonly NAMES = ["s1"] as const;
${code.includes("this.add") ? "private add(name: string) { this.server.registerGO(name, this.a); }" : ""}`,
        `import { NAMES, TABLE } from "./lists.ts"; void [NAMES, TABLE];\n`,
        {
          "src/lists.ts": `export const NAMES = ["n1", "n2"] as const; export const TABLE = { t1: { name: "one" }, t2: { name: "two" } } as const;`,
        },
      );
      assert.equal(found.problems, []);
      assert.equal(found.names, names);
    });
  }

  test("each turn has a handler and a type of its own", () => {
    const { result } = read(
      `for (const [n, h] of Object.entries({ b: this.b, c: this.c })) this.server.registerGO(n, h);`,
      members,
    );
    assert.equal(show(result.diagnostics), []);
    assert.equal(
      onlyModule(result).handlers.map(({ name, parameters, declaredAt }) => [
        name,
        parameters[0]?.type.kind,
        declaredAt.line,
      ]),
      [
        ["b", "number", 9],
        ["c", "string", 10],
      ],
    );
  });
});

suite("registrations: helpers", (test) => {
  test("defaults, rests and objects of helpers are known", () => {
    const { names, problems } = read(
      `this.one("x"); this.many("y", "z"); this.options({ name: "o" }); this.options({ name: "p", prefix: "pre_" });`,
      `${members}
private one(name: string, prefix = "d_") { this.server.registerGO(prefix + name, this.a); }
private many(...names: string[]) { for (const name of names) this.server.registerGO(name, this.a); }
private options({ name, prefix }: { name: string; prefix?: string }) { this.server.registerGO((prefix ?? "") + name, this.a); }`,
    );
    assert.equal([names, problems], [["d_x", "o", "pre_p", "y", "z"], []]);
  });

  test("helpers call helpers, and hand on what they were given", () => {
    const { names, problems } = read(
      `this.outer("x", this.b);`,
      `${members}
private outer(name: string, handler: (x: number) => number) { this.inner("o_" + name, handler); }
private inner(name: string, handler: (x: number) => number) { const full = \`i_\${name}\`; this.server.register(full, handler); }`,
    );
    assert.equal([names, problems], [["i_o_x"], []]);
  });

  test("a helper that is called in a condition registers conditionally", () => {
    const { presence, problems } = read(
      `if (settings.id) this.add("x"); this.add("y");`,
      `${members}\nprivate add(name: string) { this.server.registerGO(name, this.a); }`,
    );
    assert.equal(presence, ["conditional", "always"]);
    assert.equal(problems, ["MQ2001 src/login.ts:12:52"]);
  });

  test("a helper may decide by what it is given", () => {
    const { names, result } = read(
      `this.add("x", true); this.add("y", false); this.add("z");`,
      `${members}\nprivate add(name: string, serial = false) { if (serial) this.server.register(name, this.a); else this.server.registerGO(name, this.a); }`,
    );
    assert.equal(names, ["x", "y", "z"]);
    assert.equal(
      onlyModule(result).handlers.map(({ order }) => order),
      ["serial", "concurrent", "concurrent"],
    );
    assert.equal(show(result.diagnostics), []);
  });

  test("a function that gets a function that registers calls it", () => {
    const { names, problems } = read(
      `each(["x", "y"], (name) => this.server.registerGO(name, this.a));
withServer(this.server, (server) => server.registerGO("z", this.a));`,
      members,
      `function each(list: string[], run: (name: string) => void) { list.forEach((one) => run(one)); }
function withServer(server: HandlerServer, run: (server: HandlerServer) => void) { run(server); }
`,
    );
    assert.equal(names, ["x", "y", "z"]);
    assert.equal(problems, []);
  });

  test("another class's method is followed when it gets the server", () => {
    const { names, problems, result } = read(
      `new Registrar().register(this.server, this); Registrar.all(this.server);`,
      members,
      `class Registrar {
  register(server: HandlerServer, module: Login) { server.registerGO("r", module.b); }
  static all(server: HandlerServer) { server.registerGO("s", () => 1); }
}
`,
    );
    assert.equal([names, problems], [["r", "s"], []]);
    assert.equal(onlyModule(result).handlers[0]?.parameters[0]?.type, { kind: "number" });
  });

  test("one helper serves several modules, each with its own names", () => {
    const result = readSources({
      "src/help.ts": `import type { HandlerServer } from "mqant";
export const help = (server: HandlerServer, name: string) => server.registerGO(\`\${name}.ping\`, () => name);`,
      "src/a.ts": moduleSource(`help(this.server, "a");`, "", {
        type: "A",
        above: `import { help } from "./help.ts";\n`,
      }),
      "src/b.ts": moduleSource(`help(this.server, "b");`, "", {
        type: "B",
        above: `import { help } from "./help.ts";\n`,
      }),
      "src/c.ts": moduleSource("", "", { type: "C" }),
    });
    assert.equal(show(result.diagnostics), []);
    assert.equal(
      result.contract.modules.map(({ handlers, reads }) => [
        handlers.map(({ name }) => name),
        reads,
      ]),
      [
        [["a.ping"], ["src/a.ts", "src/help.ts"]],
        [["b.ping"], ["src/b.ts", "src/help.ts"]],
        [[], ["src/c.ts"]],
      ],
    );
  });
});

suite("registrations: inheritance in depth", (test) => {
  const imports = `import { BaseModule, type App, type ModuleSettings } from "mqant";\n`;
  const init = (code: string): string =>
    `override async onInit(app: App, settings: ModuleSettings) { await super.onInit(app, settings); ${code} }`;

  test("every class on the way registers, nearest overrides win", () => {
    const { contract, diagnostics } = readSources({
      "src/a.ts": `${imports}
abstract class One extends BaseModule { ${init(`this.server.registerGO("one", this.hello);`)} hello(): string { return "1"; } protected extra() { this.server.registerGO("extra1", this.hello); } }
abstract class Two extends One { ${init(`this.server.registerGO("two", this.hello); this.extra();`)} override hello(): "2" { return "2"; } protected override extra() { super.extra(); this.server.registerGO("extra2", this.hello); } }
export class Three extends Two { override getType() { return "Three"; } override hello(): "2" { return "2"; } }
export class Four extends Two { override getType() { return "Four"; } protected override extra() {} }`,
    });
    assert.equal(show(diagnostics), []);
    assert.equal(
      contract.modules.map(({ type, handlers }) => [type, handlers.map(({ name }) => name)]),
      [
        ["Four", ["one", "two"]],
        ["Three", ["extra1", "extra2", "one", "two"]],
      ],
    );
    for (const { handlers } of contract.modules) {
      for (const { result } of handlers) assert.equal(result, { kind: "literal", value: "2" });
    }
  });

  test("generic bases of generic bases know their arguments", () => {
    const { contract, diagnostics } = readSources({
      "src/a.ts": `${imports}
export interface Item { id: string }
abstract class Store<T, K extends string> extends BaseModule {
  ${init(`this.server.registerGO("get", this.get); this.server.registerGO("all", this.all); this.server.registerGO("put", (item: T): K[] => { void item; return []; });`)}
  abstract get(key: K): T | null;
  async all(): Promise<{ [key in K]?: T[] }> { return {}; }
}
abstract class Items<K extends string> extends Store<Item, K> { get(key: K): Item | null { void key; return null; } }
export class Shop extends Items<"x" | "y"> { override getType() { return "Shop"; } }`,
    });
    const [shop] = contract.modules;
    const item = { kind: "ref", id: "src/a.ts#Item" };
    const keys = {
      kind: "union",
      of: [
        { kind: "literal", value: "x" },
        { kind: "literal", value: "y" },
      ],
    };
    assert.equal(
      shop?.handlers.map(({ name }) => name),
      ["all", "get", "put"],
    );
    const [all, get] = shop?.handlers ?? [];
    assert.equal(get?.parameters[0]?.type, keys);
    assert.equal(get?.result, { kind: "union", of: [item, { kind: "null" }] });
    assert.is(all?.result.kind === "object" && all.result.properties.length, 2);
    const put = shop?.handlers[2];
    assert.equal(put?.parameters[0]?.type, item);
    assert.equal(put?.result, { kind: "array", of: keys, readonly: false });
    assert.equal(show(diagnostics), []);
  });

  test("private names and accessors are found where they are", () => {
    const { contract, diagnostics } = readSources({
      "src/a.ts": `${imports}
export class A extends BaseModule {
  override getType() { return "A"; }
  ${init(`this.server.registerGO("p", this.#p); this.server.registerGO("g", this.g); this.server.registerGO("s", A.s);`)}
  /** Private. */
  #p(x: 1): 2 { void x; return 2; }
  /** Given. */
  get g() { return (x: 3): 4 => { void x; return 4; }; }
  /** Static. */
  static s(x: 5): 6 { void x; return 6; }
}`,
    });
    assert.equal(show(diagnostics), []);
    assert.equal(
      contract.modules[0]?.handlers.map(({ name, doc, result }) => [
        name,
        doc[0],
        result.kind === "literal" && result.value,
      ]),
      [
        ["g", "Given.", 4],
        ["p", "Private.", 2],
        ["s", "Static.", 6],
      ],
    );
  });
});
