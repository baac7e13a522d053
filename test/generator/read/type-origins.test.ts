import { ts } from "ts-morph";
import * as assert from "uvu/assert";
import type { TypeModel } from "../../../generator/model.ts";
import type { NamedEntry } from "../../../generator/read/types/named-types.ts";
import { nameTypes } from "../../../generator/read/types/type-names.ts";
import { type Origin, Origins } from "../../../generator/read/types/type-origin.ts";
import { suite } from "../../support/suite.ts";
import { openSources, sourceFile, type Sources } from "./sources.ts";

/** Origins of the types that `type Probe = [A, B, …]` at the end of src/probe.ts mentions. */
function originsOf(sources: Sources): Origin[] {
  using opened = openSources(sources);
  const { project } = opened;
  const origins = new Origins(project);
  const probe = sourceFile(project, "src/probe.ts").statements.find(
    (one): one is ts.TypeAliasDeclaration =>
      ts.isTypeAliasDeclaration(one) && one.name.text === "Probe",
  );
  if (probe === undefined || !ts.isTupleTypeNode(probe.type)) throw new Error("no probe");
  return probe.type.elements.map((element) => {
    const type = project.checker.getTypeFromTypeNode(element);
    const symbol = type.aliasSymbol ?? type.symbol;
    const [declaration] = symbol.declarations ?? [];
    if (declaration === undefined) throw new Error(`${element.getText()} has no declaration`);
    return origins.of(symbol, declaration);
  });
}

suite("origins of types", (test) => {
  test("a project file, with the name it exports", () => {
    const [a, b, c, d] = originsOf({
      "src/dto.ts": `export interface A { a: 1 } interface B { b: 1 } export { B as Renamed }; interface C { c: 1 }
export default interface D { d: 1 } export type Maker = () => C;`,
      "src/probe.ts": `import type D from "./dto.ts"; import type { A, Renamed, Maker } from "./dto.ts"; export type Probe = [A, Renamed, ReturnType<Maker>, D];`,
    });
    const from = { file: "src/dto.ts" };
    assert.equal(a, { from, exportName: "A", kind: "interface", id: "src/dto.ts#A" });
    assert.equal(b, { from, exportName: "Renamed", kind: "interface", id: "src/dto.ts#B" });
    assert.equal(c, { from, exportName: undefined, kind: "interface", id: "src/dto.ts#C" });
    assert.equal([d?.exportName, d?.id], ["default", "src/dto.ts#default"]);
  });

  test("the declaring file counts, not who exports it again", () => {
    const [a] = originsOf({
      "src/dto.ts": "export interface A { a: 1 }",
      "src/barrel.ts": `export * from "./dto.ts";`,
      "src/probe.ts": `import type { A } from "./barrel.ts"; export type Probe = [A];`,
    });
    assert.equal(a?.from, { file: "src/dto.ts" });
  });

  test("kinds", () => {
    const found = originsOf({
      "src/probe.ts": `export interface I { a: 1 } export type T = { a: 1 }; export enum E { A, B } export class C { a = 1 } export type Probe = [I, T, E, C];`,
    });
    assert.equal(
      found.map(({ kind }) => kind),
      ["interface", "alias", "enum", "class"],
    );
  });

  test("namespaces are part of the id, and of what can't be imported by name", () => {
    const [a] = originsOf({
      "src/probe.ts": `export namespace Outer { export namespace Inner { export interface A { a: 1 } } } export type Probe = [Outer.Inner.A];`,
    });
    assert.equal([a?.id, a?.exportName], ["src/probe.ts#Outer.Inner.A", undefined]);
  });

  test("types of one name in several functions are several types", () => {
    const found = originsOf({
      "src/probe.ts": `function f() { interface Local { a: 1 } return null as unknown as Local; }
function g() { interface Local { b: 1 } return null as unknown as Local; }
export type Probe = [ReturnType<typeof f>, ReturnType<typeof g>];`,
    });
    assert.equal(
      found.map(({ id, exportName }) => [id, exportName]),
      [
        ["src/probe.ts#Local@1", undefined],
        ["src/probe.ts#Local@2", undefined],
      ],
    );
  });

  test("a package is named by the shortest specifier that has the type", () => {
    const found = originsOf({
      "node_modules/pkg/package.json": `{"name":"pkg","version":"1.0.0","exports":{".":{"types":"./index.d.ts"},"./deep/types":{"types":"./types.d.ts"}}}`,
      "node_modules/pkg/index.d.ts": `export { A as Alpha } from "./types";`,
      "node_modules/pkg/types.d.ts": `export interface A { a: 1 } export interface B { b: 1; hidden: Hidden } interface Hidden { h: 1 } export {};`,
      "src/probe.ts": `import type { A, B } from "pkg/deep/types"; import type { Alpha } from "pkg"; export type Probe = [A, B, Alpha, B["hidden"]];`,
    });
    assert.equal(
      found.map(({ from, exportName, id }) => [from, exportName, id]),
      [
        [{ package: "pkg" }, "Alpha", "pkg#A"],
        [{ package: "pkg/deep/types" }, "B", "pkg/deep/types#B"],
        [{ package: "pkg" }, "Alpha", "pkg#A"],
        [{ package: "pkg" }, undefined, "pkg/types.d.ts#Hidden"],
      ],
    );
  });

  test("an ambient module is a package", () => {
    const [a] = originsOf({
      "src/legacy.d.ts": `declare module "legacy" { export interface A { a: 1 } }`,
      "src/probe.ts": `import type { A } from "legacy"; export type Probe = [A];`,
    });
    assert.equal(a, {
      from: { package: "legacy" },
      exportName: "A",
      kind: "interface",
      id: "legacy#A",
    });
  });

  test("what is global has no name to import", () => {
    const [a, b] = originsOf({
      "src/global.d.ts": `interface Everywhere { a: 1 }`,
      "src/probe.ts": `declare global { interface Too { b: 1 } } export type Probe = [Everywhere, Too];`,
    });
    assert.equal([a?.from, a?.exportName], [{ file: "src/global.d.ts" }, undefined]);
    assert.is(b?.exportName, undefined);
  });
});

/** An entry as far as names need it. */
function entry(ownName: string, file: string, args: TypeModel[] = []): NamedEntry {
  return {
    origin: { from: { file }, kind: "interface", arguments: args },
    ownName,
    doc: [],
    type: { kind: "object", properties: [] },
    files: new Set(),
  };
}

suite("names of types", (test) => {
  const name = (entries: [id: string, entry: NamedEntry][]): string[] => [
    ...nameTypes(new Map(entries)).values(),
  ];

  test("are their own where they can be", () => {
    assert.equal(
      name([
        ["a#A", entry("A", "a.ts")],
        ["a#B", entry("B", "a.ts")],
      ]),
      ["A", "B"],
    );
  });

  test("get their file in front where another has the name, and a number where that is taken too", () => {
    assert.equal(
      name([
        ["a", entry("Order", "src/shop.ts")],
        ["b", entry("Order", "src/kitchen/pizza-oven.ts")],
        ["c", entry("Order", "other/pizza-oven.ts")],
        ["d", entry("Order", "third/pizza-oven.ts")],
      ]),
      ["Order", "PizzaOvenOrder", "PizzaOvenOrder2", "PizzaOvenOrder3"],
    );
  });

  test("avoid what emitted code needs", () => {
    assert.equal(
      name(
        ["Date", "Session", "Promise", "Record", "Uint8Array"].map((own) => [
          own,
          entry(own, "dto.ts"),
        ]),
      ),
      ["DtoDate", "DtoSession", "DtoPromise", "DtoRecord", "DtoUint8Array"],
    );
  });

  test("of packages are told apart by the package", () => {
    const foreign = {
      ...entry("Order", ""),
      origin: { from: { package: "@acme/shop-api" }, kind: "interface", arguments: [] },
    } as const;
    assert.equal(
      name([
        ["a", entry("Order", "a.ts")],
        ["b", { ...foreign, origin: { ...foreign.origin, arguments: [] } }],
      ]),
      ["Order", "AcmeShopApiOrder"],
    );
  });

  test("spell out type arguments", () => {
    const of = (...args: TypeModel[]): string =>
      name([
        ["x#Item", entry("Item", "x.ts")],
        ["y", entry("Page", "x.ts", args)],
      ])[1] ?? "";
    assert.is(of({ kind: "ref", id: "x#Item" }), "PageOfItem");
    assert.is(of({ kind: "string" }, { kind: "number" }), "PageOfStringAndNumber");
    assert.is(
      of({ kind: "array", of: { kind: "ref", id: "x#Item" }, readonly: false }),
      "PageOfItemArray",
    );
    assert.is(
      of({ kind: "union", of: [{ kind: "string" }, { kind: "null" }] }),
      "PageOfStringOrNull",
    );
    assert.is(of({ kind: "literal", value: "a-b c" }), "PageOfABC");
    assert.is(of({ kind: "literal", value: 7 }), "PageOf_7");
    assert.is(of({ kind: "literal", value: "*/" }), "PageOfText");
    assert.is(
      of({ kind: "record", key: { kind: "string" }, value: { kind: "date" }, partial: false }),
      "PageOfRecordOfDate",
    );
    assert.is(of({ kind: "object", properties: [] }), "PageOfObject");
    assert.is(of({ kind: "branded", base: { kind: "string" }, text: "" }), "PageOfString");
    assert.is(of({ kind: "ref", id: "gone" }), "PageOfType");
  });

  test("are identifiers and unique, whatever they are made of", () => {
    const odd = ["登录", "a-b", "1", "</script>", "class", ""].map(
      (value, index): [string, NamedEntry] => [
        `${index}`,
        entry("Of", "it's.ts", [{ kind: "literal", value }]),
      ],
    );
    const names = name(odd);
    for (const one of names) assert.match(one, /^[\p{ID_Start}_$][\p{ID_Continue}$]*$/u);
    assert.is(new Set(names).size, names.length);
  });
});
