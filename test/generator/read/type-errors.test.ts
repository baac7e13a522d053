import * as assert from "uvu/assert";
import { suite } from "../../support/suite.ts";
import { moduleSource, onlyHandler, places, readSources, readType, show } from "./sources.ts";

/** Diagnostics of one parameter `x`, which stands in line 8, or of `declarations` above in line 2. */
function problems(type: string, declarations = ""): string[] {
  return show(readType(type, declarations).result.diagnostics);
}

/** Where the parameter `x` of `readType` stands. */
const X = "src/login.ts:8:5";

suite("type errors: each code with its path", (test) => {
  const rows: [type: string, expected: string][] = [
    ["() => void", `MQ1040 ${X} Login.f(x) is a function`],
    ["typeof Date", `MQ1040 ${X} Login.f(x) is of type DateConstructor, which is no plain data`],
    ["symbol", `MQ1040 ${X} Login.f(x) is a symbol`],
    ["RegExp", `MQ1040 ${X} Login.f(x) is of type RegExp, which is no plain data`],
    ["Error", `MQ1040 ${X} Login.f(x) is of type Error, which is no plain data`],
    ["ArrayBuffer", `MQ1040 ${X} Login.f(x) is of type ArrayBuffer, which is no plain data`],
    ["Float32Array", `MQ1040 ${X} Login.f(x) is of type Float32Array, which is no plain data`],
    ["String", `MQ1040 ${X} Login.f(x) is the object type String`],
    ["Map<string, number>", `MQ1041 ${X} Login.f(x) is a Map, which JSON has no form for`],
    ["ReadonlySet<string>", `MQ1041 ${X} Login.f(x) is a ReadonlySet, which JSON has no form for`],
    ["WeakMap<object, 1>", `MQ1041 ${X} Login.f(x) is a WeakMap, which JSON has no form for`],
    ["any[][]", `MQ1042 ${X} Login.f(x[][]) has type any, which promises nothing`],
    ["Record<string, any>", `MQ1042 ${X} Login.f(x[key]) has type any, which promises nothing`],
    [
      "Promise<string>",
      `MQ1043 ${X} Login.f(x) is of type Promise, which settles later than the message leaves`,
    ],
    [
      "AsyncIterable<string>",
      `MQ1043 ${X} Login.f(x) is of type AsyncIterable, which settles later than the message leaves`,
    ],
    [
      "(string | undefined)[]",
      `MQ1044 ${X} Login.f(x[]) may be undefined inside an array, which JSON turns into null`,
    ],
    [
      "[string | undefined, 1]",
      `MQ1044 ${X} Login.f(x[0]) may be undefined inside an array, which JSON turns into null`,
    ],
    [
      "[1, ...undefined[]]",
      `MQ1044 ${X} Login.f(x[1]) may be undefined inside an array, which JSON turns into null`,
    ],
    [
      "Date | string",
      `MQ1045 ${X} Login.f(x) may be a Date as well as a string, which look the same in JSON`,
    ],
    [
      "Uint8Array | string | null",
      `MQ1045 ${X} Login.f(x) may be bytes as well as a string, which look the same in JSON`,
    ],
    [
      "bigint | '12'",
      `MQ1045 ${X} Login.f(x) may be a bigint as well as "12", which look the same in JSON`,
    ],
    [
      "Uint8Array | bigint",
      `MQ1045 ${X} Login.f(x) may be a bigint as well as bytes, which look the same in JSON`,
    ],
    [
      "Date[] | string[]",
      `MQ1045 ${X} Login.f(x) may be an array as well as an array, which look the same in JSON`,
    ],
    [
      "{ a: Date } | { a: string }",
      `MQ1045 ${X} Login.f(x) may be an object as well as an object, which look the same in JSON`,
    ],
    ["object", `MQ1046 ${X} Login.f(x) has type object, which says nothing about its properties`],
    [
      "`${string}${number}`",
      `MQ1046 ${X} Login.f(x) has type \`\${string}\${number}\`, which takes more than linear time to check`,
    ],
    ["1n", `MQ1046 ${X} Login.f(x) is the literal 1n`],
    [
      `[${"1?, ".repeat(41)}]`,
      `MQ1046 ${X} Login.f(x) is a tuple with 41 elements that may be left out`,
    ],
    ["[...string[], number]", `MQ1046 ${X} Login.f(x) is a tuple with elements behind its rest`],
    [
      "string[] & { extra: 1 }",
      `MQ1046 ${X} Login.f(x) has type string[] & { extra: 1; }: string[] with properties of its own`,
    ],
    [
      "Uppercase<string>",
      `MQ1046 ${X} Login.f(x) has type Uppercase<string>, which is not known before the program runs`,
    ],
    ["Missing", `MQ1051 ${X} Login.f(x) mentions Missing, which can't be resolved`],
    ["Partial<Missing>", `MQ1051 ${X} Login.f(x) mentions Missing, which can't be resolved`],
    ["Pick<{ a: 1 }, Missing>", `MQ1051 ${X} Login.f(x) mentions Missing, which can't be resolved`],
    ["string | Missing", `MQ1051 ${X} Login.f(x) mentions Missing, which can't be resolved`],
    ["Missing[]", `MQ1051 ${X} Login.f(x[]) mentions Missing, which can't be resolved`],
    [
      "Session[]",
      `MQ1031 ${X} Login.f(x[]) is a Session; only the first parameter of a handler can be one`,
    ],
  ];
  for (const [type, expected] of rows) {
    test(type, () => assert.equal(problems(type), [expected]));
  }
});

suite("type errors: at the property that causes them", (test) => {
  test("inside literals", () => {
    assert.equal(problems("{ a: { b?: Map<string, 1> }[] }"), [
      "MQ1041 src/login.ts:8:15 Login.f(x.a[].b) is a Map, which JSON has no form for",
    ]);
  });

  test("inside named types, through others, with the whole path", () => {
    assert.equal(
      problems(
        "Order",
        `interface Line { price: symbol }
interface Order { lines: Line[] }`,
      ),
      ["MQ1040 src/login.ts:2:18 Login.f(x.lines[].price) is a symbol"],
    );
  });

  test("at an index signature, alone or beside properties", () => {
    assert.equal(problems("X", "interface X { [id: string]: symbol }"), [
      "MQ1040 src/login.ts:2:15 Login.f(x[key]) is a symbol",
    ]);
    assert.equal(problems("X", "interface X { a: 1; [id: string]: 1 | symbol }"), [
      "MQ1040 src/login.ts:2:21 Login.f(x[key]) is a symbol",
    ]);
    assert.equal(problems("X", "interface X { a: 1; [id: `x-${string}`]: 1 }"), [
      "MQ1046 src/login.ts:2:21 Login.f(x) has an index signature for some keys beside its properties",
    ]);
  });

  test("once, however often the type is used", () => {
    const result = readSources({
      "src/login.ts": moduleSource(
        `this.server.registerGO("f", this.f); this.server.registerGO("g", this.f);`,
        "f(a: Order, b: Order): Order[] { throw [a, b]; }",
        { above: "interface Order { when: any }\n" },
      ),
    });
    assert.equal(places(result.diagnostics), ["MQ1042 src/login.ts:2:19"]);
  });

  test("odd property names are quoted in the path", () => {
    assert.equal(problems("{ 'a b': symbol; ключ: symbol }"), [
      `MQ1040 src/login.ts:8:10 Login.f(x["a b"]) is a symbol`,
      "MQ1040 src/login.ts:8:25 Login.f(x.ключ) is a symbol",
    ]);
  });

  test("a type argument that is used shows where it is used, one that is not where it is given", () => {
    const declarations = "interface Box<T> { v: T } interface Tag<T> { n: 1 }";
    assert.equal(problems("Box<Map<1, 2>>", declarations), [
      "MQ1041 src/login.ts:2:20 Login.f(x.v) is a Map, which JSON has no form for",
    ]);
    assert.equal(problems("Tag<Map<1, 2>>", declarations), [
      `MQ1041 ${X} Login.f(x) is a Map, which JSON has no form for`,
    ]);
  });

  test("types without end stop at a depth", () => {
    const [problem = "", ...others] = problems("Deep<1>", "interface Deep<T> { next?: Deep<T[]> }");
    assert.match(
      problem,
      /^MQ1050 src\/login\.ts:2:21 Login\.f\(x(\.next)+\) lies more than 40 types deep$/,
    );
    assert.equal(others, []);
  });

  test("a name that is declared, and that the compiler has something against, with its reason", () => {
    assert.equal(problems("Page", "interface Page<T> { of: T[] }"), [
      `MQ1051 ${X} Login.f(x) mentions Page, which the compiler refuses: Generic type 'Page<T>' requires 1 type argument(s)`,
    ]);
    assert.equal(problems("A", "type A = B; type B = A;"), [
      `MQ1051 ${X} Login.f(x) mentions A, which the compiler refuses: Type alias 'A' circularly references itself`,
    ]);
    assert.equal(problems("A", "type A = Missing;"), [
      `MQ1051 ${X} Login.f(x) mentions A, which the compiler refuses: Cannot find name 'Missing'`,
    ]);
    assert.equal(problems("A", "interface A { a: A['a'] }"), [
      "MQ1051 src/login.ts:2:15 Login.f(x.a) has a type that can't be resolved: 'a' is referenced directly or indirectly in its own type annotation",
    ]);
  });
});

suite("type errors: a base that the compiler passes over leaves no hole", (test) => {
  const rows: [declarations: string, expected: string][] = [
    [
      "interface X extends Missing { a: 1 }",
      "MQ1051 src/login.ts:2:21 Login.f(x) mentions Missing, which can't be resolved",
    ],
    [
      "interface X extends Y { a: 1 } interface Y extends Missing { b: 1 }",
      "MQ1051 src/login.ts:2:52 Login.f(x) mentions Missing, which can't be resolved",
    ],
    [
      "class X extends Y { a = 1 } class Y extends Missing { b = 1 }",
      "MQ1051 src/login.ts:2:45 Login.f(x) mentions Missing, which can't be resolved",
    ],
    [
      "interface X extends Y { a: 1 } interface Y<T> { b: T }",
      "MQ1051 src/login.ts:2:21 Login.f(x) mentions Y, which the compiler refuses: Generic type 'Y<T>' requires 1 type argument(s)",
    ],
    [
      "interface X extends Y { a: 1 } interface Y extends X { b: 1 }",
      "MQ1052 src/login.ts:2:21 Login.f(x) extends Y, which the compiler passes over: Type 'X' recursively references itself as a base type",
    ],
    [
      "interface X extends Y { a: 1 } interface Y extends Z { b: 1 } interface Z extends Y { c: 1 }",
      "MQ1052 src/login.ts:2:52 Login.f(x) extends Z, which the compiler passes over: Type 'Y' recursively references itself as a base type",
    ],
    [
      "class X extends Y { a = 1 } class Y extends X { b = 1 }",
      "MQ1052 src/login.ts:2:17 Login.f(x) extends Y, which the compiler passes over: 'X' is referenced directly or indirectly in its own base expression",
    ],
    [
      "interface X extends Y { a: 1 } type Y = { b: 1 } | { c: 1 };",
      "MQ1052 src/login.ts:2:21 Login.f(x) extends Y, which the compiler passes over: An interface can only extend an object type or intersection of object types with statically known members",
    ],
  ];
  for (const [declarations, expected] of rows) {
    test(declarations, () => assert.equal(problems("X", declarations), [expected]));
  }

  test("what is extended in other ways than by a name is none", () => {
    for (const base of ["Y<X>", "Omit<Y<1>, 'b'>", "Readonly<Y<1>>", "Both"]) {
      const declarations = `interface X extends ${base} { a: 1 } interface Y<T> { b: T[]; c: 1 } type Both = Y<1> & { d: 1 };`;
      assert.equal(problems("X", declarations), [], base);
    }
  });
});

suite("type errors: classes", (test) => {
  const rows: [members: string, has: string][] = [
    ["run() {}", "a method run"],
    ["run = () => 1;", "a function run"],
    ["private x = 1;", "the private property x"],
    ["#x = 1;", "private state"],
    ["get x() { return 1; }", "an accessor x"],
    ["[Symbol.iterator] = 1;", "a property whose key is a symbol"],
  ];
  for (const [members, has] of rows) {
    test(members, () => {
      assert.equal(problems("X", `class X { a = 1; ${members} }`), [
        `MQ1040 ${X} Login.f(x) is of type X, which has ${has}; only data travels`,
      ]);
    });
  }

  test("an interface with a method is blamed at the method", () => {
    assert.equal(problems("X", "interface X { a: 1; run(): void }"), [
      "MQ1040 src/login.ts:2:21 Login.f(x.run) is a function",
    ]);
  });

  test("an interface that extends an array is one problem, not thirty", () => {
    assert.is(problems("X", "interface X extends Array<string> { a: 1 }").length, 1);
  });

  test("a data class is a warning and a structure", () => {
    const { type, result } = readType(
      "X",
      "export class X { a = 1; static of() { return new X(); } constructor() {} }",
    );
    assert.equal(type, { kind: "ref", id: "src/login.ts#X" });
    assert.equal(places(result.diagnostics), [`MQ2031 ${X}`]);
    const named = result.contract.types["src/login.ts#X"];
    assert.equal(named?.origin.kind, "class");
    assert.equal(named?.type.kind === "object" && named.type.properties.map(({ name }) => name), [
      "a",
    ]);
  });

  test("an enum with computed values can't be described", () => {
    assert.equal(problems("E", "enum E { A = 'x'.length }"), [
      `MQ1046 ${X} Login.f(x) is of enum E, whose values are computed`,
    ]);
  });
});

suite("type errors: unions that can be told apart are none", (test) => {
  const fine = [
    "Date | number",
    "Date | null",
    "Date | 'never'",
    "Date | bigint",
    "bigint | 'none'",
    "bigint | number",
    "Uint8Array | null",
    "{ kind: 'a'; v: Date } | { kind: 'b'; v: string }",
    "{ a: Date } | { b: string }",
    "{ a: Date } | string",
    "Date[] | number[]",
    "[Date] | [1, 2]",
    "string | 'a'[]",
    "{ a: string } | { a: string; b: number }",
    "Record<string, Date> | Record<string, number>",
    "{ a: { deep: Date } } | { a: { deep: number } }",
  ];
  for (const type of fine) {
    test(type, () => assert.equal(problems(type), []));
  }
});

suite("type errors: results", (test) => {
  const problemsOf = (members: string, above = ""): string[] =>
    places(
      readSources({
        "src/login.ts": moduleSource(`this.server.registerGO("f", this.f);`, members, {
          above: `declare const cond: boolean; ${above}\n`,
        }),
      }).diagnostics,
    );

  const inferred: [title: string, members: string][] = [
    ["any", "f() { return JSON.parse(''); }"],
    ["any inside", "f() { return { a: JSON.parse('') }; }"],
    ["never", "f() { throw new Error(); }\n"],
    ["a typed call", "async f() { return await this.rpcInvoke('Chat' as never, 'x' as never); }"],
    [
      "a typed call in a choice",
      "async f() { return cond ? 1 : await this.rpcInvoke('Chat' as never, 'x' as never); }",
    ],
    [
      "a typed call in a variable",
      "async f() { const r = await this.rpcInvoke('Chat' as never, 'x' as never); return { r }; }",
    ],
    [
      "a typed call in a method",
      "async f() { return [await this.g()]; } async g() { return this.rpcInvoke('Chat' as never, 'x' as never); }",
    ],
    [
      "a typed call of another caller",
      "async f() { return this.withOptions({}).rpcInvoke('Chat' as never, 'x' as never); }",
    ],
    ["a generated client", "async f() { const c = new ChatClient(this); return c.say(); }"],
  ];
  for (const [title, members] of inferred) {
    test(`${title}, inferred, is MQ1024 at the handler's name`, () => {
      const found = problemsOf(members, `import { ChatClient } from "./generated/chat.client.ts";`);
      if (title === "never") return assert.equal(found, []); // a method that throws gives void
      // What the returned literal says is blamed where it says it.
      const column = title === "any inside" ? 16 : members.startsWith("async") ? 7 : 1;
      assert.equal(found, [`MQ1024 src/login.ts:8:${column}`]);
    });
  }

  test("an arrow that only throws is asked for its type", () => {
    assert.equal(problemsOf("f = () => { throw new Error(); };"), ["MQ1024 src/login.ts:8:1"]);
  });

  test("written down it is whatever is written", () => {
    assert.equal(
      problemsOf(
        "async f(): Promise<number> { return this.rpcInvoke('Chat' as never, 'x' as never); }",
      ),
      [],
    );
    assert.equal(
      problemsOf(
        "async f() { return await this.g(); } g(): Promise<string> { return this.rpcInvoke('C' as never, 'x' as never); }",
      ),
      [],
    );
    assert.equal(
      problemsOf(
        "async f() { return (await this.rpcInvoke('C' as never, 'x' as never)) as string; }",
      ),
      [],
    );
  });

  test("any that is written is MQ1042, a missing type MQ1051, at the annotation", () => {
    assert.equal(problemsOf("f(): any { return 1; }"), ["MQ1042 src/login.ts:8:6"]);
    assert.equal(problemsOf("f(): Promise<Missing> { throw 1; }"), ["MQ1051 src/login.ts:8:6"]);
  });

  test("a generator's result is a stream", () => {
    assert.equal(problemsOf("*f() { yield 1; }"), ["MQ1043 src/login.ts:8:2"]);
  });

  test("paths of results have no parameter", () => {
    const result = readSources({
      "src/login.ts": moduleSource(
        `this.server.registerGO("f", this.f);`,
        "f(): { a: symbol[] } { throw 1; }",
      ),
    });
    assert.match(result.diagnostics[0]?.message ?? "", /^Login\.f\(\)\.a\[\] is a symbol$/);
    const { result: type } = onlyHandler(result);
    assert.is(type.kind === "object" && type.properties[0]?.type.kind, "array");
  });
});

suite("type errors: the output folder", (test) => {
  test("a type from there is MQ1026", () => {
    const result = readSources({
      "src/generated/dto.ts": "export interface Made { a: 1 }",
      "src/login.ts": moduleSource(
        `this.server.registerGO("f", this.f);`,
        "f(a: Made, b: { c: All.Made }): void { void [a, b]; }",
        {
          above: `import type { Made } from "./generated/dto.ts"; import type * as All from "./generated/dto.ts";\n`,
        },
      ),
    });
    assert.equal(places(result.diagnostics), [
      "MQ1026 src/login.ts:8:3",
      "MQ1026 src/login.ts:8:17",
    ]);
    assert.not.ok(result.files.some((file) => file.includes("generated")));
  });

  test("output that declares a registry changes nothing", () => {
    const source = moduleSource(`this.server.registerGO("f", this.f);`, "f() { return 1; }");
    const before = readSources({ "src/login.ts": source });
    const after = readSources({
      "src/login.ts": source,
      "src/generated/registry.d.ts": `declare module "mqant" { interface RpcRegistry { Login: { f(): Promise<number> } } interface PushRegistry { "x/y": string } } export {};`,
    });
    assert.equal(after.contract, before.contract);
    assert.equal(after.files, before.files);
  });
});
