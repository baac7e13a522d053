import * as assert from "uvu/assert";
import type { TypeModel } from "../../../generator/model.ts";
import { declarationText, typeText } from "../../../generator/emit/type-text.ts";
import { suite } from "../../support/suite.ts";
import { literalOf, number, object, ref, text, union } from "./contract-builder.ts";

const naming = {
  name: (id: string): string => id.replace(/^.*#/, ""),
  member: (id: string, member: string): string => `${naming.name(id)}.${member}`,
};

const table: readonly (readonly [type: TypeModel, expected: string])[] = [
  [text, "string"],
  [{ kind: "void" }, "void"],
  [{ kind: "unknown" }, "unknown"],
  [{ kind: "bigint" }, "bigint"],
  [{ kind: "date" }, "Date"],
  [{ kind: "bytes" }, "Uint8Array"],
  [literalOf('say "hi"'), '"say \\"hi\\""'],
  [literalOf(-1), "-1"],
  [{ kind: "literal", value: "r", member: { of: "src/dto.ts#Color", name: "Red" } }, "Color.Red"],
  [{ kind: "template", pattern: "", text: "`id-${number}`" }, "`id-${number}`"],
  [{ kind: "template", pattern: "", text: "`a\nb`" }, "`a\\nb`"],
  [{ kind: "array", of: text, readonly: false }, "string[]"],
  [{ kind: "array", of: union(text, number), readonly: true }, "readonly (string | number)[]"],
  [
    { kind: "array", of: { kind: "array", of: text, readonly: true }, readonly: false },
    "(readonly string[])[]",
  ],
  [{ kind: "record", key: text, value: number, partial: false }, "{ [key: string]: number }"],
  [
    { kind: "record", key: union(literalOf("a"), literalOf("b")), value: number, partial: true },
    'Partial<Record<"a" | "b", number>>',
  ],
  [
    object({ a: text, "b?": number, "a-b": text, new: text }),
    '{ a: string; b?: number; "a-b": string; "new": string }',
  ],
  [object({}), "{}"],
  [{ kind: "object", properties: [], index: number }, "{ [key: string]: number }"],
  [union(text, { kind: "null" }), "string | null"],
  [
    { kind: "branded", base: text, text: 'string & { __brand: "Id" }' },
    'string & { __brand: "Id" }',
  ],
  [ref("Page"), "Page"],
  [
    {
      kind: "tuple",
      readonly: false,
      items: [
        { type: text, name: "first", optional: false },
        { type: number, name: "second", optional: true },
      ],
      rest: union(text, number),
    },
    "[first: string, second?: number, ...rest: (string | number)[]]",
  ],
  [
    {
      kind: "tuple",
      readonly: true,
      items: [
        { type: text, name: "named", optional: false },
        { type: union(text, number), optional: true },
      ],
    },
    "readonly [string, (string | number)?]",
  ],
];

suite("types as text", (test) => {
  for (const [type, expected] of table) {
    test(`print ${expected}`, () => assert.is(typeText(type, naming), expected));
  }

  test("break long objects into lines", () => {
    const long = object(
      Object.fromEntries([1, 2, 3].map((n) => [`property${n}`.padEnd(40, "x"), text])),
    );
    assert.is(typeText(long, naming).split("\n").length, 5);
  });

  test("refuse what can't travel, which the checks have stopped before", () => {
    const bad: TypeModel = {
      kind: "bad",
      code: "MQ1040",
      reason: "a function",
      path: "a.b",
      location: { file: "x.ts", line: 1, column: 1, endLine: 1, endColumn: 1 },
    };
    assert.throws(() => typeText(bad, naming), /a\.b can't be emitted: a function/);
  });
});

suite("declarations of types", (test) => {
  test("are interfaces with documented properties for objects", () => {
    const type = object({ a: text });
    if (type.kind === "object") type.properties[0]!.doc = ["The first."];
    assert.is(
      declarationText({ name: "Pair", type, doc: ["Two.", "Really."] }, naming),
      "/**\n * Two.\n * Really.\n */\nexport interface Pair {\n  /** The first. */\n  a: string;\n}",
    );
  });

  test("are aliases for everything else", () => {
    assert.is(
      declarationText({ name: "Id", type: union(text, number), doc: [] }, naming),
      "export type Id = string | number;",
    );
    assert.is(
      declarationText({ name: "None", type: object({}), doc: [] }, naming),
      "export interface None {}",
    );
  });
});
