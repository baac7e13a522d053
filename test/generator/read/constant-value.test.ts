import { ts } from "ts-morph";
import * as assert from "uvu/assert";
import { bindName, bindParameters } from "../../../generator/read/registrations/bind-names.ts";
import { Evaluator } from "../../../generator/read/registrations/constant-value.ts";
import {
  EMPTY_SCOPE,
  NOTHING,
  textOf,
  type Value,
} from "../../../generator/read/registrations/value.ts";
import { suite } from "../../support/suite.ts";
import { initializer, openSources, sourceFile } from "./sources.ts";

/** A value in a form that a test can write down. */
function show(value: Value): unknown {
  if (value.kind === "constant") return value.value;
  return value.kind === "list" ? value.items.map(show) : { code: value.node.getText() };
}

/** What `const it = …` comes to, and which files decided that. */
function evaluate(code: string, above = "", lib = ""): { value: unknown; files: string[] } {
  using opened = openSources({
    "src/it.ts": `import * as lib from "./lib.ts"; void lib;\n${above}\nconst it = ${code};`,
    "src/lib.ts": `export {};\n${lib}`,
  });
  const { project } = opened;
  const files = new Set<string>();
  const evaluator = new Evaluator(project.checker, (node) =>
    files.add(project.locator.fileOf(node.getSourceFile())),
  );
  const value = evaluator.evaluate(initializer(project, "src/it.ts", "it"), EMPTY_SCOPE);
  return { value: show(value), files: [...files].sort() };
}

suite("evaluating constants", (test) => {
  const rows: [code: string, expected: unknown][] = [
    ["1", 1],
    ["-1", -1],
    ["true", true],
    ["!true", false],
    ["!''", true],
    ["1 + 2", 3],
    ["1 + '2'", "12"],
    ["'a' + 1 + true", "a1true"],
    ["`${1}${true}`", "1true"],
    ["'a' === 'a'", true],
    ["1 !== (2 as number)", true],
    ["'' || 'b'", "b"],
    ["'a' || 'b'", "a"],
    ["'' && 'b'", ""],
    ["'a' && 'b'", "b"],
    ["'' ?? 'b'", ""],
    ["undefined ?? 'b'", "b"],
    ["undefined", undefined],
    ["false ? 1 : 2", 2],
    ["[1, ['a']]", [1, ["a"]]],
    ["[...[1, 2], 3]", [1, 2, 3]],
    ["[1, 2][1]", 2],
    ["Object.keys({ a: 1, 'b c': 2, [`d${1}`]: 3 })", ["a", "b c", "d1"]],
    ["Object.values({ a: 1, b: [2] })", [1, [2]]],
    ["Object.entries({ a: 1 })", [["a", 1]]],
    ["Object.freeze(['x'])", ["x"]],
    ["<const>'angle'", "angle"],
    ["(('paren'))", "paren"],
  ];
  for (const [code, expected] of rows) {
    test(code, () => assert.equal(evaluate(code).value, expected));
  }

  const unknown = [
    "Math.random()",
    "[...Array.of(1)]",
    "[1][5]",
    "Object.keys({ ...lib })",
    "Object.keys(Math)",
    "Object.entries({ get a() { return 1; } })",
    "Object.fromEntries([])",
    "-'x'",
    "1 * 2",
    "`${Math.PI}`",
    "() => 1",
    "({ a: 1 })",
    "variable",
    "lib",
  ];
  for (const code of unknown) {
    test(`${code} stays code`, () => {
      const { value } = evaluate(code, "declare let variable: string;");
      assert.equal(value, { code: code.replace(/^\((\{.*\})\)$/, "$1") });
    });
  }

  test("an item that is not known does not spoil its list", () => {
    assert.equal(evaluate("['a', Math.random()]").value, ["a", { code: "Math.random()" }]);
  });

  test("constants are followed to where they end", () => {
    const above = "const a = Math.random(); const b = a; let changing = 'x'; void changing;";
    assert.equal(evaluate("b", above).value, { code: "Math.random()" });
    assert.equal(evaluate("changing", above).value, { code: "changing" });
  });

  test("destructured constants are taken apart", () => {
    const above = `const { a, b: { c }, "d e": d, g = 7 } = { a: 1, b: { c: 2 }, "d e": 3 } as { a: 1; b: { c: 2 }; "d e": 3; g?: number };
const [e, , f, ...rest] = [4, 5, 6, 7]; void rest;`;
    assert.equal(evaluate("[a, c, d, e, f, g]", above).value, [1, 2, 3, 4, 6, 7]);
    assert.equal(evaluate("rest", above).value, { code: "rest" });
  });

  test("the files of constants count, each once; the expression's own does not", () => {
    const lib = `export const A = "a"; export const O = { deep: { b: A } } as const; export enum E { X = "x" }`;
    assert.equal(evaluate("lib.A", "", lib), { value: "a", files: ["src/lib.ts"] });
    assert.equal(evaluate("[lib.A, lib.O.deep.b]", "", lib), {
      value: ["a", "a"],
      files: ["src/lib.ts"],
    });
    assert.equal(evaluate("'own'", "", lib).files, []);
  });

  test("a property of an object that may change is not known, of a constant one is", () => {
    const above =
      "const loose = { a: 'x' }; const tight = { a: 'x', deep: [{ b: 'y' }] } as const;";
    assert.equal(evaluate("loose.a", above).value, { code: "loose.a" });
    assert.equal(evaluate("tight.a", above).value, "x");
    assert.equal(evaluate("tight['a']", above).value, "x");
    assert.equal(evaluate("tight.deep[0].b", above).value, "y");
  });

  test("what only the types say is known too", () => {
    const above = "declare const a: 'typed'; declare function f(): 5; const g = f(); void g;";
    assert.equal(evaluate("a", above).value, "typed");
    assert.equal(evaluate("g", above).value, 5);
    assert.equal(evaluate("f()", above).value, 5);
  });

  test("circles and depth end", () => {
    assert.equal(typeof evaluate("a", "const a: string = b; const b: string = a;").value, "object");
    const chain = Array.from({ length: 200 }, (_, n) => `const c${n + 1}: string = c${n};`).join(
      "\n",
    );
    assert.equal(typeof evaluate("c200", `const c0: string = "x";\n${chain}`).value, "object");
    const short = Array.from({ length: 20 }, (_, n) => `const c${n + 1}: string = c${n};`).join(
      "\n",
    );
    assert.is(evaluate("c20", `const c0: string = "x";\n${short}`).value, "x");
  });
});

suite("evaluating with bound names", (test) => {
  const source = `
function helper(name: string, { a, deep: { b } }: { a: string; deep: { b: string } }, [c]: string[], d = name + "!", ...rest: string[]) {
  return [name, a, b, c, d, rest];
}
void helper;
`;

  /** What `helper` returns for arguments. */
  function call(values: Value[] | undefined): unknown[] | undefined {
    using opened = openSources({ "src/it.ts": source });
    const { project } = opened;
    const evaluator = new Evaluator(project.checker, () => {});
    const helper = sourceFile(project, "src/it.ts").statements.find(ts.isFunctionDeclaration);
    const statement = helper?.body?.statements[0];
    if (helper === undefined || statement === undefined || !ts.isReturnStatement(statement)) {
      throw new Error("no helper");
    }
    const scope = bindParameters(helper.parameters, values, EMPTY_SCOPE, evaluator);
    const result = statement.expression;
    const shown = result && show(evaluator.evaluate(result, scope));
    return Array.isArray(shown) ? shown : undefined;
  }

  const text = (value: string): Value => ({ kind: "constant", value });
  const list = (...items: Value[]): Value => ({ kind: "list", items });

  test("parameters stand for arguments, defaults for what is left out, rests for the others", () => {
    assert.equal(call([text("n"), text("x"), list(text("c")), text("d"), text("e"), text("f")]), [
      "n",
      { code: "a" },
      { code: "b" },
      "c",
      "d",
      ["e", "f"],
    ]);
    assert.equal(call([text("n")]), ["n", { code: "a" }, { code: "b" }, { code: "c" }, "n!", []]);
    assert.equal(call([text("n"), list(), list(), NOTHING]), [
      "n",
      { code: "a" },
      { code: "b" },
      { code: "c" },
      "n!",
      [],
    ]);
    assert.equal(call([])?.[4], "undefined!");
    // Where the arguments can't be known, nothing stands for anything.
    assert.equal(call(undefined), [
      { code: "name" },
      { code: "a" },
      { code: "b" },
      { code: "c" },
      { code: "d" },
      { code: "rest" },
    ]);
  });

  test("patterns take objects and lists apart", () => {
    using opened = openSources({
      "src/it.ts": `const o = { a: "x", deep: { b: "y" } };\nconst { a, deep: { b } } = o; void [a, b];`,
    });
    const { project } = opened;
    const evaluator = new Evaluator(project.checker, () => {});
    const value = evaluator.evaluate(initializer(project, "src/it.ts", "o"), EMPTY_SCOPE);
    const pattern = sourceFile(project, "src/it.ts").statements.flatMap((statement) =>
      ts.isVariableStatement(statement) ? statement.declarationList.declarations : [],
    )[1]?.name;
    if (pattern === undefined) throw new Error("no pattern");
    const scope = bindName(pattern, value, EMPTY_SCOPE, evaluator);
    assert.equal(
      [...scope].map(([symbol, part]) => [symbol.name, textOf(part)]),
      [
        ["a", "x"],
        ["b", "y"],
      ],
    );
    // Bound to nothing, the names are forgotten again.
    assert.is(bindName(pattern, undefined, scope, evaluator).size, 0);
    assert.is(scope.size, 2);
  });

  test("textOf gives texts only", () => {
    assert.is(textOf(text("x")), "x");
    assert.is(textOf({ kind: "constant", value: 1 }), undefined);
    assert.is(textOf(list()), undefined);
    assert.is(textOf(undefined), undefined);
  });
});
