import * as assert from "uvu/assert";
import type { TypeModel } from "../../../generator/model.ts";
import { compareLocations, compareText } from "../../../generator/read/location.ts";
import {
  canTellApart,
  discriminantOf,
  needsDecoding,
} from "../../../generator/read/types/tell-apart.ts";
import { recursiveIds } from "../../../generator/read/types/recursive-ids.ts";
import { eachPart, findPart, mentionedIds, reachableIds } from "../../../generator/type-parts.ts";
import { compareTypes, typeKey, unionOf } from "../../../generator/read/types/type-key.ts";
import { suite } from "../../support/suite.ts";

const string: TypeModel = { kind: "string" };
const number: TypeModel = { kind: "number" };
const date: TypeModel = { kind: "date" };
const text = (value: string | number | boolean): TypeModel => ({ kind: "literal", value });
const ref = (id: string): TypeModel => ({ kind: "ref", id });
const object = (properties: Record<string, TypeModel>): TypeModel => ({
  kind: "object",
  properties: Object.entries(properties).map(([name, type]) => ({
    name: name.replace("?", ""),
    type,
    optional: name.endsWith("?"),
    readonly: false,
    doc: [],
  })),
});
const nothing = (): undefined => undefined;

suite("order of texts", (test) => {
  test("is by code point, which sort() is not", () => {
    const texts = ["\u{1f600}", "\uffff", "z", "Z", "zz", "", "é"];
    assert.equal([...texts].sort(compareText), ["", "Z", "z", "zz", "é", "\uffff", "\u{1f600}"]);
    assert.is(compareText("a", "a"), 0);
  });

  test("places are by file, line, column", () => {
    const place = (file: string, line: number, column: number) => ({
      file,
      line,
      column,
      endLine: 9,
      endColumn: 9,
    });
    const places = [place("b", 1, 1), place("a", 10, 1), place("a", 2, 5), place("a", 2, 1)];
    assert.equal(
      places.sort(compareLocations).map(({ file, line, column }) => `${file}${line}:${column}`),
      ["a2:1", "a2:5", "a10:1", "b1:1"],
    );
  });
});

suite("unions", (test) => {
  test("are flat, without doubles, in canonical order", () => {
    const union = unionOf([
      { kind: "undefined" },
      ref("b"),
      { kind: "union", of: [string, text(true), text(10), text(9), text("b")] },
      ref("a"),
      text("a"),
      string,
      { kind: "null" },
      { kind: "array", of: string, readonly: false },
    ]);
    assert.equal(union.kind === "union" && union.of.map(typeKey), [
      '"a"',
      '"b"',
      "9",
      "10",
      "true",
      "string",
      "(string)[]",
      "a",
      "b",
      "null",
      "undefined",
    ]);
  });

  test("of one member are that member, of none there are none", () => {
    assert.is(unionOf([string, string]), string);
    assert.throws(() => unionOf([]), /at least one/);
  });

  test("order is total: it turns around with its arguments", () => {
    const types = [
      string,
      number,
      date,
      text(1),
      text("1"),
      ref("x"),
      object({}),
      object({ a: string }),
    ];
    for (const a of types) {
      for (const b of types)
        assert.is(Math.sign(compareTypes(a, b)), -Math.sign(compareTypes(b, a)) || 0);
    }
  });
});

suite("keys of types", (test) => {
  test("don't depend on the order of properties or members, nor on documentation", () => {
    const a = object({ x: string, y: number });
    const b = object({ y: number, x: string });
    assert.is(typeKey(a), typeKey(b));
    assert.is(
      typeKey({ kind: "union", of: [string, number] }),
      typeKey({ kind: "union", of: [number, string] }),
    );
    if (b.kind === "object" && b.properties[0]) b.properties[0].doc = ["x"];
    assert.is(typeKey(a), typeKey(b));
  });

  test("tell different types apart, whatever their names contain", () => {
    const types: TypeModel[] = [
      object({ a: string }),
      object({ "a?": string }),
      object({ 'a":string,"b': string }),
      object({ a: string, b: string }),
      text("string"),
      string,
      text(1),
      text("1"),
      { kind: "array", of: string, readonly: true },
      { kind: "array", of: string, readonly: false },
      { kind: "tuple", items: [{ type: string, optional: false }], readonly: false },
      { kind: "tuple", items: [{ type: string, optional: true }], readonly: false },
      { kind: "tuple", items: [], rest: string, readonly: false },
      { kind: "record", key: string, value: string, partial: false },
      { kind: "record", key: string, value: string, partial: true },
      { kind: "literal", value: 1, member: { of: "E", name: "A" } },
      { kind: "branded", base: string, text: "string & {}" },
      { kind: "template", pattern: "^a$", text: "`a`" },
      { kind: "object", properties: [], index: string },
    ];
    assert.is(new Set(types.map(typeKey)).size, types.length);
  });
});

suite("telling types apart", (test) => {
  const types: Record<string, TypeModel> = {
    Dated: object({ at: date, next: ref("Dated") }),
    Plain: object({ at: string }),
    Tree: object({ children: { kind: "array", of: ref("Tree"), readonly: false } }),
  };
  const lookup = (id: string): TypeModel | undefined => types[id];

  test("decoding is needed for dates, bigints and bytes, through names and recursion", () => {
    assert.is(needsDecoding(ref("Dated"), lookup), true);
    assert.is(needsDecoding(ref("Tree"), lookup), false);
    assert.is(
      needsDecoding(
        { kind: "record", key: string, value: { kind: "bytes" }, partial: false },
        lookup,
      ),
      true,
    );
    assert.is(needsDecoding(ref("Gone"), lookup), false);
  });

  const rows: [title: string, a: TypeModel, b: TypeModel, expected: boolean][] = [
    ["plain texts", string, text("a"), true],
    ["date and text", date, string, false],
    ["date and unknown", date, { kind: "unknown" }, false],
    ["date and template", date, { kind: "template", pattern: "^x$", text: "`x`" }, false],
    ["date and a brand of text", date, { kind: "branded", base: string, text: "" }, false],
    ["date and a literal that looks like one", date, text("2024-01-01"), false],
    ["date and another literal", date, text("soon"), true],
    ["dates by name and plain", ref("Dated"), ref("Plain"), false],
    ["a tag", object({ k: text("a"), v: date }), object({ k: text("b"), v: string }), true],
    [
      "an optional tag",
      object({ "k?": text("a"), v: date }),
      object({ "k?": text("b"), v: string }),
      false,
    ],
    ["own properties on both sides", object({ a: date }), object({ b: string }), true],
    ["an own property on one side", object({ a: date, b: string }), object({ b: string }), false],
    [
      "tuples of different lengths",
      { kind: "tuple", items: [{ type: date, optional: false }], readonly: false },
      { kind: "tuple", items: [], readonly: false },
      true,
    ],
    [
      "tuples with rests",
      { kind: "tuple", items: [], rest: date, readonly: false },
      { kind: "tuple", items: [], rest: string, readonly: false },
      false,
    ],
    ["a recursive type and itself", ref("Dated"), ref("Dated"), false],
  ];
  for (const [title, a, b, expected] of rows) {
    test(title, () => {
      assert.is(canTellApart(a, b, lookup), expected);
      assert.is(canTellApart(b, a, lookup), expected);
    });
  }

  test("a discriminant is a property whose values no two members share", () => {
    const member = (kind: TypeModel, more: Record<string, TypeModel> = {}): TypeModel =>
      object({ kind, ...more });
    assert.is(discriminantOf([member(text("a")), member(text("b"))], nothing), "kind");
    assert.is(
      discriminantOf([member(text("a")), member(text("b")), { kind: "null" }], nothing),
      "kind",
    );
    assert.is(
      discriminantOf(
        [member({ kind: "union", of: [text("a"), text("c")] }), member(text("b"))],
        nothing,
      ),
      "kind",
    );
    assert.is(
      discriminantOf([member({ kind: "boolean" }), member(text(true))], nothing),
      undefined,
    );
    assert.is(discriminantOf([member(text("a")), member(text("a"))], nothing), undefined);
    assert.is(discriminantOf([member(text("a")), string], nothing), undefined);
    assert.is(discriminantOf([member(text("a"))], nothing), undefined);
    assert.is(
      discriminantOf([object({ "kind?": text("a") }), member(text("b"))], nothing),
      undefined,
    );
    assert.is(
      discriminantOf(
        [member(text("a"), { also: text(1) }), member(text("b"), { also: text(2) })],
        nothing,
      ),
      "also",
    );
    // The text "1" and the number 1 are two values.
    assert.is(discriminantOf([member(text("1")), member(text(1))], nothing), "kind");
  });
});

suite("graphs of types", (test) => {
  const graph = (edges: Record<string, string[]>): Map<string, Set<string>> =>
    new Map(Object.entries(edges).map(([id, to]) => [id, new Set(to)]));

  test("recursive are those in circles, not those that lead there", () => {
    const ids = recursiveIds(
      graph({ a: ["b"], b: ["c"], c: ["b"], d: ["d"], e: ["a", "d"], f: [] }),
    );
    assert.equal([...ids].sort(), ["b", "c", "d"]);
  });

  test("two circles that touch are one", () => {
    const ids = recursiveIds(graph({ a: ["b"], b: ["a", "c"], c: ["b"], z: ["a"] }));
    assert.equal([...ids].sort(), ["a", "b", "c"]);
  });

  test("what is reached includes the start and ends in circles", () => {
    const edges = graph({ a: ["b"], b: ["a"], c: ["a"] });
    assert.equal([...reachableIds(["a"], (id) => edges.get(id) ?? [])].sort(), ["a", "b"]);
  });

  test("parts are found in every kind of type", () => {
    const whole: TypeModel = {
      kind: "union",
      of: [
        { kind: "array", of: ref("1"), readonly: false },
        {
          kind: "tuple",
          items: [{ type: ref("2"), optional: false }],
          rest: ref("3"),
          readonly: false,
        },
        { kind: "record", key: ref("4"), value: ref("5"), partial: false },
        {
          kind: "object",
          properties: [{ name: "x", type: ref("6"), optional: false, readonly: false, doc: [] }],
          index: ref("7"),
        },
        { kind: "branded", base: ref("8"), text: "" },
        { kind: "literal", value: 1, member: { of: "9", name: "A" } },
      ],
    };
    assert.equal([...mentionedIds(whole)].sort(), ["1", "2", "3", "4", "5", "6", "7", "8", "9"]);
    let parts = 0;
    eachPart(whole, () => parts++);
    assert.is(parts, 15);
    assert.is(
      findPart(whole, (part): part is TypeModel => part.kind === "record"),
      whole.of[2],
    );
    assert.is(
      findPart(whole, (part): part is TypeModel => part.kind === "date"),
      undefined,
    );
  });
});
