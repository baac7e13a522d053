import * as assert from "uvu/assert";
import type { PropertyModel, TypeModel } from "../../../generator/model.ts";
import { suite } from "../../support/suite.ts";
import {
  moduleSource,
  onlyHandler,
  onlyModule,
  readSources,
  readType,
  show,
  SourceProject,
} from "./sources.ts";

const string: TypeModel = { kind: "string" };
const number: TypeModel = { kind: "number" };
const text = (value: string | number | boolean): TypeModel => ({ kind: "literal", value });
const union = (...of: TypeModel[]): TypeModel => ({ kind: "union", of });
const array = (of: TypeModel, readonly = false): TypeModel => ({ kind: "array", of, readonly });
const ref = (id: string): TypeModel => ({ kind: "ref", id });
const record = (key: TypeModel, value: TypeModel, partial = false): TypeModel => ({
  kind: "record",
  key,
  value,
  partial,
});
const plain = { optional: false, readonly: false, doc: [] };
const property = (
  name: string,
  type: TypeModel,
  more: Partial<PropertyModel> = {},
): PropertyModel => ({
  name,
  type,
  ...plain,
  ...more,
});
const object = (...properties: PropertyModel[]): TypeModel => ({ kind: "object", properties });
const optional = { optional: true };

/** Handlers `t0`, `t1`, … with one parameter of each type: one project for a whole table. */
function readAll(types: readonly string[], declarations: string): TypeModel[] {
  const result = readSources({
    "src/login.ts": moduleSource(
      types.map((_, index) => `this.server.registerGO("t${index}", this.t${index});`).join("\n"),
      types.map((type, index) => `t${index}(x: ${type}): void { void x; }`).join("\n"),
      { above: `${declarations}\n` },
    ),
  });
  const errors = result.diagnostics.filter(({ severity }) => severity === "error");
  assert.equal(show(errors), []);
  const handlers = new Map(onlyModule(result).handlers.map((handler) => [handler.name, handler]));
  return types.map((type, index) => {
    const parameter = handlers.get(`t${index}`)?.parameters[0];
    if (parameter === undefined) throw new Error(`no parameter of type ${type}`);
    return parameter.type;
  });
}

/** A test for each row, over one project. */
function table(
  name: string,
  declarations: string,
  rows: [type: string, expected: TypeModel][],
): void {
  suite(name, (test) => {
    let models: TypeModel[] | undefined;
    for (const [index, [type, expected]] of rows.entries()) {
      test(type, () => {
        models ??= readAll(
          rows.map(([each]) => each),
          declarations,
        );
        assert.equal(models[index], expected);
      });
    }
  });
}

table("types: plain ones", "", [
  ["string", string],
  ["number", number],
  ["boolean", { kind: "boolean" }],
  ["null", { kind: "null" }],
  ["undefined", { kind: "undefined" }],
  ["unknown", { kind: "unknown" }],
  ["bigint", { kind: "bigint" }],
  ["Date", { kind: "date" }],
  ["Uint8Array", { kind: "bytes" }],
  ["Uint8Array<ArrayBuffer>", { kind: "bytes" }],
  ["'a'", text("a")],
  ["1", text(1)],
  ["-1.5", text(-1.5)],
  ["true", text(true)],
  ["false", text(false)],
  ["'\\n\\u2028`${'", text("\n\u2028`${")],
]);

table("types: unions", "type Big = 'b' | 'a' | 'c'; type Loose = string | number;", [
  ["'b' | 'a'", union(text("a"), text("b"))],
  ["10 | 9 | 'x' | true", union(text("x"), text(9), text(10), text(true))],
  ["boolean | string", union(string, { kind: "boolean" })],
  ["undefined | null | number", union(number, { kind: "null" }, { kind: "undefined" })],
  [
    "string | (number | (boolean | null))",
    union(string, number, { kind: "boolean" }, { kind: "null" }),
  ],
  ["string[] | Date", union({ kind: "date" }, array(string))],
  ["void | string", union(string, { kind: "undefined" })],
  ["'a' | 'a'", text("a")],
  ["Exclude<'a' | 'b', 'b'>", text("a")],
  ["keyof { a: 1; b: 2 }", union(text("a"), text("b"))],
  ["Big | null", union(ref("src/login.ts#Big"), { kind: "null" })],
  ["Big | 'd'", union(text("a"), text("b"), text("c"), text("d"))],
  ["NonNullable<Loose | null>", union(string, number)],
]);

table("types: lists", "", [
  ["string[]", array(string)],
  ["Array<string>", array(string)],
  ["readonly string[]", array(string, true)],
  ["ReadonlyArray<string>", array(string, true)],
  ["string[][]", array(array(string))],
  ["('a' | 'b')[]", array(union(text("a"), text("b")))],
  ["(string | null)[]", array(union(string, { kind: "null" }))],
  ["[]", { kind: "tuple", items: [], readonly: false }],
  [
    "[string, number]",
    {
      kind: "tuple",
      items: [
        { type: string, optional: false },
        { type: number, optional: false },
      ],
      readonly: false,
    },
  ],
  [
    "readonly [x: string, y?: number, ...rest: boolean[]]",
    {
      kind: "tuple",
      items: [
        { type: string, optional: false, name: "x" },
        { type: number, optional: true, name: "y" },
      ],
      readonly: true,
      rest: { kind: "boolean" },
    },
  ],
]);

table(
  "types: objects",
  `
interface Base { id: string }
interface Both extends Base { n: number }
interface Order { readonly id: string; lines: string[]; note?: string; at: Date | null }
type Merged = { a: string } & { b?: number };
enum Key { A = "ka", B = "kb" }
`,
  [
    ["{ a: string; b?: number }", object(property("a", string), property("b", number, optional))],
    ["{ readonly a: string }", object(property("a", string, { readonly: true }))],
    ["{ get a(): string }", object(property("a", string, { readonly: true }))],
    ["{ a: string | undefined }", object(property("a", union(string, { kind: "undefined" })))],
    ["{ a?: 'x' | 'y' | undefined }", object(property("a", union(text("x"), text("y")), optional))],
    ["{ a?: never; b?: undefined; c: 1 }", object(property("c", text(1)))],
    ["{ 'odd name': 1; 0: 2 }", object(property("odd name", text(1)), property("0", text(2)))],
    ["{}", object()],
    [
      "{ a: { b: { c: null } } }",
      object(property("a", object(property("b", object(property("c", { kind: "null" })))))),
    ],
    ["Both", ref("src/login.ts#Both")],
    ["Merged", ref("src/login.ts#Merged")],
    ["Base & { x: 1 }", object(property("id", string), property("x", text(1)))],
    ["Partial<Base>", object(property("id", string, optional))],
    ["Required<Pick<Order, 'note'>>", object(property("note", string))],
    ["Readonly<Base>", object(property("id", string, { readonly: true }))],
    [
      "Pick<Order, 'lines' | 'id'>",
      object(property("id", string, { readonly: true }), property("lines", array(string))),
    ],
    ["Omit<Order, 'lines' | 'id' | 'at'>", object(property("note", string, optional))],
    ["{ [K in keyof Base]: number }", object(property("id", number))],
    ["{ -readonly [K in keyof Pick<Order, 'id'>]: Order[K] }", object(property("id", string))],
    ["Base extends { id: infer I } ? I[] : never", array(string)],
    ["Order['lines']", array(string)],
    ["Record<string, number>", record(string, number)],
    ["Record<number, string>", record(number, string)],
    ["Record<'b' | 'a', number>", record(union(text("a"), text("b")), number)],
    ["Partial<Record<'b' | 'a', number>>", record(union(text("a"), text("b")), number, true)],
    ["Partial<Record<string, number>>", record(string, number)],
    ["Record<Key, Base>", record(ref("src/login.ts#Key"), ref("src/login.ts#Base"))],
    ["{ [key: string]: Date }", record(string, { kind: "date" })],
    ["{ [key: number]: string }", record(number, string)],
    [
      "{ [key: `id-${string}`]: number }",
      record({ kind: "template", pattern: "^id-[\\s\\S]*$", text: "`id-${string}`" }, number),
    ],
    [
      "{ a: string; [key: string]: string | number }",
      { kind: "object", properties: [property("a", string)], index: union(string, number) },
    ],
    ["{ [K in Key]: number }", object(property("ka", number), property("kb", number))],
  ],
);

table(
  "types: templates and brands",
  `
declare const tag: unique symbol;
type UserId = string & { readonly __brand: "UserId" };
type Cents = number & { readonly [tag]: true };
`,
  [
    [
      "`a-${number}`",
      {
        kind: "template",
        pattern: "^a-" + "-?\\d+(?:\\.\\d+)?(?:[eE][+-]?\\d+)?$",
        text: "`a-${number}`",
      },
    ],
    ["`${bigint}.`", { kind: "template", pattern: "^-?\\d+\\.$", text: "`${bigint}.`" }],
    [
      "`\\`\\${x}/\\n${string}`",
      {
        kind: "template",
        pattern: "^`\\$\\{x\\}\\/\\u000a[\\s\\S]*$",
        text: "`\\`\\${x}/\\u000a${string}`",
      },
    ],
    [
      "`${string}/${string}/x`",
      {
        kind: "template",
        pattern: "^[^\\/]*\\/[\\s\\S]*\\/x$",
        text: "`${string}/${string}/x`",
      },
    ],
    [
      "`${string}::${string}${string}`",
      {
        kind: "template",
        pattern: "^(?:(?!::)[\\s\\S])*::[\\s\\S]*$",
        text: "`${string}::${string}${string}`",
      },
    ],
    ["`${'a' | 'b'}-c`", union(text("a-c"), text("b-c"))],
    [
      "string & { readonly __brand: 'Id' }",
      { kind: "branded", base: string, text: 'string & { readonly "__brand": "Id" }' },
    ],
    ["UserId", ref("src/login.ts#UserId")],
    ["UserId[]", array(ref("src/login.ts#UserId"))],
    ["Cents", ref("src/login.ts#Cents")],
    ["number & { [tag]?: true }", { kind: "branded", base: number, text: "number" }],
    [
      "'a' | (string & {})",
      union(text("a"), { kind: "branded", base: string, text: "string & {}" }),
    ],
  ],
);

const dto = "src/login.ts#";
table(
  "types: names",
  `
export interface Item { id: string }
export interface Page<T, M = null> { items: T[]; meta: M }
export type Result<T> = { ok: true; value: T } | { ok: false };
export type Names = string[];
export type Pair = [string, number];
export type Id = string;
export type When = Date;
export type Same = Item;
export type Items = Page<Item>;
export type Some = Partial<Item>;
export type Other<T> = Page<T, string>;
export enum Kind { A, B }
export enum One { Only = "only" }
export const enum Fixed { X = 1, Y = 2 }
export class Data { a = 1 }
export type Json = string | number | boolean | null | Json[] | { [key: string]: Json };
interface Hidden { x: number }
namespace Space { export interface Inner { y: number } }
`,
  [
    ["Item", ref(`${dto}Item`)],
    ["Page<Item>", ref(`${dto}Page<${dto}Item,null>`)],
    ["Page<string, 1>", ref(`${dto}Page<string,1>`)],
    ["Page<Page<Item>>", ref(`${dto}Page<${dto}Page<${dto}Item,null>,null>`)],
    ["Result<Item>", ref(`${dto}Result<${dto}Item>`)],
    ["Result<Item[]>", ref(`${dto}Result<(${dto}Item)[]>`)],
    ["Names", ref(`${dto}Names`)],
    ["Pair", ref(`${dto}Pair`)],
    ["Id", string],
    ["When", { kind: "date" }],
    ["Same", ref(`${dto}Item`)],
    ["Items", ref(`${dto}Page<${dto}Item,null>`)],
    ["Some", ref(`${dto}Some`)],
    ["Other<Item>", ref(`${dto}Other<${dto}Item>`)],
    ["Kind", ref(`${dto}Kind`)],
    ["Kind.B", { kind: "literal", value: 1, member: { of: `${dto}Kind`, name: "B" } }],
    ["Kind | string", union(string, ref(`${dto}Kind`))],
    ["Kind.A | Kind.B | null", union(ref(`${dto}Kind`), { kind: "null" })],
    ["One", ref(`${dto}One`)],
    ["One.Only", ref(`${dto}One`)],
    ["Fixed.X", { kind: "literal", value: 1, member: { of: `${dto}Fixed`, name: "X" } }],
    ["Data", ref(`${dto}Data`)],
    ["Json", ref(`${dto}Json`)],
    ["Hidden", ref(`${dto}Hidden`)],
    ["Space.Inner", ref(`${dto}Space.Inner`)],
    ["Item | null", union(ref(`${dto}Item`), { kind: "null" })],
    ["Item | Hidden", union(ref(`${dto}Hidden`), ref(`${dto}Item`))],
    [
      "{ some?: Some; names?: Names }",
      object(
        property("some", ref(`${dto}Some`), optional),
        property("names", ref(`${dto}Names`), optional),
      ),
    ],
    ["Array<Some>", array(ref(`${dto}Some`))],
    [
      "[Some, Names?]",
      {
        kind: "tuple",
        items: [
          { type: ref(`${dto}Some`), optional: false },
          { type: ref(`${dto}Names`), optional: true },
        ],
        readonly: false,
      },
    ],
    ["Record<string, Some>", record(string, ref(`${dto}Some`))],
    [
      "Readonly<Record<Kind, Item>>",
      object(
        property("0", ref(`${dto}Item`), { readonly: true }),
        property("1", ref(`${dto}Item`), { readonly: true }),
      ),
    ],
  ],
);

suite("types: named", (test) => {
  test("a generic instance has its arguments, its structure and a name", () => {
    const { result } = readType(
      "Page<Item>",
      "export interface Item { id: string }\n/** A page. */ export interface Page<T> { items: T[]; next?: Page<T> }",
    );
    assert.equal(Object.keys(result.contract.types), [`${dto}Item`, `${dto}Page<${dto}Item>`]);
    assert.equal(result.contract.types[`${dto}Page<${dto}Item>`], {
      name: "PageOfItem",
      origin: {
        from: { file: "src/login.ts" },
        exportName: "Page",
        kind: "interface",
        arguments: [ref(`${dto}Item`)],
      },
      type: object(
        property("items", array(ref(`${dto}Item`))),
        property("next", ref(`${dto}Page<${dto}Item>`), optional),
      ),
      recursive: true,
      doc: ["A page."],
    });
  });

  test("an enum is the union of its values, with its members as declared", () => {
    const { result } = readType("Kind", `export enum Kind { B = "b", A = "a", C = 3 }`);
    const kind = result.contract.types[`${dto}Kind`];
    assert.equal(kind?.type, union(text("a"), text("b"), text(3)));
    assert.equal(kind?.origin.members, [
      { name: "B", value: "b" },
      { name: "A", value: "a" },
      { name: "C", value: 3 },
    ]);
  });

  test("mutual recursion is recursive, what only mentions it is not", () => {
    const { result } = readType(
      "Top",
      "export interface A { b?: B } export interface B { a: A[] } export interface Top { a: A }",
    );
    const flags = Object.entries(result.contract.types).map(([id, { recursive }]) => [
      id,
      recursive,
    ]);
    assert.equal(flags, [
      [`${dto}A`, true],
      [`${dto}B`, true],
      [`${dto}Top`, false],
    ]);
  });

  test("what is not exported, or under another name, says so", () => {
    const names = (declarations: string): (string | undefined)[] =>
      Object.values(readType("X", declarations).result.contract.types).map(
        ({ origin }) => origin.exportName,
      );
    assert.equal(names("interface X { a: 1 }"), [undefined]);
    assert.equal(names("interface X { a: 1 } export type { X as Y };"), ["Y"]);
    assert.equal(names("interface X { a: 1 } export type { X as A, X };"), ["X"]);
    assert.equal(names("export default interface X { a: 1 }"), ["default"]);
    assert.equal(names("declare global { interface X { a: 1 } }"), [undefined]);
  });

  test("types of one name in two files get names apart, in order of ids", () => {
    const result = readSources({
      "src/a/order.ts": "export interface Order { a: 1 }",
      "src/b/order.ts": "export interface Order { b: 1 }",
      "src/c.ts": "export interface Order { c: 1 } export interface Date { d: 1 }",
      "src/login.ts": moduleSource(
        `this.server.registerGO("f", this.f);`,
        `f(a: A.Order, b: B, c: C.Order, d: C.Date): void { void [a, b, c, d]; }`,
        {
          above: `import type * as A from "./a/order.ts"; import type { Order as B } from "./b/order.ts"; import type * as C from "./c.ts";\n`,
        },
      ),
    });
    assert.equal(show(result.diagnostics), []);
    assert.equal(
      Object.entries(result.contract.types).map(([id, { name }]) => `${id} ${name}`),
      [
        "src/a/order.ts#Order Order",
        "src/b/order.ts#Order OrderOrder",
        "src/c.ts#Date CDate",
        "src/c.ts#Order COrder",
      ],
    );
  });

  test("generic names are made of their arguments", () => {
    const { result } = readType(
      "[Box<string>, Box<Box<1>>, Box<Date[]>, Box<'a b' | null>, Two<Box<string>, bigint>, Box<{ a: 1 }>]",
      "export interface Box<T> { v: T } export interface Two<A, B> { a: A; b: B }",
    );
    assert.equal(
      Object.values(result.contract.types)
        .map(({ name }) => name)
        .sort(),
      [
        "BoxOfABOrNull",
        "BoxOfBoxOf_1",
        "BoxOfDateArray",
        "BoxOfObject",
        "BoxOfString",
        "BoxOf_1",
        "TwoOfBoxOfStringAndBigint",
      ].sort(),
    );
  });

  test("properties keep their documentation and their order", () => {
    const { result } = readType(
      "X",
      `export interface X {
  /** The last.
   * @deprecated no */
  z: string;
  /** The first. */
  a: string;
}`,
    );
    const type = result.contract.types[`${dto}X`]?.type;
    assert.equal(
      type,
      object(
        property("z", string, { doc: ["The last."] }),
        property("a", string, { doc: ["The first."] }),
      ),
    );
  });

  test("a type of a package comes from the specifier that the project imports", () => {
    const result = readSources({
      "node_modules/@acme/shared/package.json": `{"name":"@acme/shared","version":"1.0.0","types":"index.d.ts"}`,
      "node_modules/@acme/shared/index.d.ts": `export { Money } from "./money"; import type { Inner } from "./money"; export interface Outer { inner: Inner }`,
      "node_modules/@acme/shared/money.d.ts":
        "export interface Money { cents: number } export interface Inner { n: number }",
      "src/login.ts": moduleSource(
        `this.server.registerGO("f", this.f);`,
        `f(a: Money, b: Outer): SessionSnapshot { throw [a, b]; }`,
        {
          above: `import type { Money, Outer } from "@acme/shared"; import type { SessionSnapshot } from "mqant";\n`,
        },
      ),
    });
    assert.equal(show(result.diagnostics), []);
    const origins = Object.entries(result.contract.types).map(([id, { origin }]) => [
      id,
      origin.from,
      origin.exportName,
    ]);
    assert.equal(origins, [
      ["@acme/shared#Money", { package: "@acme/shared" }, "Money"],
      ["@acme/shared#Outer", { package: "@acme/shared" }, "Outer"],
      ["@acme/shared/money.d.ts#Inner", { package: "@acme/shared" }, undefined],
      ["mqant#SessionSnapshot", { package: "mqant" }, "SessionSnapshot"],
    ]);
    assert.equal(onlyModule(result).reads, [
      "node_modules/@acme/shared/index.d.ts",
      "node_modules/@acme/shared/money.d.ts",
      "src/login.ts",
    ]);
  });

  test("interfaces that several files merge are the same in any order", () => {
    const result = readSources({
      "src/a.ts": "declare global { interface Shared { a: 1; c: 3 } } export {};",
      "src/b.ts": "declare global { interface Shared { b: 2 } } export {};",
      "src/login.ts": moduleSource(
        `this.server.registerGO("f", this.f);`,
        `f(x: Shared): void { void x; }`,
      ),
    });
    const [shared] = Object.values(result.contract.types);
    assert.equal(
      shared?.type,
      object(property("a", text(1)), property("b", text(2)), property("c", text(3))),
    );
    assert.equal(onlyModule(result).reads, ["src/a.ts", "src/b.ts", "src/login.ts"]);
  });
});

suite("types: results", (test) => {
  const resultOf = (signature: string, declarations = ""): TypeModel =>
    onlyHandler(
      readSources({
        "src/login.ts": moduleSource(`this.server.registerGO("f", this.f);`, signature, {
          above: `${declarations}\n`,
        }),
      }),
    ).result;

  const rows: [signature: string, expected: TypeModel][] = [
    ["f(): void {}", { kind: "void" }],
    ["f() {}", { kind: "void" }],
    ["async f(): Promise<void> {}", { kind: "void" }],
    ["async f() { return 1; }", number],
    ["f() { return 'a' as const; }", text("a")],
    ["async f(): Promise<Some> { return {}; }", ref(`${dto}Some`)],
    [
      "async f(): Promise<Some | undefined> { return {}; }",
      union(ref(`${dto}Some`), { kind: "undefined" }),
    ],
    [
      "async f(): Promise<Either | null> { return null; }",
      union(ref(`${dto}Either`), { kind: "null" }),
    ],
    ["f(): Promise<string> | string { return ''; }", string],
    ["f(): never { throw 1; }", { kind: "void" }],
    [
      "f() { return { n: 1, s: 'x', list: [new Date()] }; }",
      object(
        property("n", number),
        property("s", string),
        property("list", array({ kind: "date" })),
      ),
    ],
    ["f = async (): Promise<Some> => ({});", ref(`${dto}Some`)],
  ];
  for (const [signature, expected] of rows) {
    test(signature, () => {
      const declarations =
        "export type Some = Partial<{ a: string }>; export type Either = 'a' | 'b';";
      assert.equal(resultOf(signature, declarations), expected);
    });
  }
});

suite("types: with exactOptionalPropertyTypes", (test) => {
  const options = { compilerOptions: { exactOptionalPropertyTypes: true } };

  test("an undefined that is written stays, one that is not doesn't come", () => {
    const { type } = readType(
      "{ a?: string; b?: string | undefined; c?: [x?: number] }",
      "",
      options,
    );
    assert.equal(
      type,
      object(
        property("a", string, optional),
        property("b", union(string, { kind: "undefined" }), optional),
        property(
          "c",
          { kind: "tuple", items: [{ type: number, optional: true, name: "x" }], readonly: false },
          optional,
        ),
      ),
    );
  });

  test("optional parameters never have it", () => {
    const result = readSources(
      {
        "src/login.ts": moduleSource(
          `this.server.registerGO("f", this.f);`,
          "f(a?: string, b?: number | undefined, c = 1): void { void [a, b, c]; }",
        ),
      },
      options,
    );
    assert.equal(
      onlyHandler(result).parameters.map(({ type, optional: may }) => [type.kind, may]),
      [
        ["string", true],
        ["number", true],
        ["number", true],
      ],
    );
  });
});

suite("types: Buffer", (test) => {
  const source = moduleSource(
    `this.server.registerGO("f", this.f);`,
    "f(x: Buffer): void { void x; }",
  );

  test("is bytes where @types/node is", () => {
    using project = new SourceProject(
      { "src/login.ts": source },
      { compilerOptions: { types: ["node"] } },
    );
    project.install("@types/node");
    project.install("undici-types");
    assert.equal(onlyHandler(project.read()).parameters[0]?.type, { kind: "bytes" });
  });

  test("an interface of the user's with that name is the user's", () => {
    const { type } = readType("Buffer", "export interface Buffer { a: 1 }");
    assert.equal(type, ref(`${dto}Buffer`));
  });
});
