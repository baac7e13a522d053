import * as assert from "uvu/assert";
import { suite } from "../../support/suite.ts";
import { readType, show } from "./sources.ts";

const shape = `export type Shape = { of: "circle"; r: number } | { of: "pair"; both: (Shape | Text)[] };
interface Text { of: "text"; text: string }`;

suite("names of unions inside unions", (test) => {
  test("stay, also where a union stands inside its own declaration", () => {
    const { type, result } = readType("Shape | Text", shape);
    assert.equal(show(result.diagnostics), []);
    const ref = (name: string) => ({ kind: "ref", id: `src/login.ts#${name}` });
    const both = { kind: "union", of: [ref("Shape"), ref("Text")], discriminant: "of" };
    assert.equal(type, both);
    const named = result.contract.types["src/login.ts#Shape"]?.type;
    assert.is(named?.kind, "union");
    assert.is(named?.kind === "union" && named.of.length, 2);
    assert.equal(named?.kind === "union" && named.discriminant, "of");
  });

  test("are no discriminated union if two members share a value", () => {
    const { type } = readType("Shape | { of: 'circle'; x: 1 }", shape);
    assert.is(type.kind === "union" && type.discriminant, undefined);
  });

  test("of literals are of no use", () => {
    const { type } = readType(`Level | "auto"`, "type Level = 1 | 2;");
    assert.is(type.kind === "union" && type.of.length, 3);
  });
});
