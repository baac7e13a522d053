import { runInThisContext } from "node:vm";
import * as schema from "mqant/schema";
import * as assert from "uvu/assert";
import * as z from "zod";
import type { NamedType, TypeModel } from "../../../generator/model.ts";
import { TypeGraph } from "../../../generator/emit/type-graph.ts";
import { ZodText } from "../../../generator/emit/zod-text.ts";
import { suite } from "../../support/suite.ts";
import {
  contractOf,
  idOf,
  literalOf,
  namedType,
  number,
  object,
  ref,
  text,
  union,
} from "./contract-builder.ts";

/** The schema that the text of a type makes when it is run, types erased. */
function built(type: TypeModel, named: readonly NamedType[] = []): z.ZodType {
  const graph = new TypeGraph(contractOf({ types: named }));
  const names = {
    graph,
    helper: (name: string) => `schema.${name}`,
    type: () => "T",
    schema: (id: string) => graph.get(id).name,
  };
  const statements = named.map(
    (each) =>
      `const ${each.name} = schema.lazy(() => ${new ZodText(names, idOf(each.name)).definition(idOf(each.name), each)});`,
  );
  const code = `(z, schema) => {\n${statements.join("\n")}\nreturn ${new ZodText(names).of(type)};\n}`;
  // The expressions are those that emitted files consist of.
  const make = runInThisContext(code.replaceAll("<T>", "")) as (
    zod: typeof z,
    helpers: typeof schema,
  ) => z.ZodType;
  return make(z, schema);
}

const nothing: TypeModel = { kind: "null" };
const undefinedType: TypeModel = { kind: "undefined" };
const array = (of: TypeModel): TypeModel => ({ kind: "array", of, readonly: false });
const circle = object({ kind: literalOf("circle"), radius: number });
const square = object({ kind: literalOf("square"), side: number });

const table: readonly {
  name: string;
  type: TypeModel;
  types?: readonly NamedType[];
  good: readonly unknown[];
  bad: readonly unknown[];
}[] = [
  { name: "text", type: text, good: ["", "a"], bad: [1, null, undefined] },
  { name: "numbers", type: number, good: [0, -1.5], bad: ["1", Number.NaN, Infinity] },
  { name: "booleans", type: { kind: "boolean" }, good: [true, false], bad: [0, "true"] },
  { name: "anything", type: { kind: "unknown" }, good: [1, null, {}], bad: [] },
  { name: "a literal", type: literalOf("a"), good: ["a"], bad: ["b", 1] },
  {
    name: "literals of several kinds",
    type: union(literalOf("a"), literalOf(1), literalOf(false)),
    good: ["a", 1, false],
    bad: ["1", true, null],
  },
  {
    name: "arrays",
    type: array(union(text, number)),
    good: [[], ["a", 1]],
    bad: [[null], {}, "a"],
  },
  {
    name: "tuples",
    type: {
      kind: "tuple",
      readonly: false,
      items: [
        { type: text, optional: false },
        { type: number, optional: true },
      ],
      rest: { kind: "boolean" },
    },
    good: [["a"], ["a", 1], ["a", 1, true, false]],
    bad: [[], ["a", "b"], ["a", 1, 2]],
  },
  {
    name: "objects",
    type: object({ a: text, "b?": number }),
    good: [{ a: "x" }, { a: "x", b: 1 }, { a: "x", b: undefined }],
    bad: [{}, { a: 1 }, { a: "x", b: null }, null, []],
  },
  {
    name: "objects with other keys",
    type: {
      kind: "object",
      properties: [{ name: "id", type: number, optional: false, readonly: false, doc: [] }],
      index: union(text, number),
    },
    good: [{ id: 1, x: "a" }],
    bad: [{ x: "a" }, { id: 1, x: true }],
  },
  {
    name: "records",
    type: { kind: "record", key: text, value: number, partial: false },
    good: [{}, { a: 1 }],
    bad: [{ a: "1" }, []],
  },
  {
    name: "records by number",
    type: { kind: "record", key: number, value: text, partial: false },
    good: [{ 1: "a" }],
    bad: [{ a: "a" }, { 1: 1 }],
  },
  {
    name: "records of known keys",
    type: {
      kind: "record",
      key: union(literalOf("a"), literalOf("b")),
      value: number,
      partial: false,
    },
    good: [
      { a: 1, b: 2 },
      { a: 1, b: 2, c: 3 },
    ],
    bad: [{ a: 1 }],
  },
  {
    name: "partial records",
    type: {
      kind: "record",
      key: union(literalOf("a"), literalOf("b")),
      value: number,
      partial: true,
    },
    good: [{}, { a: 1 }],
    bad: [{ a: "1" }],
  },
  {
    name: "null beside others",
    type: union(text, nothing),
    good: ["a", null],
    bad: [undefined, 1],
  },
  {
    name: "undefined beside others",
    type: object({ a: union(text, undefinedType) }),
    good: [{ a: undefined }, { a: "x" }],
    bad: [{ a: null }],
  },
  {
    name: "discriminated unions",
    type: { kind: "union", of: [circle, square], discriminant: "kind" },
    good: [{ kind: "circle", radius: 1 }],
    bad: [{ kind: "circle", side: 1 }, { kind: "x" }, null],
  },
  {
    name: "discriminated unions or null",
    type: { kind: "union", of: [circle, square, nothing], discriminant: "kind" },
    good: [null, { kind: "square", side: 1 }],
    bad: [undefined],
  },
  {
    name: "unions that a property does not tell apart",
    type: { kind: "union", of: [circle, circle], discriminant: "kind" },
    good: [{ kind: "circle", radius: 1 }],
    bad: [{ kind: "circle" }],
  },
  {
    name: "template literals",
    type: { kind: "template", pattern: "^id-\\d+$", text: "`id-${number}`" },
    good: ["id-1"],
    bad: ["id-", 1],
  },
  {
    name: "brands",
    type: { kind: "branded", base: text, text: "string & Brand" },
    good: ["a"],
    bad: [1],
  },
  {
    name: "enums",
    type: ref("Color"),
    types: [
      namedType("Color", union(literalOf("r"), literalOf("g")), {
        origin: { from: { file: "a.ts" }, exportName: "Color", kind: "enum", arguments: [] },
      }),
    ],
    good: ["r", "g"],
    bad: ["Red", 0],
  },
  {
    name: "recursive objects",
    type: ref("Tree"),
    types: [
      namedType(
        "Tree",
        object({ name: text, children: array(ref("Tree")), "parent?": ref("Tree") }),
        { recursive: true },
      ),
    ],
    good: [
      { name: "a", children: [{ name: "b", children: [], parent: { name: "c", children: [] } }] },
    ],
    bad: [{ name: "a", children: [{ name: "b" }] }],
  },
  {
    name: "recursive unions",
    type: ref("Json"),
    types: [
      namedType(
        "Json",
        union(text, number, nothing, array(ref("Json")), {
          kind: "record",
          key: text,
          value: ref("Json"),
          partial: false,
        }),
        { recursive: true },
      ),
    ],
    good: ["a", null, [[1, { a: ["b"] }]]],
    bad: [[undefined], { a: [true] }],
  },
  {
    name: "recursion through discriminated unions",
    type: ref("Expression"),
    types: [
      namedType(
        "Expression",
        { kind: "union", of: [ref("Leaf"), ref("Sum")], discriminant: "kind" },
        { recursive: true },
      ),
      namedType("Leaf", object({ kind: literalOf("leaf") })),
      namedType(
        "Sum",
        object({
          kind: literalOf("sum"),
          of: { kind: "union", of: [ref("Leaf"), ref("Sum")], discriminant: "kind" },
        }),
        { recursive: true },
      ),
    ],
    good: [{ kind: "sum", of: { kind: "sum", of: { kind: "leaf" } } }],
    bad: [{ kind: "sum", of: { kind: "sum" } }, { kind: "other" }],
  },
];

suite("schemas that are made of types", (test) => {
  for (const { name, type, types, good, bad } of table) {
    test(`let the right ${name} pass and no others`, () => {
      const made = built(type, types);
      for (const value of good) {
        const result = made.safeParse(value);
        assert.ok(
          result.success,
          `${JSON.stringify(value)}: ${JSON.stringify(result.error?.issues)}`,
        );
      }
      for (const value of bad) assert.not.ok(made.safeParse(value).success, JSON.stringify(value));
    });
  }

  test("strip what the type doesn't know", () => {
    const result = built(object({ a: text })).parse({ a: "x", b: 1 });
    assert.equal(result, { a: "x" });
  });

  test("never let __proto__ through", () => {
    const evil: unknown = JSON.parse('{"__proto__":{"admin":true},"a":"x"}');
    const types: TypeModel[] = [
      object({ a: text }),
      object({ a: text, ["__proto__"]: { kind: "unknown" } }),
      { kind: "object", properties: [], index: { kind: "unknown" } },
      { kind: "record", key: text, value: { kind: "unknown" }, partial: false },
    ];
    for (const type of types) {
      const parsed = built(type).parse(evil) as { admin?: boolean };
      assert.is(parsed.admin, undefined);
      assert.not.ok(Object.hasOwn(parsed, "__proto__"), JSON.stringify(type));
      assert.is(Object.getPrototypeOf(parsed), Object.prototype);
    }
  });
});
