import * as assert from "uvu/assert";
import { suite } from "../../support/suite.ts";
import { moduleSource, onlyModule, places, readSources, show } from "./sources.ts";

/** Names by what is registered, in one project for all cases of a table. */
function names(registrations: string, members = "", above = ""): string[] {
  const result = readSources({
    "src/login.ts": moduleSource(registrations, members, { above }),
    "src/names.ts": `
export const IMPORTED = "imported";
export const PREFIX = "pre";
export const JOINED = PREFIX + "_" + IMPORTED;
export enum Name { Plain = "plainEnum", Joined = \`\${PREFIX}Enum\` }
export const enum Hard { One = "hardOne" }
export const NAMES = { login: "namesLogin", deep: { er: "namesDeeper" }, made: \`\${PREFIX}Made\` } as const;
export const LIST = ["list0", "list1"] as const;
export default "defaulted";
`,
    "src/ambient.d.ts": `declare const AMBIENT: "ambient";`,
  });
  const errors = result.diagnostics.filter(({ severity }) => severity === "error");
  assert.equal(show(errors), []);
  return onlyModule(result).handlers.map(({ name }) => name);
}

const imports = `import { IMPORTED, IMPORTED as RENAMED, JOINED, Name, Hard, NAMES, LIST } from "./names.ts";
import * as all from "./names.ts";
`;

suite("registrations: names", (test) => {
  const forms: [form: string, name: string][] = [
    ["'single'", "single"],
    ["`template`", "template"],
    ["IMPORTED", "imported"],
    ["RENAMED", "imported"],
    ["all.IMPORTED", "imported"],
    ["JOINED", "pre_imported"],
    ["`x${IMPORTED}y${1}`", "ximportedy1"],
    ["'a' + 'b' + IMPORTED", "abimported"],
    ["Name.Plain", "plainEnum"],
    ["Name['Plain']", "plainEnum"],
    ["Name.Joined", "preEnum"],
    ["Hard.One", "hardOne"],
    ["NAMES.login", "namesLogin"],
    ["NAMES['login']", "namesLogin"],
    ["NAMES.deep.er", "namesDeeper"],
    ["NAMES.made", "preMade"],
    ["LIST[1]", "list1"],
    ["Login.KEY", "staticKey"],
    ["Login.SUM", "staticKey!"],
    ["this.own", "ownField"],
    ["AMBIENT", "ambient"],
    ["('cast' as string)", "cast"],
    ["('sure' satisfies string)", "sure"],
    ["'non'!", "non"],
    ["true ? 'yes' : 'no'", "yes"],
    ["(undefined ?? 'late') as 'late'", "late"],
    ["'given' ?? IMPORTED", "given"],
    ["local", "localConst"],
    ["picked", "namesLogin"],
    ["first", "list0"],
  ];
  const prelude = `
const local = "localConst";
const { login: picked } = NAMES;
const [first] = LIST;
`;
  const members = `
  static readonly KEY = "staticKey";
  static readonly SUM = Login.KEY + "!";
  readonly own = "ownField";
  h(): void {}
`;
  for (const [form, name] of forms) {
    test(`${form} is ${name}`, () => {
      const code = `${prelude}this.server.registerGO(${form}, this.h);`;
      assert.equal(names(code, members, imports), [name]);
    });
  }

  test("a name that is any text is kept as it is", () => {
    const hostile = [
      "__proto__",
      "constructor",
      'a"];process.exit(9)//',
      "*/",
      "`${1}`",
      "line\nbreak",
      "\u2028",
      "</script>",
      "登录",
      "",
      " ",
      "😀",
    ];
    const code = hostile.map((name) => `this.server.registerGO(${JSON.stringify(name)}, this.h);`);
    const result = readSources({ "src/login.ts": moduleSource(code.join("\n"), "h(): void {}") });
    const found = onlyModule(result).handlers.map(({ name }) => name);
    assert.equal(found.sort(), [...hostile].sort());
    assert.equal(places(result.diagnostics), ["MQ1011 src/login.ts:15:24"]);
  });

  const unknown = [
    "process.env.NAME",
    "process.env.NAME ?? 'x'",
    "`x${Math.random()}`",
    "variable",
    "settings.id",
    "maybe ? 'a' : 'b'",
    "loose.a",
    "mutable",
    "circle",
  ];
  for (const form of unknown) {
    test(`${form} is not known: MQ1010 at the argument`, () => {
      const result = readSources({
        "src/login.ts": moduleSource(`this.server.registerGO(${form}, this.h);`, "h(): void {}", {
          above: `declare const process: { env: Record<string, string> }; declare let variable: string; declare const maybe: boolean; const loose = { a: "x" }; let mutable = "m"; const circle: string = circle + "x";
`,
        }),
      });
      assert.equal(places(result.diagnostics), ["MQ1010 src/login.ts:6:24"]);
      assert.equal(onlyModule(result).handlers, []);
    });
  }

  test("an unknown name says where its value comes from", () => {
    const result = readSources({
      "src/login.ts": moduleSource(
        `    this.add(settings.id, this.h);\n    this.add("fine", this.h);`,
        `  h(): void {}
  private add(name: string, handler: () => void) { this.server.registerGO(name, handler); }`,
      ),
    });
    assert.equal(places(result.diagnostics), ["MQ1010 src/login.ts:9:75"]);
    const [related] = result.diagnostics[0]?.related ?? [];
    assert.is(related?.location.line, 5);
    assert.is(related?.location.column, 14);
    assert.equal(
      onlyModule(result).handlers.map(({ name }) => name),
      ["fine"],
    );
  });
});

suite("registrations: ways", (test) => {
  const members = `
  a(): void {}
  b(): void {}
  #hard(): void {}
  arrow = () => {};
`;
  const ways: [title: string, code: string, names: string[]][] = [
    [
      "a constant that holds the server",
      `const s = this.server; s.registerGO("x", this.a);`,
      ["x"],
    ],
    ["a destructured server", `const { server } = this; server.register("x", this.a);`, ["x"]],
    [
      "a destructured method",
      `const { registerGO } = this.server; registerGO("x", this.a);`,
      ["x"],
    ],
    ["a constant method", `const go = this.server.registerGO; go("x", this.a);`, ["x"]],
    ["a method by its name", `this.server["registerGO"]("x", this.a);`, ["x"]],
    ["a method by a constant", `const m = "register"; this.server[m]("x", this.a);`, ["x"]],
    [
      "a list of names",
      `for (const n of ["x", "y"]) this.server.registerGO(n, this.a);`,
      ["x", "y"],
    ],
    [
      "a list of pairs",
      `for (const [n, h] of [["x", this.a], ["y", this.b]] as const) this.server.registerGO(n, h);`,
      ["x", "y"],
    ],
    [
      "a list of objects",
      `for (const { n, h } of [{ n: "x", h: this.a }]) this.server.registerGO(n, h);`,
      ["x"],
    ],
    [
      "entries of an object",
      `for (const [n, h] of Object.entries({ x: this.a, y: this.b })) this.server.registerGO(n, h);`,
      ["x", "y"],
    ],
    [
      "forEach",
      `["x", "y"].forEach((n, i) => this.server.registerGO(n + i, this.a));`,
      ["x0", "y1"],
    ],
    [
      "methods by their names",
      `for (const n of ["a", "b"] as const) this.server.registerGO(n, this[n]);`,
      ["a", "b"],
    ],
    ["a spread tuple", `this.server.registerGO(...(["x", this.a] as const));`, ["x"]],
    ["a bound method", `this.server.registerGO("x", this.a.bind(this));`, ["x"]],
    ["a private method", `this.server.registerGO("x", this.#hard);`, ["x"]],
    ["a property", `this.server.registerGO("x", this.arrow);`, ["x"]],
    ["an arrow", `this.server.registerGO("x", () => {});`, ["x"]],
    ["a function", `this.server.registerGO("x", function () {});`, ["x"]],
    ["a local function", `function f() {} this.server.registerGO("x", f);`, ["x"]],
    ["a local arrow", `const f = () => {}; this.server.registerGO("x", f);`, ["x"]],
    ["a destructured handler", `const { a } = this; this.server.registerGO("x", a);`, ["x"]],
    [
      "a wrapped method",
      `const wrap = <T>(f: T): T => f; this.server.registerGO("x", wrap(this.a));`,
      ["x"],
    ],
    ["a function called at once", `(() => { this.server.registerGO("x", this.a); })();`, ["x"]],
    [
      "a local helper",
      `const add = (n: string) => this.server.registerGO(n, this.a); add("x"); add("y");`,
      ["x", "y"],
    ],
    [
      "an await and a try",
      `try { await 1; this.server.registerGO("x", this.a); } finally { this.server.registerGO("y", this.a); }`,
      ["x", "y"],
    ],
    [
      "a known condition",
      `if ("a" === ("a" as string)) this.server.registerGO("x", this.a); else this.server.registerGO("y", this.a);`,
      ["x"],
    ],
  ];
  for (const [title, code, expected] of ways) {
    test(`${title} is followed`, () => {
      const result = readSources({ "src/login.ts": moduleSource(code, members) });
      assert.equal(show(result.diagnostics), []);
      assert.equal(
        onlyModule(result).handlers.map(({ name }) => name),
        expected,
      );
    });
  }

  test("register is serial, registerGO concurrent, HD_ makes the exposure", () => {
    const result = readSources({
      "src/login.ts": moduleSource(
        `this.server.register("one", this.a); this.server.registerGO("HD_two", this.two);`,
        `a(): void {}\n two(session: Session): void { void session; }`,
      ),
    });
    const facts = onlyModule(result).handlers.map(
      ({ name, order, exposure, presence, session }) => ({
        name,
        order,
        exposure,
        presence,
        session,
      }),
    );
    const always = "always";
    assert.equal(facts, [
      { name: "HD_two", order: "concurrent", exposure: "gate", presence: always, session: true },
      { name: "one", order: "serial", exposure: "internal", presence: always, session: false },
    ]);
  });

  test("this.server of something else than the module is not mistaken for the module's", () => {
    const fake = `server: { register(name: string, f: () => void) { void [name, f]; } }`;
    const others = `
    const method = { ${fake}, go() { this.server.register("method", () => {}); } };
    const getter = { ${fake}, get go() { this.server.register("getter", () => {}); return 1; } };
    function plain(this: typeof method) { this.server.register("function", () => {}); }
    void [method, getter, plain];
    this.server.register("own", () => {});`;
    const members = `
  static readonly server = { register(name: string, f: () => void) { void [name, f]; } };
  static go() { this.server.register("static", () => {}); }
  static { this.server.register("block", () => {}); }`;
    assert.equal(names(others, members), ["own"]);
  });

  test("somebody else's register is not mistaken for mqant's", () => {
    const result = readSources({
      "src/login.ts": moduleSource(
        `table.register("Join", () => {}); register("x", () => {}); this.register("y", () => {});`,
        `private register(name: string, f: () => void) { void name; void f; }`,
        {
          above: `const table = { register(name: string, f: () => void) { void name; void f; } };
function register(name: string, f: () => void) { void name; void f; }
`,
        },
      ),
    });
    assert.equal(show(result.diagnostics), []);
    assert.equal(onlyModule(result).handlers, []);
  });

  test("helpers in other files are followed when they get the module or its server", () => {
    const result = readSources({
      "src/login.ts": moduleSource(
        `registerAll(this.server, this); registerMore({ server: this.server, prefix: "p_" }); Login.staticHelper(this);`,
        `a(): void {}
  static staticHelper(m: Login) { m.server.registerGO("static", m.a); }`,
        { above: `import { registerAll, registerMore } from "./helpers.ts";\n` },
      ),
      "src/helpers.ts": `import type { HandlerServer } from "mqant";
import type { Login } from "./login.ts";
export function registerAll(server: HandlerServer, m: Login) {
  server.registerGO("all", m.a);
  deeper(server, "deep");
}
const deeper = (server: HandlerServer, name: string, order = "serial") => {
  if (order === "serial") server.register(name, () => 1);
  else server.registerGO(name + "GO", () => 1);
};
export function registerMore({ server, prefix }: { server: HandlerServer; prefix: string }) {
  server.registerGO(prefix + "more", () => 2);
}
`,
    });
    assert.equal(show(result.diagnostics), []);
    const module = onlyModule(result);
    assert.equal(
      module.handlers.map(({ name, order }) => `${name} ${order}`),
      ["all concurrent", "deep serial", "p_more concurrent", "static concurrent"],
    );
    assert.equal(module.reads, ["src/helpers.ts", "src/login.ts"]);
  });

  test("constructors, fields and onStart register too", () => {
    const result = readSources({
      "src/login.ts": moduleSource(
        ``,
        `  field = this.server.registerGO("field", () => 1);
  constructor() { super(); this.server.registerGO("constructed", () => 1); }
  onStart() { this.server.registerGO("started", () => 1); }`,
      ),
    });
    assert.equal(show(result.diagnostics), []);
    assert.equal(
      onlyModule(result).handlers.map(({ name }) => name),
      ["constructed", "field", "started"],
    );
  });
});

suite("registrations: warnings and errors", (test) => {
  const conditional: [title: string, code: string][] = [
    ["an if", `if (settings.id) this.server.registerGO("x", this.a);`],
    ["an early return", `if (settings.id) return; this.server.registerGO("x", this.a);`],
    ["an and", `settings.id && this.server.registerGO("x", this.a);`],
    ["a choice", `settings.id ? this.server.registerGO("x", this.a) : 0;`],
    ["a switch", `switch (settings.id) { case "": this.server.registerGO("x", this.a); }`],
    ["a catch", `try { await 1; } catch { this.server.registerGO("x", this.a); }`],
    ["a while", `while (settings.id) this.server.registerGO("x", this.a);`],
    [
      "an unknown list",
      `for (const i of Array.of(1)) { void i; this.server.registerGO("x", this.a); }`,
    ],
  ];
  for (const [title, code] of conditional) {
    test(`${title} makes a registration conditional: MQ2001`, () => {
      const result = readSources({ "src/login.ts": moduleSource(code, "a(): void {}") });
      const column = code.indexOf('"x"') + 1;
      assert.equal(places(result.diagnostics), [`MQ2001 src/login.ts:5:${column}`]);
      assert.equal(
        onlyModule(result).handlers.map(({ presence }) => presence),
        ["conditional"],
      );
    });
  }

  test("a callback, or a method that nobody calls, makes it late: MQ2002", () => {
    const result = readSources({
      "src/login.ts": moduleSource(
        `void Promise.resolve().then(() => this.server.registerGO("x", this.a));`,
        `a(): void {}
later() { this.server.registerGO("y", this.a); }`,
      ),
    });
    assert.equal(places(result.diagnostics), [
      "MQ2002 src/login.ts:5:58",
      "MQ2002 src/login.ts:8:34",
    ]);
    assert.equal(
      onlyModule(result).handlers.map(({ presence }) => presence),
      ["conditional", "conditional"],
    );
  });

  test("a name twice is MQ1012 at the second, with the first", () => {
    const result = readSources({
      "src/login.ts": moduleSource(
        `this.server.registerGO("x", this.a);\nthis.server.register("x", this.a);`,
        "a(): void {}",
      ),
    });
    assert.equal(places(result.diagnostics), ["MQ1012 src/login.ts:6:22"]);
    assert.is(result.diagnostics[0]?.related?.[0]?.location.line, 5);
  });

  test("register as a value is MQ1010, never passed over", () => {
    const result = readSources({
      "src/login.ts": moduleSource(
        `const s = this.server; [1].map(s.register as never); later(this.server.registerGO.bind(this.server));`,
        "",
        { above: "function later(f: (name: string, h: () => void) => void) { void f; }\n" },
      ),
    });
    assert.equal(places(result.diagnostics), [
      "MQ1010 src/login.ts:6:34",
      "MQ1010 src/login.ts:6:72",
    ]);
  });

  test("a registration that no module makes is MQ1015", () => {
    const result = readSources({
      "src/login.ts": moduleSource(""),
      "src/lost.ts": `import type { HandlerServer } from "mqant";
export function lost(server: HandlerServer) { server.registerGO("x", () => 1); }
export class Other { constructor(server: HandlerServer) { server.registerGO("y", () => 1); } }
`,
    });
    assert.equal(places(result.diagnostics), [
      "MQ1015 src/lost.ts:2:47",
      "MQ1015 src/lost.ts:3:59",
    ]);
  });

  test("so is one in a constructor's callee that nobody calls, and in a static method", () => {
    const result = readSources({
      "src/login.ts": moduleSource(
        ``,
        `constructor() { super(); const unused = () => this.server.registerGO("x", this.a); void unused; }
static make(m: Login) { m.server.registerGO("y", m.a); }
a(): void {}`,
      ),
    });
    assert.equal(places(result.diagnostics), [
      "MQ1015 src/login.ts:7:47",
      "MQ1015 src/login.ts:8:25",
    ]);
  });

  test("a spread of an unknown list is MQ1013", () => {
    const result = readSources({
      "src/login.ts": moduleSource(`this.server.registerGO(...pair);`, "", {
        above: "declare const pair: [string, () => void];\n",
      }),
    });
    assert.equal(places(result.diagnostics), ["MQ1013 src/login.ts:6:24"]);
  });

  test("recursive helpers end", () => {
    const result = readSources({
      "src/login.ts": moduleSource(
        `this.again(3);`,
        `again(n: number) { this.server.registerGO("x", () => 1); if (n > 0) this.again(n - 1); }`,
      ),
    });
    assert.equal(show(result.diagnostics), []);
    assert.is(onlyModule(result).handlers.length, 1);
  });
});

suite("registrations: @rpc", (test) => {
  const table = `for (const name of Object.keys(await import("./names.ts"))) this.server.registerGO(name, (this as never)[name]);`;

  test("names what can't be read", () => {
    const result = readSources({
      "src/names.ts": "export const HD_a = 1;",
      "src/login.ts": moduleSource(
        table,
        `
  /**
   * Says a.
   * @rpc HD_a
   */
  a(session: Session): void { void session; }
  /** @rpc b serial */
  b(x: number): string { return String(x); }
  plain(): void {}`,
      ),
    });
    assert.equal(show(result.diagnostics), []);
    const [a, b] = onlyModule(result).handlers;
    assert.equal(
      [a?.name, a?.order, a?.session, a?.doc],
      ["HD_a", "concurrent", true, ["Says a."]],
    );
    assert.equal([b?.name, b?.order, b?.parameters[0]?.type], ["b", "serial", { kind: "number" }]);
  });

  test("beside a registration that is read it counts once", () => {
    const result = readSources({
      "src/login.ts": moduleSource(
        `this.server.register("a", this.a);`,
        `/** @rpc a */
  a(): void {}`,
      ),
    });
    assert.equal(show(result.diagnostics), []);
    assert.equal(
      onlyModule(result).handlers.map(({ name, order }) => `${name} ${order}`),
      ["a serial"],
    );
  });

  test("without a name it is MQ1010", () => {
    const result = readSources({
      "src/login.ts": moduleSource(
        "",
        `/** @rpc */\n  a(): void {}\n/** @rpc b fast */\n  b(): void {}`,
      ),
    });
    assert.equal(places(result.diagnostics), [
      "MQ1010 src/login.ts:7:6",
      "MQ1010 src/login.ts:9:6",
    ]);
  });
});
