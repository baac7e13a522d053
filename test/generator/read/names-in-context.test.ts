import * as assert from "uvu/assert";
import { suite } from "../../support/suite.ts";
import { printContract } from "./print-type.ts";
import { moduleSource, readSources, show } from "./sources.ts";

const declarations = `
export interface Item { id: string }
export interface Page<T> { items: T[]; total: number }
export type Either = { a: 1 } | { b: 2 };
export type Letter = "a" | "b";
export type Items = Item[];
export type Table = Record<string, Item>;
export type Maybe<T> = T | null;
export type Pair<A, B = A> = [A, B];
export type Wrapped<T> = { value: T; also?: Maybe<T> };
export type Renamed = Item;
export type Mixed = Item & { extra: number };
export type Made = ReturnType<typeof make>;
export interface Child extends Page<Letter> { own: Either }
export interface Both extends Pick<Item, "id">, Wrapped<Letter> {}
function make() { return { made: new Date(), item: { id: "x" } as Item }; }
`;

/** What a handler \`f\` of these members reads as, with \`this.x\` values to infer from. */
function handler(members: string): string {
  const result = readSources({
    "src/login.ts": moduleSource(`this.server.registerGO("f", this.f);`, members, {
      above: declarations,
    }),
  });
  assert.equal(show(result.diagnostics), []);
  const line = printContract(result.contract).find((one) => one.startsWith("  f("));
  return line?.trim().replace(/\((\w+)\)\[\]/g, "$1[]") ?? "no handler";
}

suite("names in context: written", (test) => {
  const rows: [type: string, printed: string][] = [
    ["Item[]", "Item[]"],
    ["Items", "Items"],
    ["Items[]", "Items[]"],
    ["readonly Items[]", "readonly Items[]"],
    ["[Items, Either?]", "[Items, (Either)?]"],
    ["Either", "Either"],
    ["Either | null", "Either | null"],
    ["null | Either | undefined", "Either | null | undefined"],
    ["(Either | null)[]", "(Either | null)[]"],
    ["Either | Letter", '"a" | "b" | Either'],
    ["Letter[]", "Letter[]"],
    ["Record<Letter, Either>", "Record<Letter, Either>"],
    ["Partial<Record<Letter, Items>>", "Partial<Record<Letter, Items>>"],
    ["{ [key: string]: Table }", "Record<string, Table>"],
    ["Table", "Table"],
    ["Maybe<Item>", "MaybeOfItem"],
    ["Maybe<Either>[]", "MaybeOfEither[]"],
    ["Pair<Item>", "PairOfItemAndItem"],
    ["Pair<Letter, Items>", "PairOfLetterAndItems"],
    ["Wrapped<Items>", "WrappedOfItems"],
    ["Wrapped<Wrapped<1>>", "WrappedOfWrappedOf_1"],
    ["Renamed", "Item"],
    ["Mixed", "Mixed"],
    ["Made", "Made"],
    ["Child", "Child"],
    ["Both", "Both"],
    ["Item | string", "string | Item"],
    ["Item & { extra: 1 }", "{ id: string; extra: 1 }"],
    ["Wrapped<Item>['value']", "Item"],
    ["Child['own']", "Either"],
    ["{ inner: { either?: Either } }", "{ inner: { either?: Either } }"],
    ["NonNullable<Maybe<Item>>", "Item"],
    ["Readonly<Item>", "{ readonly id: string }"],
    ["Page<Item>['items']", "Item[]"],
    ["(Item)", "Item"],
  ];
  for (const [type, printed] of rows) {
    test(type, () => {
      assert.is(handler(`f(x: ${type}): void { void x; }`), `f(x: ${printed}): void`);
    });
  }

  const optional: [type: string, printed: string][] = [
    ["Either", "Either"],
    ["Letter", "Letter"],
    ["Items | undefined", "Items"],
    ["Either | undefined", "Either"],
    ["Maybe<Item>", "MaybeOfItem"],
    ["Either | null", "Either | null"],
    ["boolean", "boolean"],
    ["'x' | undefined", '"x"'],
  ];
  for (const [type, printed] of optional) {
    test(`?: ${type}`, () => {
      assert.is(
        handler(`f(x?: ${type}, y?: { z?: ${type} }): void { void [x, y]; }`),
        `f(x?: ${printed}, y?: { z?: ${printed} }): void`,
      );
    });
  }
});

suite("names in context: concluded", (test) => {
  const rows: [code: string, printed: string][] = [
    ["null as unknown as Item", "Item"],
    ["[] as Item[]", "Item[]"],
    ["{ item: null as unknown as Item, n: 1 }", "{ item: Item; n: number }"],
    ["null as unknown as Either", "Either"],
    ["null as unknown as Page<Either>", "PageOfEither"],
    ["null as unknown as Wrapped<Letter>", "WrappedOfLetter"],
    ["null as unknown as Mixed", "Mixed"],
    ["make()", "{ made: Date; item: Item }"],
    ["[make().item].map(({ id }) => id)", "string[]"],
    ["[1, 'a', null]", "(string | number | null)[]"],
    ["({ a: 1, b: ['x'] }) as const", '{ readonly a: 1; readonly b: readonly ["x"] }'],
    ["Math.random() > 0.5 ? 'a' as const : 'b' as const", '"a" | "b"'],
    ["new Map<string, Item>().get('x')", "Item | undefined"],
    ["Object.fromEntries([['a', 1]])", "Record<string, number>"],
    ["Promise.all([1, Promise.resolve('x')])", "[number, string]"],
    ["Promise.resolve(null as unknown as Item)", "Item"],
  ];
  for (const [code, printed] of rows) {
    test(code, () => assert.is(handler(`f() { return ${code}; }`), `f(): ${printed}`));
  }

  test("async functions, generators of promises aside, give what they promise", () => {
    assert.is(handler("async f() { return Promise.resolve([make().item]); }"), "f(): Item[]");
    assert.is(handler("f = async (x: Letter) => ({ x });"), "f(x: Letter): { x: Letter }");
    assert.is(handler("async f() { try { return 1; } catch { return null; } }"), "f(): 1 | null");
    assert.is(handler("f(x: number) { if (x > 0) return 'a'; }"), 'f(x: number): "a" | undefined');
  });
});
