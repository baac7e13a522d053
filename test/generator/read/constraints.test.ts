import * as assert from "uvu/assert";
import type { Constraints, PropertyModel } from "../../../generator/model.ts";
import { suite } from "../../support/suite.ts";
import { moduleSource, type ReadType, readSources, readType, show } from "./sources.ts";

/** The constraints of the first property of `interface Dto { … }`. */
function property(members: string, declarations = ""): Constraints | undefined {
  return firstProperty(readType("Dto", `${declarations} export interface Dto { ${members} }`));
}

function firstProperty({ result }: ReadType): PropertyModel["constraints"] {
  assert.equal(show(result.diagnostics), []);
  const dto = result.contract.types["src/login.ts#Dto"]?.type;
  if (dto?.kind !== "object") throw new Error("Dto is no object");
  return dto.properties[0]?.constraints;
}

/** What is said about a parameter with such a comment. */
function problems(comment: string, type: string): string[] {
  const { result } = readType(`unknown, /** ${comment} */ y: ${type}`);
  return result.diagnostics
    .filter(({ code }) => code !== "MQ2030")
    .map(({ code, message }) => `${code} ${message}`);
}

suite("constraints", (test) => {
  test("are read from the comment of a property, in lines or in the middle of one", () => {
    assert.equal(
      property("/**\n * Text.\n *\n * @minLength 3\n * @maxLength 20\n * of them\n */\na: string"),
      {
        minLength: 3,
        maxLength: 20,
      },
    );
    assert.equal(property("/** @min -1.5 */ a: number; /** @max 2 */ b: number"), { min: -1.5 });
    assert.equal(property("a: number; /** about a */\n b: number"), undefined);
  });

  test("are read for each kind of value", () => {
    assert.equal(property("/** @int @min 0 @max 1e3 */\na?: number | null"), {
      min: 0,
      max: 1000,
      int: true,
    });
    assert.equal(property("/** @pattern ^a{2}@\\w+$ */\na: string"), { pattern: "^a{2}@\\w+$" });
    assert.equal(property("/** @pattern `^[{}]$` */\na: string"), { pattern: "^[{}]$" });
    assert.equal(property("/** @format date-time */\na: string"), { format: "date-time" });
    assert.equal(property("/** @minItems 1\n @maxItems 9 */\na: readonly string[]"), {
      minItems: 1,
      maxItems: 9,
    });
  });

  test("of an alias make it a name, also where the alias is of a string", () => {
    const { type, result } = readType(
      "Name | null",
      "/** @maxLength 20 */ export type Name = string; export type Other = string;",
    );
    const id = "src/login.ts#Name";
    assert.equal(type, { kind: "union", of: [{ kind: "ref", id }, { kind: "null" }] });
    assert.equal(result.contract.types[id]?.constraints, { maxLength: 20 });
    assert.equal(readType("Other", "type Other = string;").type, { kind: "string" });
  });

  test("of one of two names for a string don't bind the other", () => {
    const names = "/** @maxLength 2 */ type A = string; /** @maxLength 3 */ type B = string;";
    assert.equal(readType("A | B", names).type, { kind: "string" });
    assert.equal(readType("A | string", names).type, { kind: "string" });
  });

  test("follow a property into Partial, Pick, and a generic type", () => {
    const source = "/** @maxLength 9 */\nname: string; other: number";
    assert.equal(
      firstProperty(
        readType("Dto", `interface Whole { ${source} } export type Dto = Partial<Whole>;`),
      ),
      { maxLength: 9 },
    );
    assert.equal(
      firstProperty(
        readType("Dto", `interface Whole { ${source} } export type Dto = Pick<Whole, "name">;`),
      ),
      { maxLength: 9 },
    );
  });

  test("say nothing about what a mapped type makes of a property", () => {
    const numbers = "export type Dto = { [K in keyof Whole]: number };";
    assert.is(
      firstProperty(
        readType("Dto", `interface Whole { /** @maxLength 9 */\nname: string } ${numbers}`),
      ),
      undefined,
    );
  });

  const wrong: [comment: string, type: string, problem: string][] = [
    ["@min abc", "number", "MQ1080 Login.f(y) has @min abc"],
    ["@min", "number", "MQ1080 Login.f(y) has @min without a value"],
    ["@max 1 2", "number", "MQ1080 Login.f(y) has @max 1 2"],
    ["@int 3", "number", "MQ1080 Login.f(y) has @int 3"],
    ["@minLength -1", "string", "MQ1080 Login.f(y) has @minLength -1"],
    ["@maxLength 1.5", "string", "MQ1080 Login.f(y) has @maxLength 1.5"],
    ["@format phone", "string", "MQ1080 Login.f(y) has @format phone"],
    ["@min 1\n@min 2", "number", "MQ1080 Login.f(y) has @min twice"],
    ["@min 3\n@max 2", "number", "MQ1080 Login.f(y) has @min 3 and @max 2: nothing is both"],
    ["@minLength 1", "number", "MQ1081 Login.f(y) has @minLength, which is for a string"],
    ["@maxLength 1", "string[]", "MQ1081 Login.f(y) has @maxLength, which is for a string"],
    ["@max 1", "bigint", "MQ1081 Login.f(y) has @max, which is for a number"],
    ["@int", '"a" | "b"', "MQ1081 Login.f(y) has @int, which is for a number"],
    ["@maxItems 1", "string", "MQ1081 Login.f(y) has @maxItems, which is for an array"],
    ["@pattern", "string", "MQ1082 Login.f(y) has @pattern without a regular expression"],
    [
      "@pattern [a-z",
      "string",
      "MQ1082 Login.f(y) has a @pattern that is no regular expression: Invalid regular expression: /[a-z/u: Unterminated character class",
    ],
    [
      "@pattern \\d+$",
      "string",
      "MQ1082 Login.f(y) has the @pattern \\d+$, which tries each place of a long text anew",
    ],
  ];
  for (const [comment, type, problem] of wrong) {
    test(`${comment.replace("\n", " ")} of ${type} is ${problem.slice(0, 6)}`, () => {
      assert.equal(problems(comment.replace("\n", "\n * "), type), [problem]);
    });
  }

  const made = ["T", "T[]", "T | null", "Record<string, T>", "[T, T?]", "Inner<T>", "Inner<T>[]"];
  for (const member of made) {
    test(`of a name hold in ${member} of a generic type that is given the name`, () => {
      const source = `/** @maxLength 5 */ export type Name = string;
        export interface Box<T> { value: ${member}; maybe?: ${member} } export interface Inner<U> { own: U }`;
      const { result } = readType("Box<Name>", source);
      assert.equal(show(result.diagnostics), []);
      const box = result.contract.types["src/login.ts#Box<src/login.ts#Name>"]?.type;
      if (box?.kind !== "object") throw new Error("no object");
      for (const { type } of box.properties) {
        const shown = JSON.stringify(type).replace('"key":{"kind":"string"}', "");
        assert.ok(shown.includes("src/login.ts#Name") && !shown.includes('"string"}'), shown);
      }
    });
  }

  test("of a name hold where it has another name", () => {
    const source = "/** @maxLength 5 */ type Name = string;\ntype Other = Name;";
    assert.equal(readType("Other", source).type, { kind: "ref", id: "src/login.ts#Name" });
  });

  const idle: [what: string, type: string, declarations: string, found: string[]][] = [
    ["in front of a tuple's element", "[/** @max 3 */ a: number]", "", ["@max constrains"]],
    ["in front of an index", "{ /** @max 3 */ [k: string]: number }", "", ["@max constrains"]],
    ["behind a property", "{ a: string; /** @int @max 3 */\n }", "", ["@int c", "@max c"]],
    ["of a name beside string", "Name | string", "", ["the constraints of Name get lost"]],
    ["of a name in Exclude", "Exclude<Name | null, null>", "", ["the constraints of Name get"]],
    ["of a name in a mapped type", "{ [K in 'a']: Name }", "", ["the constraints of Name get"]],
    [
      "of a name that a generic type gets twice",
      "Two<Name>, z: Two<Name>",
      "interface Two<T> { v: T }",
      [],
    ],
    ["of a name that is read", "Name | null", "", []],
    ["of a name in a record", "Record<Name, Name[]>", "", []],
    ["of what nobody sends", "string", "interface Unused { /** @max 3 */ f(): void }", []],
    ["in a remark", "string", "/** It has @min in `it @min`. */ export type Unread = string;", []],
    [
      "of a date",
      "When",
      "/** @min 3 */ type When = Date;",
      ["f(y) has @min, which is for a number"],
    ],
  ];
  for (const [what, type, declarations, found] of idle) {
    test(`${what} ${found.length === 0 ? "are no mistake" : "are told to have no effect"}`, () => {
      const name = `/** @maxLength 5 */ export type Name = string;`;
      const { result } = readType(`unknown, y: ${type}`, `${name}\n${declarations}`);
      const messages = result.diagnostics.filter(({ code }) => code !== "MQ2030");
      assert.is(messages.length, found.length, show(messages).join("\n"));
      for (const [index, text] of found.entries()) {
        assert.ok(messages[index]?.message.includes(text), messages[index]?.message);
      }
    });
  }

  test("in front of a handler are told to have no effect, with their place", () => {
    const { diagnostics } = readSources({
      "src/login.ts": moduleSource(
        `    this.server.registerGO("f", this.f);`,
        `  /**\n   * Renames.\n   * @minLength 3\n   */\n  f(x: string): void { /** @max 3 */ const y = x; void y; }`,
      ),
    });
    assert.equal(show(diagnostics), ["MQ2080 src/login.ts:9:6 @minLength constrains nothing here"]);
    assert.is(diagnostics[0]?.location.endColumn, 16);
  });

  test("of a parameter come with what @param says of it", () => {
    const { result } = readType("string, /** Who. */ y: string");
    const [x, y] = result.contract.modules[0]?.handlers[0]?.parameters ?? [];
    assert.equal([x?.doc, y?.doc], [undefined, ["Who."]]);
  });
});
