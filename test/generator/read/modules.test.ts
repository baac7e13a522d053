import * as assert from "uvu/assert";
import { suite } from "../../support/suite.ts";
import { moduleSource, onlyModule, places, readSources, show, type Sources } from "./sources.ts";

const imports = `import { BaseModule, Gate, type App, type HandlerServer, type ModuleSettings, Session } from "mqant";\n`;

/** Types of the modules in one file, with what is wrong. */
function read(source: string, more: Sources = {}): { types: string[]; problems: string[] } {
  const { contract, diagnostics } = readSources({ "src/login.ts": imports + source, ...more });
  return { types: contract.modules.map(({ type }) => type), problems: show(diagnostics) };
}

suite("modules: what is one", (test) => {
  const rows: [title: string, source: string, types: string[]][] = [
    ["a class", `export class A extends BaseModule { getType() { return "A"; } }`, ["A"]],
    [
      "a class that is not exported",
      `class A extends BaseModule { getType() { return "A"; } }`,
      ["A"],
    ],
    [
      "a class expression",
      `export const A = class extends BaseModule { getType() { return "A"; } };`,
      ["A"],
    ],
    [
      "a default export",
      `export default class extends BaseModule { getType() { return "A"; } }`,
      ["A"],
    ],
    [
      "an abstract class and its subclass",
      `abstract class A extends BaseModule {} class B extends A { getType() { return "B"; } }`,
      ["B"],
    ],
    [
      "a class and its subclass",
      `class A extends BaseModule { getType() { return "A"; } } class B extends A { getType() { return "B"; } }`,
      ["A", "B"],
    ],
    ["a gate", `class G extends Gate {}`, ["Gate"]],
    [
      "a gate with a type",
      `class G extends Gate { override getType() { return "MyGate"; } }`,
      ["MyGate"],
    ],
    [
      "a mixin's use, not the mixin",
      `type Make<T> = abstract new (...args: any[]) => T;
function Named<B extends Make<BaseModule>>(Base: B) { abstract class Mixed extends Base { hello() { return 1; } } return Mixed; }
class A extends Named(BaseModule) { getType() { return "A"; } }`,
      ["A"],
    ],
    [
      "a generic base",
      `abstract class Room<T> extends BaseModule { state!: T; } class A extends Room<string> { getType() { return "A"; } }`,
      ["A"],
    ],
    [
      "none of somebody else's classes",
      `class BaseModule2 { getType() { return "X"; } } class X extends BaseModule2 {} class A extends BaseModule { getType() { return "A"; } }`,
      ["A"],
    ],
  ];
  for (const [title, source, types] of rows) {
    test(title, () => {
      const result = read(source);
      assert.equal(result.problems, []);
      assert.equal(result.types, types);
    });
  }

  test("a renamed import and a base class in another file are recognised", () => {
    const result = read(
      `import { Base } from "./base.ts"; class A extends Base { getType() { return "A"; } }`,
      {
        "src/base.ts": `import { BaseModule as Root } from "mqant"; export abstract class Base extends Root {}`,
      },
    );
    assert.equal(result, { types: ["A"], problems: [] });
  });

  test("no module at all is MQ1001, at the tsconfig", () => {
    const { diagnostics, contract } = readSources({ "src/a.ts": "export const a = 1;" });
    assert.equal(places(diagnostics), ["MQ1001 tsconfig.json:1:1"]);
    assert.equal(contract, { modules: [], pushes: [], types: {} });
  });

  test("its name, place, documentation and files are in the model", () => {
    const module = onlyModule(
      readSources({
        "src/login.ts": `${imports}import { TYPE } from "./type.ts";

/**
 * Signs users in.
 *
 * Twice if need be.
 * @see nothing
 */
export class Login extends BaseModule {
  getType() { return TYPE; }
}
`,
        "src/type.ts": `export const TYPE = "Login";`,
        "src/other.ts": "export {};",
      }),
    );
    assert.equal(module, {
      type: "Login",
      className: "Login",
      doc: ["Signs users in.", "", "Twice if need be."],
      location: { file: "src/login.ts", line: 10, column: 14, endLine: 10, endColumn: 19 },
      handlers: [],
      reads: ["src/login.ts", "src/type.ts"],
    });
  });
});

suite("modules: their type", (test) => {
  const rows: [title: string, members: string][] = [
    ["a literal", `getType() { return "A"; }`],
    ["a literal type", `getType(): "A" { return "A" as const; }`],
    ["a constant", `getType() { return CONST; }`],
    ["an imported constant", `getType() { return IMPORTED; }`],
    ["an enum member", `getType() { return Types.A; }`],
    ["a static member", `static readonly TYPE = "A"; getType() { return X.TYPE; }`],
    ["a field", `readonly type = "A"; getType() { return this.type; }`],
    ["a getter", `get type() { return "A"; } getType() { return this.type; }`],
    ["an arrow", `getType = () => "A";`],
    [
      "several returns of the same",
      `getType() { if (this.type) { return "A"; } return CONST; } type = 1;`,
    ],
    ["a template", "getType() { return `${CONST}`; }"],
    ["a const enum member", `getType() { return Hard.A; }`],
    ["an as const object", `getType() { return NAMES.type; }`],
    ["a satisfies object", `getType() { return SURE.type; }`],
    ["a function of constants", `getType() { return of("A"); }`],
    ["another method", `getType() { return this.kind(); } kind() { return CONST; }`],
  ];
  for (const [title, members] of rows) {
    test(title, () => {
      const result = read(
        `import { IMPORTED } from "./names.ts"; const CONST = "A"; enum Types { A = "A" } const enum Hard { A = "A" }
const NAMES = { type: "A" } as const; const SURE = { type: "A" } satisfies object; const of = (x: string) => x;
class X extends BaseModule { ${members} } void [IMPORTED, CONST, Types, NAMES, SURE, of];`,
        { "src/names.ts": `export const IMPORTED = "A";` },
      );
      assert.equal(result, { types: ["A"], problems: [] });
    });
  }

  test("a base class may return what the subclass sets", () => {
    const result =
      read(`abstract class Base extends BaseModule { abstract readonly kind: string; getType() { return this.kind; } }
class A extends Base { readonly kind = "A"; }
class B extends Base { get kind() { return "B"; } }`);
    assert.equal(result, { types: ["A", "B"], problems: [] });
  });

  const unknown: [title: string, members: string, column: number][] = [
    ["the class's name", `getType() { return this.constructor.name; }`, 32],
    ["a variable", `getType() { return variable; }`, 32],
    ["a field that may change", `kind: string = "A"; getType() { return this.kind; }`, 52],
    ["two types", `getType() { return this.version() ? "A" : "B"; }`, 32],
    ["different returns", `getType() { if (this.version()) return "A"; return "B"; }`, 32],
  ];
  for (const [title, members, column] of unknown) {
    test(`${title} is MQ1002`, () => {
      const { contract, diagnostics } = readSources({
        "src/login.ts": `${imports}declare let variable: string;\nexport class X extends BaseModule { ${members} }`,
      });
      assert.equal(places(diagnostics), [`MQ1002 src/login.ts:3:${column + 5}`]);
      assert.equal(contract.modules, []);
    });
  }

  test("a type twice is MQ1003 with both places", () => {
    const { diagnostics } = readSources({
      "src/a.ts": `${imports}export class A extends BaseModule { getType() { return "X"; } }`,
      "src/b.ts": `${imports}export class B extends BaseModule { getType() { return "X"; } }`,
    });
    assert.equal(places(diagnostics), ["MQ1003 src/b.ts:2:14"]);
    assert.equal(
      diagnostics[0]?.related?.map(({ location }) => location.file),
      ["src/a.ts"],
    );
  });

  for (const type of ["", "a/b", "a+b", "a#b", "a@b", "a\0b"]) {
    test(`${JSON.stringify(type)} can't be a type: MQ1004`, () => {
      const { diagnostics } = readSources({
        "src/a.ts": `${imports}export class A extends BaseModule { getType() { return ${JSON.stringify(type)}; } }`,
      });
      assert.equal(places(diagnostics), ["MQ1004 src/a.ts:2:14"]);
    });
  }
});

suite("modules: inheritance", (test) => {
  const base = `abstract class Base<T> extends BaseModule {
  override async onInit(app: App, settings: ModuleSettings) {
    await super.onInit(app, settings);
    this.server.registerGO("hello", this.hello);
    this.server.registerGO("state", this.state);
    this.setUp();
  }
  protected setUp(): void { this.server.registerGO("fromBase", this.hello); }
  hello(name: string): string { return name; }
  state(x: T): T { return x; }
}
`;

  test("registrations of a base class belong to each subclass, with its types", () => {
    const { contract, diagnostics } = readSources({
      "src/login.ts": `${imports}${base}
export class A extends Base<number> { getType() { return "A"; } }
export class B extends Base<"b"> {
  getType() { return "B"; }
  protected override setUp(): void { super.setUp(); this.server.register("fromB", this.hello); }
  /** B's own. */
  override hello(name: string, more?: boolean): string { return name + String(more); }
}`,
    });
    assert.equal(show(diagnostics), []);
    const [a, b] = contract.modules;
    assert.equal(
      a?.handlers.map(({ name }) => name),
      ["fromBase", "hello", "state"],
    );
    assert.equal(
      b?.handlers.map(({ name }) => name),
      ["fromB", "fromBase", "hello", "state"],
    );
    assert.equal(a?.handlers[2]?.parameters[0]?.type, { kind: "number" });
    assert.equal(b?.handlers[3]?.result, { kind: "literal", value: "b" });
    const hello = b?.handlers[2];
    assert.equal(
      hello?.parameters.map(({ name }) => name),
      ["name", "more"],
    );
    assert.equal(hello?.doc, ["B's own."]);
    assert.is(hello?.declaredAt.line, 19);
    assert.is(hello?.registeredAt.line, 5);
  });

  test("a base that is cut off registers nothing: MQ2003", () => {
    const { contract, diagnostics } = readSources({
      "src/login.ts": `${imports}${base}
export class A extends Base<number> { getType() { return "A"; }
  override async onInit() { }
}`,
    });
    assert.equal(places(diagnostics), ["MQ2003 src/login.ts:15:18"]);
    assert.equal(
      contract.modules[0]?.handlers.map(({ name }) => name),
      [],
    );
  });

  test("a mixin's registrations belong to who mixes it in", () => {
    const { contract, diagnostics } = readSources({
      "src/login.ts": `${imports}type Make<T> = abstract new (...args: any[]) => T;
function Chatty<B extends Make<BaseModule>>(Base: B) {
  abstract class Mixed extends Base {
    override async onInit(app: App, settings: ModuleSettings) {
      await super.onInit(app, settings);
      this.server.registerGO("chat", this.chat);
    }
    chat(text: string): number { return text.length; }
  }
  return Mixed;
}
export class A extends Chatty(BaseModule) { getType() { return "A"; } }`,
    });
    assert.equal(show(diagnostics), []);
    assert.equal(
      contract.modules[0]?.handlers.map(({ name }) => name),
      ["chat"],
    );
  });

  test("handlers that mqant's gate registers itself are nobody's business", () => {
    const module = onlyModule(
      readSources({
        "src/gate.ts": `${imports}export class MyGate extends Gate {
  override async onInit(app: App, settings: ModuleSettings) {
    await super.onInit(app, settings);
    this.server.registerGO("HD_ping", (session: Session) => session.userId);
  }
}`,
      }),
    );
    assert.is(module.type, "Gate");
    assert.equal(
      module.handlers.map(({ name }) => name),
      ["HD_ping"],
    );
  });

  test("an abstract base without subclasses here is no problem", () => {
    const result = read(
      `export ${base} export class A extends BaseModule { getType() { return "A"; } }`,
    );
    assert.equal(result, { types: ["A"], problems: [] });
  });
});

suite("modules: made by factories", (test) => {
  const login = `getType() { return "Login"; } async onInit(app: App, settings: ModuleSettings) { await super.onInit(app, settings); this.server.registerGO("f", (x: number) => x); }`;
  const rows: [title: string, source: string, className: string][] = [
    [
      "an arrow that makes one",
      `class Login extends BaseModule { ${login} } export const Module = () => new Login();`,
      "Login",
    ],
    [
      "a class inside a function",
      `export function make() { class Login extends BaseModule { ${login} } return new Login(); }`,
      "Login",
    ],
    [
      "a class without a name inside a function",
      `export function make() { return new (class extends BaseModule { ${login} })(); }`,
      "make",
    ],
    [
      "a class without a name inside an arrow",
      `export const make = () => class extends BaseModule { ${login} };`,
      "make",
    ],
    [
      "a default export of an object",
      `export default { module: new (class extends BaseModule { ${login} })() };`,
      "module",
    ],
  ];
  for (const [title, source, className] of rows) {
    test(title, () => {
      const result = readSources({ "src/login.ts": imports + source });
      assert.equal(show(result.diagnostics), []);
      const module = onlyModule(result);
      assert.equal([module.className, module.type], [className, "Login"]);
      assert.equal(
        module.handlers.map(({ name }) => name),
        ["f"],
      );
    });
  }

  test("several modules in a file, from one generic class each", () => {
    const { contract, diagnostics } = readSources({
      "src/login.ts": `${imports}abstract class Store<T> extends BaseModule {
  protected abstract readonly prefix: string;
  override async onInit(app: App, settings: ModuleSettings) {
    await super.onInit(app, settings);
    this.server.registerGO(\`\${this.prefix}.put\`, (item: T): T[] => [item]);
    this.server.registerGO(\`\${this.getType()}.get\`, this.logged(this.get));
  }
  protected abstract get(id: string): T | null;
  private logged<A extends unknown[], R>(run: (...args: A) => R): (...args: A) => R { return run; }
}
export class Users extends Store<{ user: string }> { protected readonly prefix = "user"; getType() { return "Users"; } get(): { user: string } | null { return null; } }
export class Scores extends Store<number> { protected get prefix() { return "score"; } getType() { return "Scores"; } get(): number | null { return null; } }`,
    });
    assert.equal(show(diagnostics), []);
    assert.equal(
      contract.modules.map(({ handlers }) =>
        handlers.map(({ name, parameters, result }) => [
          name,
          parameters[0]?.type.kind,
          result.kind,
        ]),
      ),
      [
        [
          ["Scores.get", "string", "union"],
          ["score.put", "number", "array"],
        ],
        [
          ["Users.get", "string", "union"],
          ["user.put", "object", "array"],
        ],
      ],
    );
  });
});

suite("modules: their version", (test) => {
  const versions = (members: string): (string | undefined)[] => {
    const { contract, diagnostics } = readSources({
      "src/login.ts": `${imports}const V = "2.0"; class X extends BaseModule { getType() { return "X"; } ${members} } void V;`,
    });
    return [...contract.modules.map(({ version }) => version), ...places(diagnostics)];
  };

  test("is what version() returns, in any constant form", () => {
    assert.equal(versions(`version() { return "1.2.3"; }`), ["1.2.3"]);
    assert.equal(versions("version() { return `${V}.1`; }"), ["2.0.1"]);
    assert.equal(versions(`readonly v = V; version() { return this.v; }`), ["2.0"]);
  });

  test("is left out where the class says nothing, or something unknown: MQ2004", () => {
    assert.equal(versions(""), [undefined]);
    assert.equal(versions(`version() { return String(Math.random()); }`), [
      undefined,
      "MQ2004 src/login.ts:2:73",
    ]);
  });
});

suite("modules: files they depend on", (test) => {
  test("types, constants, bases and helpers count; others don't", () => {
    const result = readSources({
      "src/login.ts": moduleSource(
        `this.server.registerGO(NAME, this.f); help(this.server);`,
        "f(x: Order): void { void x; }",
        {
          above: `import { NAME } from "./names.ts"; import type { Order } from "./order.ts"; import { help } from "./help.ts";\n`,
        },
      ),
      "src/names.ts": `import { PART } from "./part.ts"; export const NAME = PART + "x";`,
      "src/part.ts": `export const PART = "p";`,
      "src/order.ts": `import type { Line } from "./line.ts"; export interface Order { lines: Partial<Line>[] }`,
      "src/line.ts": `import type { Price } from "./price.ts"; export interface Line { price: Price }`,
      "src/price.ts": `export type Price = { cents: number };`,
      "src/help.ts": `import type { HandlerServer } from "mqant"; export function help(s: HandlerServer) { s.register("h", () => 1); }`,
      "src/unused.ts": `export interface Unused { a: 1 }`,
    });
    assert.equal(show(result.diagnostics), []);
    assert.equal(onlyModule(result).reads, [
      "src/help.ts",
      "src/line.ts",
      "src/login.ts",
      "src/names.ts",
      "src/order.ts",
      "src/part.ts",
      "src/price.ts",
    ]);
    assert.equal(result.files, [
      "src/help.ts",
      "src/line.ts",
      "src/login.ts",
      "src/names.ts",
      "src/order.ts",
      "src/part.ts",
      "src/price.ts",
      "src/unused.ts",
      "tsconfig.json",
    ]);
  });
});
