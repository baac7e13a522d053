import * as assert from "uvu/assert";
import type { HandlerModel } from "../../../generator/model.ts";
import { suite } from "../../support/suite.ts";
import { moduleSource, onlyHandler, places, readSources, show } from "./sources.ts";

/** The handler `f` of a module with these members, which begin in line 7. */
function handler(
  members: string,
  code = `this.server.registerGO("f", this.f);`,
  above = "",
): HandlerModel {
  const result = readSources({ "src/login.ts": moduleSource(code, members, { above }) });
  assert.equal(show(result.diagnostics), []);
  return onlyHandler(result);
}

function parameters(members: string, code?: string, above?: string): string[] {
  return handler(members, code, above).parameters.map(
    ({ name, type, optional, rest }) =>
      `${rest ? "..." : ""}${name}${optional ? "?" : ""}: ${type.kind}`,
  );
}

/** Codes and places of what is wrong with a handler whose registration is in line 5. */
function problems(
  members: string,
  code = `this.server.registerGO("f", this.f);`,
  above = "",
): string[] {
  return places(
    readSources({ "src/login.ts": moduleSource(code, members, { above }) }).diagnostics,
  );
}

suite("handlers: parameters", (test) => {
  const rows: [signature: string, expected: string[]][] = [
    ["f(): void {}", []],
    ["f(a: string, b: number): void {}", ["a: string", "b: number"]],
    ["f(a?: string): void {}", ["a?: string"]],
    ["f(a: string | undefined): void {}", ["a: union"]],
    ["f(a = 1): void {}", ["a?: number"]],
    ["f(a: number | null = null): void {}", ["a?: union"]],
    ["f(a = 1, b: string): void {}", ["a?: number", "b: string"]],
    ["f(...rest: string[]): void {}", ["...rest: array"]],
    [
      "f(a: 1, ...rest: [b: string, c?: number]): void {}",
      ["a: literal", "b: string", "c?: number"],
    ],
    ["f(...rest: [string, ...number[]]): void {}", ["rest0: string", "...rest1: array"]],
    ["f({ a }: { a: string }, [b]: string[]): void {}", ["arg0: object", "arg1: array"]],
    ["f(this: Login, a: string): void {}", ["a: string"]],
    ["f(session: Session, a: string): void {}", ["a: string"]],
  ];
  for (const [signature, expected] of rows) {
    test(signature, () => assert.equal(parameters(signature), expected));
  }

  test("a wrapper's tuple becomes named parameters", () => {
    const above = `function withAuth<A extends unknown[], R>(f: (s: Session, ...args: A) => R) { return (s: Session, ...args: A): R => f(s, ...args); }\n`;
    const model = handler(
      "/** Wrapped. */\nf(session: Session, id: string, count?: number): string { return id; }",
      `this.server.registerGO("f", withAuth(this.f));`,
      above,
    );
    assert.equal(
      model.parameters.map(({ name, optional }) => [name, optional]),
      [
        ["id", false],
        ["count", true],
      ],
    );
    assert.is(model.session, true);
    assert.equal(model.doc, ["Wrapped."]);
    assert.is(model.declaredAt.line, 9);
  });

  test("a renamed Session is the Session, another class of that name is not", () => {
    const renamed = `import { Session as S } from "mqant";\n`;
    assert.is(handler("f(s: S): void {}", undefined, renamed).session, true);
    const own = `namespace N { export interface Session { id: string } }\n`;
    assert.is(handler("f(s: N.Session): void {}", undefined, own).session, false);
  });
});

suite("handlers: where they are declared", (test) => {
  const rows: [title: string, members: string, code: string, place: string][] = [
    ["a method", "  f(): void {}", "this.f", "7:3"],
    ["a bound method", "  f(): void {}", "this.f.bind(this)", "7:3"],
    ["a private method", "  #f(): void {}", "this.#f", "7:3"],
    ["an arrow field", "  f = () => 1;", "this.f", "7:3"],
    ["an inline arrow", "", "() => 1", "5:29"],
    ["a function above", "", "above", "2:10"],
    ["a constant above", "", "constant", "2:33"],
    ["an imported function", "", "imported", "src/lib.ts:1:17"],
    ["a function of a namespace", "", "lib.imported", "src/lib.ts:1:17"],
  ];
  for (const [title, members, code, place] of rows) {
    test(title, () => {
      const result = readSources({
        "src/login.ts": moduleSource(`this.server.registerGO("f", ${code});`, members, {
          above: `function above() {}       const constant = () => 1; import { imported } from "./lib.ts"; import * as lib from "./lib.ts"; void [above, constant, imported, lib];\n`,
        }),
        "src/lib.ts": "export function imported() { return 1; }",
      });
      assert.equal(show(result.diagnostics), []);
      const { file, line, column } = onlyHandler(result).declaredAt;
      const shifted = file === "src/login.ts" && line > 2 ? line - 1 : line;
      assert.is(
        place.includes("src/") ? `${file}:${line}:${column}` : `${shifted}:${column}`,
        place,
      );
    });
  }
});

suite("handlers: documentation", (test) => {
  test("lines, without tags; @deprecated apart", () => {
    const model = handler(`/**
   * Signs a user in.
   *
   *   - indented {@link Login}
   * @param a - left out
   * @deprecated use \`other\`
   *   instead
   * @returns left out
   */
  f(a: string): void { void a; }`);
    assert.equal(model.doc, ["Signs a user in.", "", "  - indented {@link Login}"]);
    assert.is(model.deprecated, "use `other` instead");
  });

  test("a bare @deprecated is an empty text, none is none", () => {
    assert.is(handler("/** @deprecated */\nf(): void {}").deprecated, "");
    assert.not.ok("deprecated" in handler("/** x */\nf(): void {}"));
  });

  test("the last comment counts; a plain one does not", () => {
    assert.equal(handler("/** First. */\n/** Second. */\nf(): void {}").doc, ["Second."]);
    assert.equal(handler("// no\n/* no */\nf(): void {}").doc, []);
  });

  test("of constants and fields it is found in front of them", () => {
    assert.equal(handler("/** Field. */\nf = () => 1;").doc, ["Field."]);
    const above = "/** Constant. */\nconst g = () => 1;\n";
    assert.equal(handler("", `this.server.registerGO("f", g);`, above).doc, ["Constant."]);
  });

  test("hostile text stays text, line by line", () => {
    const model = handler("/** *\\/ import('fs') \u2028 ${x} `\r\n * second */\nf(): void {}");
    assert.equal(model.doc, ["*\\/ import('fs')", " ${x} `", "second"]);
  });
});

suite("handlers: what is no handler", (test) => {
  const inline: [title: string, code: string, place: string][] = [
    ["an untyped parameter", "(x) => x", "MQ1021 src/login.ts:5:30"],
    ["an untyped rest", "(...x) => x", "MQ1021 src/login.ts:5:33"],
    ["any", "(x: any) => x", "MQ1021 src/login.ts:5:30"],
    ["a list of any", "(...x: any[]) => x", "MQ1021 src/login.ts:5:33"],
    ["a text", "'text' as never", "MQ1020 src/login.ts:5:29"],
    ["nothing", "undefined as never", "MQ1020 src/login.ts:5:29"],
    ["an object", "{} as never", "MQ1020 src/login.ts:5:29"],
  ];
  for (const [title, code, place] of inline) {
    test(title, () => assert.equal(problems("", `this.server.registerGO("f", ${code});`), [place]));
  }

  test("a method that is not there: in the compiler's words", () => {
    const { diagnostics } = readSources({
      "src/login.ts": moduleSource(`this.server.registerGO("f", this.g);`, "f(): void {}"),
    });
    assert.equal(
      diagnostics.map(({ message }) => message),
      [`the handler of "f" is no function: Property 'g' does not exist on type 'Login'`],
    );
  });

  test("a name that is not known is shown on one line, and no longer than a message", () => {
    const { diagnostics } = readSources({
      "src/login.ts": moduleSource(
        `this.server.registerGO("f" +\n  settings.id, this.f);\nthis.server.registerGO(${`settings.id + `.repeat(9)}"", this.f);`,
        "f(): void {}",
      ),
    });
    assert.equal(
      diagnostics.map(({ message }) => message),
      [
        `the handler's name \`"f" + settings.id\` is not known before the program runs`,
        `the handler's name \`${"settings.id + ".repeat(9).slice(0, 80)}…\` is not known before the program runs`,
      ],
    );
  });

  test("overloads are named, each with its place", () => {
    const { diagnostics } = readSources({
      "src/login.ts": moduleSource(
        `this.server.registerGO("f", this.f);`,
        "f(x: string): void;\nf(x: number): void;\nf(x: unknown) {}",
      ),
    });
    const [{ message, related } = { message: "" }] = diagnostics;
    assert.match(message, "has 2 overloads: (x: string): void and (x: number): void");
    assert.equal(
      related?.map((each) => `${each.location.line} ${each.message}`),
      ["7 (x: string): void", "8 (x: number): void", "5 registered here"],
    );
  });

  const methods: [title: string, members: string, place: string][] = [
    ["an untyped method", "f(x) { return x; }", "MQ1021 src/login.ts:7:3"],
    [
      "an overloaded method",
      "f(x: string): void; f(x: number): void; f(x: unknown) {}",
      "MQ1022 src/login.ts:7:1",
    ],
    ["a generic method", "f<T>(x: T): void {}", "MQ1023 src/login.ts:7:1"],
    ["an accessor that is no function", "get f() { return 1; }", "MQ1020 src/login.ts:5:29"],
    ["a session in second place", "f(a: string, s: Session): void {}", "MQ1031 src/login.ts:7:14"],
    ["two sessions", "f(a: Session, b: Session): void {}", "MQ1031 src/login.ts:7:15"],
    ["a session as result", "f(): Session { throw 1; }", "MQ1031 src/login.ts:7:6"],
  ];
  for (const [title, members, place] of methods) {
    test(title, () => {
      assert.equal(problems(members, `this.server.registerGO("f", this.f);`), [place]);
    });
  }

  test("a generic module class has types that nobody knows", () => {
    const { diagnostics } = readSources({
      "src/a.ts": `import { BaseModule } from "mqant";
export class A<T> extends BaseModule {
  getType() { return "A"; }
  constructor() { super(); this.server.registerGO("f", this.f); }
  f(x: T): void { void x; }
}`,
    });
    assert.equal(places(diagnostics), ["MQ1046 src/a.ts:5:5"]);
  });

  test("all parameters are reported at once", () => {
    assert.equal(problems("", `this.server.registerGO("f", (a, b, c: number) => c);`), [
      "MQ1021 src/login.ts:5:30",
      "MQ1021 src/login.ts:5:33",
    ]);
  });
});

suite("handlers: for clients", (test) => {
  const register = `this.server.registerGO("HD_f", this.f);`;
  const fine = [
    "f(s: Session): void {}",
    "f(s: Session, body: string): void {}",
    "f(s: Session, body?: { a: 1 }): void {}",
    "f(s: Session, body = 1): void {}",
    "f(s: Session, { a }: { a: 1 }): void {}",
  ];
  for (const signature of fine) {
    test(`${signature} is fine`, () => assert.equal(problems(signature, register), []));
  }

  const wrong: [signature: string, ...codes: string[]][] = [
    ["f(): void {}", "MQ1030"],
    ["f(body: string): void {}", "MQ1030"],
    ["f(s: Session, a: 1, b: 2): void {}", "MQ1032"],
    ["f(s: Session, ...all: string[]): void {}", "MQ1032"],
    ["f(a: 1, b: 2): void {}", "MQ1030", "MQ1032"],
  ];
  for (const [signature, ...codes] of wrong) {
    test(`${signature} is ${codes.join(" and ")}`, () => {
      assert.equal(
        problems(signature, register),
        codes.map((code) => `${code} src/login.ts:7:1`),
      );
    });
  }

  test("unknown in a body is MQ2030, also deep inside; not in results, nor for modules", () => {
    const place = "MQ2030 src/login.ts:8:1";
    const above =
      "interface Deep { list: { x: [1, ...Record<string, unknown>[]] }[]; self?: Deep }\n";
    assert.equal(problems("f(s: Session, x: unknown): void {}", register, above), [place]);
    assert.equal(problems("f(s: Session, x: Deep): void {}", register, above), [place]);
    assert.equal(problems("f(s: Session): unknown { return 1; }", register, above), []);
    assert.equal(problems("f(x: unknown): void {}", undefined, above), []);
  });
});
