import * as assert from "uvu/assert";
import { checkModel } from "../../../generator/check-model.ts";
import type { Contract, HandlerModel, Location, ModuleModel } from "../../../generator/model.ts";
import { suite } from "../../support/suite.ts";
import { places } from "./sources.ts";

const at = (line: number): Location => ({
  file: "a.ts",
  line,
  column: 1,
  endLine: line,
  endColumn: 9,
});

/** A handler registered in one line and declared a hundred lines further down. */
function handler(name: string, line: number, more: Partial<HandlerModel> = {}): HandlerModel {
  return {
    name,
    exposure: name.startsWith("HD_") ? "gate" : "internal",
    order: "concurrent",
    presence: "always",
    session: name.startsWith("HD_"),
    parameters: [],
    result: { kind: "void" },
    async: false,
    doc: [],
    registeredAt: at(line),
    declaredAt: at(line + 100),
    ...more,
  };
}

function module(handlers: HandlerModel[], more: Partial<ModuleModel> = {}): ModuleModel {
  return {
    type: "Login",
    className: "Login",
    doc: [],
    location: at(1),
    reads: [],
    handlers,
    ...more,
  };
}

function check(modules: ModuleModel[], more: Partial<Contract> = {}): string[] {
  return places(checkModel({ modules, pushes: [], types: {}, ...more }));
}

suite("check-model: names", (test) => {
  test("ordinary ones are fine, and so are odd ones that nobody else uses", () => {
    const names = [
      ..."getRand HD_Login HD_登录 toString prototype name default delete #x a/b a+b @".split(" "),
      ..."constructor __proto__ hasOwnProperty HD_constructor HD___proto__ HD_then HD_with".split(
        " ",
      ),
      'a"];process.exit()//',
      "*/",
      "a\nb",
      "</script>",
    ];
    assert.equal(check([module(names.map((name, index) => handler(name, index + 2)))]), []);
  });

  for (const name of ["", "HD_", "HD_a/b", "HD_+", "HD_#", "HD_\0"]) {
    test(`${JSON.stringify(name)} is MQ1011`, () => {
      assert.equal(check([module([handler(name, 7)])]), ["MQ1011 a.ts:7:1"]);
    });
  }

  for (const name of ["with", "then"]) {
    test(`${name} is MQ1014: emitted clients can't have it`, () => {
      assert.equal(check([module([handler(name, 7)])]), ["MQ1014 a.ts:7:1"]);
    });
  }

  test("two that gate clients would call the same are MQ1014, with both places", () => {
    const diagnostics = checkModel({
      modules: [module([handler("HD_Login", 5), handler("HD_login", 6), handler("login", 7)])],
      pushes: [],
      types: {},
    });
    assert.equal(places(diagnostics), ["MQ1014 a.ts:6:1"]);
    assert.is(diagnostics[0]?.related?.[0]?.location.line, 5);
  });

  test("the same name in two modules is fine, twice in one is MQ1012 each time", () => {
    const twice = module([handler("x", 5), handler("x", 6), handler("x", 7)]);
    const other = module([handler("x", 8)], { type: "Other" });
    assert.equal(check([twice, other]), ["MQ1012 a.ts:6:1", "MQ1012 a.ts:7:1"]);
  });

  test("the same HD_ name twice is one problem, not two", () => {
    assert.equal(check([module([handler("HD_x", 5), handler("HD_x", 6)])]), ["MQ1012 a.ts:6:1"]);
  });

  test("a type twice is MQ1003", () => {
    assert.equal(check([module([]), module([], { className: "B", location: at(9) })]), [
      "MQ1003 a.ts:9:1",
    ]);
  });
});

suite("check-model: shapes", (test) => {
  const body = { name: "body", type: { kind: "string" }, optional: false, rest: false } as const;

  test("a gate handler takes a session and at most one body", () => {
    assert.equal(check([module([handler("HD_a", 5, { parameters: [body] })])]), []);
    assert.equal(check([module([handler("HD_a", 5, { session: false })])]), ["MQ1030 a.ts:105:1"]);
    assert.equal(check([module([handler("HD_a", 5, { parameters: [body, body] })])]), [
      "MQ1032 a.ts:105:1",
    ]);
    assert.equal(check([module([handler("HD_a", 5, { parameters: [{ ...body, rest: true }] })])]), [
      "MQ1032 a.ts:105:1",
    ]);
    assert.equal(check([module([handler("a", 5, { parameters: [body, body] })])]), []);
  });

  test("more optional parameters than types can count are MQ1033", () => {
    const parameters = (count: number) =>
      Array.from({ length: count }, () => ({ ...body, optional: true }));
    assert.equal(check([module([handler("a", 5, { parameters: parameters(40) })])]), []);
    assert.equal(check([module([handler("a", 5, { parameters: parameters(41) })])]), [
      "MQ1033 a.ts:105:1",
    ]);
  });

  test("unknown is found through recursive names", () => {
    const type = { kind: "ref", id: "T" } as const;
    const named = {
      name: "T",
      origin: { from: { file: "a.ts" }, kind: "alias", arguments: [] },
      recursive: true,
      doc: [],
    } as const;
    const contract = (inner: "unknown" | "string"): Contract => ({
      modules: [module([handler("HD_a", 5, { parameters: [{ ...body, type }] })])],
      pushes: [],
      types: {
        T: {
          ...named,
          origin: { ...named.origin, arguments: [] },
          doc: [],
          type: {
            kind: "union",
            of: [{ kind: inner }, { kind: "array", of: type, readonly: false }],
          },
        },
      },
    });
    assert.equal(places(checkModel(contract("unknown"))), ["MQ2030 a.ts:105:1"]);
    assert.equal(places(checkModel(contract("string"))), []);
  });

  test("a topic is at least one character, without wildcards", () => {
    const push = (topic: string) => ({ topic, body: { kind: "string" } as const, sites: [at(3)] });
    assert.equal(check([], { pushes: [push("a/b"), push("登录"), push("$x")] }), []);
    assert.equal(check([], { pushes: [push("")] }), ["MQ1071 a.ts:3:1"]);
    assert.equal(check([], { pushes: [push("a/#"), push("+"), push("\0")] }).length, 3);
  });
});
