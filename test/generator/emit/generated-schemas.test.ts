import * as assert from "uvu/assert";
import { suite } from "../../support/suite.ts";
import { checked, mistake, session } from "./checked-arguments.ts";
import { allGoldenSchemas, goldenSchemas } from "./golden-module.ts";

const calcSchemas = await goldenSchemas("parameters", "calc");
const builderSchemas = await goldenSchemas("inherited-names", "builder");
const hostileSchemas = await goldenSchemas("hostile", "a-process-exit9");
const loginSchemas = await goldenSchemas("login", "login");
const paletteSchemas = await goldenSchemas("enums", "palette");
const severalSchemas = await allGoldenSchemas("several-modules");
const shapesSchemas = await goldenSchemas("unions", "shapes");
const statsSchemas = await goldenSchemas("records", "stats");
const treesSchemas = await goldenSchemas("recursion", "trees");
const vaultSchemas = await goldenSchemas("wire-types", "vault");

suite("generated schemas of names that all objects inherit", (test) => {
  const body = (text: string): unknown => JSON.parse(text);

  test("take them as absent where they are", () => {
    for (const text of [
      '{"valueOf":"x","rooms":1}',
      '{"valueOf":"x","rooms":1,"constructor":"me"}',
      '{"valueOf":"x","rooms":1,"toString":2}',
    ]) {
      const house = body(text);
      assert.equal(checked(builderSchemas, "HD_Build", [session, house]), [session, house]);
    }
    for (const text of ['{"constructor":"bridge"}', '{"constructor":"house"}']) {
      assert.equal(checked(builderSchemas, "HD_Plan", [session, body(text)])[1], body(text));
    }
    assert.equal(checked(builderSchemas, "note", [{ text: "a" }]), [{ text: "a" }]);
  });

  test("say where they are missing or wrong", () => {
    for (const [text, place] of [
      ['{"rooms":1}', "1.valueOf"],
      ['{"valueOf":"x","rooms":1,"constructor":1}', "1.constructor"],
      ['{"valueOf":"x","rooms":1,"hasOwnProperty":1}', "1"],
      ['{"valueOf":"x","rooms":1,"__proto__":{"rooms":1}}', "1"],
    ] as const) {
      assert.is(mistake(builderSchemas, "HD_Build", [session, body(text)]), place);
    }
    assert.is(mistake(builderSchemas, "HD_Plan", [session, {}]), "1.constructor");
    assert.is(
      mistake(builderSchemas, "HD_Plan", [
        session,
        body('{"constructor":"bridge","hasOwnProperty":1}'),
      ]),
      "1.hasOwnProperty",
    );
  });
});

suite("generated schemas of a login", (test) => {
  const request = { userName: "ann", passWord: "x", device: { os: "web", version: "1" } };

  test("let the right arguments pass", () => {
    assert.equal(checked(loginSchemas, "HD_Login", [session, request]), [session, request]);
    const [, received] = checked(loginSchemas, "HD_Login", [
      session,
      { userName: "a", passWord: "b" },
    ]);
    assert.equal(received, { userName: "a", passWord: "b" });
  });

  test("say where others are wrong", () => {
    assert.is(
      mistake(loginSchemas, "HD_Login", [session, { ...request, userName: 1 }]),
      "1.userName",
    );
    const device = { os: "dos", version: "1" };
    assert.is(mistake(loginSchemas, "HD_Login", [session, { ...request, device }]), "1.device.os");
    assert.is(mistake(loginSchemas, "HD_Login", [session]), "");
    assert.is(mistake(loginSchemas, "HD_Login", [{ userId: "ann" }, request]), "0");
    assert.is(
      mistake(loginSchemas, "settle", [{ id: 1, lines: [{ product: "a" }] }]),
      "0.lines.0.count",
    );
  });

  const evil = '"__proto__":{"admin":true},"constructor":{"prototype":{}},"x":1}';

  test("refuse unknown keys that clients send, __proto__ among them", () => {
    const body: unknown = JSON.parse(`{"userName":"a","passWord":"b",${evil}`);
    assert.is(mistake(loginSchemas, "HD_Login", [session, body]), "1");
  });

  test("drop unknown keys that modules send and never let __proto__ through", () => {
    const order: unknown = JSON.parse(`{"id":1,"lines":[],${evil}`);
    const [received] = checked(loginSchemas, "settle", [order]);
    assert.equal(Object.keys(received as object), ["id", "lines"]);
    assert.is(Object.getPrototypeOf(received), Object.prototype);
    assert.is((received as { admin?: boolean }).admin, undefined);
    assert.is(({} as { admin?: boolean }).admin, undefined);
  });

  test("know how many arguments there are", () => {
    assert.is(loginSchemas["HD_Login"]?.arity, 2);
    assert.is(loginSchemas["getRand"]?.arity, 2);
    assert.is(calcSchemas["sum"]?.arity, Infinity);
  });

  test("are built once", () => {
    const login = loginSchemas["HD_Login"];
    assert.ok(login);
    assert.is(login.args(), login.args());
  });
});

suite("generated schemas of values that JSON lacks", (test) => {
  const deposit = {
    amount: 12n,
    at: new Date(0),
    until: null,
    proof: new Uint8Array([1, 2]),
    history: [new Date(1)],
    byCurrency: { eur: 1n },
    pair: [new Date(2), "a", 3n],
  };
  const json = {
    amount: "12",
    at: "1970-01-01T00:00:00.000Z",
    until: null,
    proof: "AQI=",
    history: ["1970-01-01T00:00:00.001Z"],
    byCurrency: { eur: "1" },
    pair: ["1970-01-01T00:00:00.002Z", "a", "3"],
  };

  test("take values from modules as they are", () => {
    assert.equal(checked(vaultSchemas, "HD_Deposit", [session, deposit])[1], deposit);
  });

  test("make values of what JSON holds for them", () => {
    const [, received] = checked(vaultSchemas, "HD_Deposit", [session, json]);
    const { proof, ...others } = received as typeof deposit;
    const { proof: _proof, ...expected } = deposit;
    assert.equal(others, expected);
    assert.equal([...proof], [1, 2]);
    assert.equal(checked(vaultSchemas, "balance", ["1970-01-01T00:00:00Z", "7", null]), [
      new Date(0),
      7n,
      undefined,
    ]);
  });

  test("refuse what is neither", () => {
    assert.is(mistake(vaultSchemas, "HD_Deposit", [session, { ...json, amount: 1.5 }]), "1.amount");
    assert.is(mistake(vaultSchemas, "HD_Deposit", [session, { ...json, at: "today" }]), "1.at");
    assert.is(mistake(vaultSchemas, "HD_Deposit", [session, { ...json, proof: "?" }]), "1.proof");
    assert.is(
      mistake(vaultSchemas, "HD_Deposit", [session, { ...json, byCurrency: { a: "x" } }]),
      "1.byCurrency.a",
    );
    assert.is(
      mistake(vaultSchemas, "HD_Deposit", [session, { ...json, history: [0] }]),
      "1.history.0",
    );
  });

  test("tell the members of a union apart", () => {
    const items = [1, "1970-01-01T00:00:00Z", ["a"], { big: "5" }, { small: 1 }];
    const [, received] = checked(vaultSchemas, "HD_Mixed", [session, { items }]);
    assert.equal(received, { items: [1, new Date(0), ["a"], { big: 5n }, { small: 1 }] });
  });
});

suite("generated schemas of all the rest", (test) => {
  test("take enums by their values", () => {
    checked(paletteSchemas, "HD_Mix", [session, { color: "red", level: 10 }]);
    const colors = { red: 0, green: 10, blue: 0 };
    assert.equal(checked(paletteSchemas, "names", [["blue"], colors]), [["blue"], colors]);
    assert.is(mistake(paletteSchemas, "HD_Mix", [session, { color: "Red", level: 10 }]), "1.color");
    assert.is(mistake(paletteSchemas, "HD_Mix", [session, { color: "red", level: 1 }]), "1.level");
    assert.is(mistake(paletteSchemas, "names", [[], { red: 0, green: 0 }]), "1.blue");
  });

  test("take unions by their discriminant", () => {
    checked(shapesSchemas, "scale", [{ kind: "path", points: [[1, 2]] }, "auto", null]);
    checked(shapesSchemas, "scale", [null, 3]);
    assert.is(mistake(shapesSchemas, "scale", [{ kind: "circle", side: 1 }, 1, true]), "0.radius");
    assert.is(mistake(shapesSchemas, "scale", [{ kind: "blob" }, 1, true]), "0.kind");
    assert.is(mistake(shapesSchemas, "scale", [null, 4, true]), "1");
  });

  test("take rests, defaults and what is left out", () => {
    assert.equal(checked(calcSchemas, "sum", []), []);
    assert.equal(checked(calcSchemas, "sum", [1, 2, 3]), [1, 2, 3]);
    assert.equal(checked(calcSchemas, "mixed", ["a"]), ["a"]);
    assert.equal(checked(calcSchemas, "mixed", ["a", null, true, "b"]), [
      "a",
      undefined,
      true,
      "b",
    ]);
    assert.equal(checked(calcSchemas, "nullable", [null, null]), [null, null]);
    assert.equal(checked(calcSchemas, "HD_Pick", [session, null]), [session, undefined]);
    assert.is(mistake(calcSchemas, "sum", [1, "2"]), "1");
    assert.is(mistake(calcSchemas, "mixed", ["a", 1, true, 5]), "3");
    assert.is(mistake(calcSchemas, "spread", [1, 2, 3]), "");
  });

  test("take records and other keys", () => {
    const rows = [[{ id: 1, name: "a" }], { 7: { id: 2 } }, { a: { b: true } }];
    assert.equal(checked(statsSchemas, "rows", rows), rows);
    assert.is(mistake(statsSchemas, "rows", [[{ id: 1, name: true }], {}, {}]), "0.0.name");
    assert.is(mistake(statsSchemas, "rows", [[], { x: { id: 1 } }, {}]), "1.x");
    assert.equal(checked(statsSchemas, "days", [{ mon: 1, tue: 2, wed: 3 }, {}]), [
      { mon: 1, tue: 2 },
      {},
    ]);
  });

  test("take what contains itself, however deep", () => {
    const constant = { kind: "constant", value: 1 };
    const call = {
      kind: "call",
      name: "f",
      args: [constant],
      next: { kind: "call", name: "g", args: [], next: null },
    };
    const sum = { kind: "sum", left: call, right: { kind: "sum", left: constant, right: call } };
    assert.equal(checked(treesSchemas, "evaluate", [sum]), [sum]);
    const bad = { ...call, next: { ...call, args: [{ kind: "sum", left: constant }] } };
    assert.is(mistake(treesSchemas, "evaluate", [bad]), "0.next.args.0.right");
    checked(treesSchemas, "store", [[1, { a: [null, { b: "c" }] }]]);
  });

  test("are found for every module by its type", () => {
    assert.equal(Object.keys(severalSchemas), ["Accounts", "ChatRooms", "audit-log"]);
    assert.is(severalSchemas["audit-log"]?.["write"]?.arity, 1);
  });

  test("are own properties whatever they are called", () => {
    for (const name of ["__proto__", "constructor", "toString", "hasOwnProperty"]) {
      assert.ok(Object.hasOwn(hostileSchemas, name), name);
      checked(hostileSchemas, name, ["a", { a: 1 }]);
    }
    assert.is(Object.getPrototypeOf(hostileSchemas), Object.prototype);
  });
});
