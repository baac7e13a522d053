import fc from "fast-check";
import * as assert from "uvu/assert";
import { jsonLines } from "../../../generator/lock/json-lines.ts";
import { suite } from "../../support/suite.ts";

suite("JSON for people", (test) => {
  test("what is short stands on one line", () => {
    assert.is(
      jsonLines({ name: "id", type: { kind: "string" } }, ""),
      `{ "name": "id", "type": { "kind": "string" } }`,
    );
    assert.is(jsonLines([{ a: 1 }], ""), `[{ "a": 1 }]`);
    assert.is(jsonLines({ none: [], nothing: {} }, ""), `{ "none": [], "nothing": {} }`);
  });

  test("several objects of a list stand on a line each, so that a difference shows which changed", () => {
    assert.is(
      jsonLines({ of: [{ kind: "null" }, { kind: "string" }] }, "  "),
      [
        `{`,
        `    "of": [`,
        `      { "kind": "null" },`,
        `      { "kind": "string" }`,
        `    ]`,
        `  }`,
      ].join("\n"),
    );
  });

  test("what is long is broken, and only that", () => {
    const text = "x".repeat(90);
    assert.is(
      jsonLines({ text, short: [1, 2] }, ""),
      `{\n  "text": "${text}",\n  "short": [1, 2]\n}`,
    );
  });

  test("says the same as JSON.stringify", () => {
    fc.assert(
      fc.property(fc.jsonValue(), (value) => {
        assert.equal(JSON.parse(jsonLines(value, "    ")), JSON.parse(JSON.stringify(value)));
      }),
    );
  });
});
