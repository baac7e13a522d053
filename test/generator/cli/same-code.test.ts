import { readdirSync, readFileSync } from "node:fs";
import { format, type Options } from "prettier";
import * as assert from "uvu/assert";
import { isSameCode } from "../../../generator/same-code.ts";
import { suite } from "../../support/suite.ts";

/** Formats as unlike each other and the emitted one as prettier has them. */
const formats: Record<string, Options> = {
  "prettier's own": {},
  "no semicolons, single quotes": { semi: false, singleQuote: true, printWidth: 120 },
  "no trailing commas, tabs, narrow": {
    trailingComma: "none",
    useTabs: true,
    printWidth: 50,
    arrowParens: "avoid",
    quoteProps: "consistent",
    bracketSpacing: false,
    endOfLine: "crlf",
  },
};

/** Emitted files by name. */
function golden(name: string): [string, string][] {
  const folder = new URL(`../../golden/${name}/expected/`, import.meta.url);
  return readdirSync(folder)
    .filter((file) => /\.(?:ts|json)$/.test(file))
    .map((file) => [file, readFileSync(new URL(file, folder), "utf8")]);
}

suite("a file that a formatter went over", (test) => {
  for (const [title, options] of Object.entries(formats)) {
    test(`is what was emitted: ${title}`, async () => {
      for (const [file, emitted] of ["hostile", "login", "unions"].flatMap(golden)) {
        const filepath = file;
        const formatted = await format(emitted, { ...options, filepath });
        assert.ok(isSameCode(file, formatted, emitted), `${file}:\n${formatted}`);
      }
    });
  }

  test("is not, if somebody edited it besides", async () => {
    const [file, emitted] = golden("login").find(([name]) => name === "gate.ts") ?? ["", ""];
    const formatted = await format(emitted, { filepath: file, semi: false });
    for (const [from, to] of [
      ["Do not edit", "Do edit"],
      ["userName: string", "userName?: string"],
      ["userName: string", "userName: number"],
      ["export class", "class"],
      ['"Login"', '"login"'],
    ] as const) {
      const edited = formatted.replace(from, to);
      assert.is.not(edited, formatted, from);
      assert.not.ok(isSameCode(file, edited, emitted), `${from} → ${to}`);
    }
  });
});

suite("the same code", (test) => {
  const same: [string, string][] = [
    ["a: Array<Array<string>>", "a: Array<\n  Array<string>\n>"],
    ["type A = 'x' | \"it's\";", "type A =\n  | \"x\"\n  | 'it\\'s'"],
    ["f((value) => [1, 2,])", "f(value => [\n1, 2])"],
    ["const a = { 'b': 1 };", "const a = { b: 1 }"],
    ["/** A\n   * b. */", "/** A\n * b. */"],
  ];
  const other: [string, string][] = [
    ["a + b", "a - b"],
    ["f('a')", "f(a)"],
    ["x ? 'a' : b", "x ? a : b"],
    ["(a, b) => a", "(b, a) => a"],
    ["[1, , 2]", "[1, 2]"],
    ["// one", "// two"],
    ["a | b", "a & b"],
  ];
  for (const [one, two] of same) {
    test(`${JSON.stringify(one)} is ${JSON.stringify(two)}`, () => {
      assert.ok(isSameCode("x.ts", one, two));
    });
  }
  for (const [one, two] of other) {
    test(`${JSON.stringify(one)} is not ${JSON.stringify(two)}`, () => {
      assert.not.ok(isSameCode("x.ts", one, two));
    });
  }

  test("is told apart by all its bytes where it is neither TypeScript nor JSON", () => {
    assert.not.ok(isSameCode("x.yaml", "a:  1", "a: 1"));
    assert.ok(isSameCode("x.json", '{ "a": 1 }', '{"a":1}'));
    assert.not.ok(isSameCode("x.json", '{ "a": 1 }', "{"));
  });
});
