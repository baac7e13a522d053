import { Session } from "mqant";
import * as assert from "uvu/assert";
import { copied, copyNext, startCopy } from "../../../runtime/rpc/copy-value.ts";
import type { ArgumentType } from "../../../runtime/wire-mqant/argument-type.ts";
import { encodeArguments } from "../../../runtime/wire-mqant/encode-arguments.ts";
import { decodeRequest, encodeRequest } from "../../../runtime/wire-mqant/mqant-request.ts";
import { TestModule } from "../../support/test-module.ts";
import { suite } from "../../support/suite.ts";
import { throwsWith } from "./throws-with.ts";

const NAME = "Login@Login001/HD_Login";

/** As the process that calls does it: copied first. */
function encode(args: readonly unknown[], argsType?: readonly (ArgumentType | undefined)[]) {
  startCopy();
  const copies = args.map((argument) => copyNext(argument, Infinity));
  return encodeArguments({ args: copies, plainFrom: copied().plainFrom, argsType }, NAME);
}

/** What arrives in another process of what was sent. */
function cross(args: readonly unknown[]): readonly unknown[] {
  startCopy();
  const copies = args.map((argument) => copyNext(argument, Infinity));
  const call = { cid: "1", target: "A@1", fn: "f", timeoutMs: 1000, replyTo: "q" };
  const request = { ...call, args: copies, plainFrom: copied().plainFrom };
  const body = encodeRequest(request, { maxMessageBytes: Infinity });
  const read = decodeRequest(body);
  if (read.kind === "refused") throw read.error;
  return read.request.args;
}

/** What the arguments of a request with these fields come to. */
function decode(args: string, argsType: string): readonly unknown[] {
  const body = `{"Fn":"f","Args":${args},"ArgsType":${argsType},"Expired":2,"Reply":true,"ReplyTo":"q"}`;
  const read = decodeRequest(Buffer.from(body), { now: 1 });
  if (read.kind === "refused") throw read.error;
  return read.request.args;
}

const session = new Session(
  {
    sessionId: "s1",
    userId: "",
    serverId: "Gate001",
    network: "tcp",
    ip: "127.0.0.1",
    settings: { room: "lobby" },
  },
  "Gate@Gate001",
  new TestModule("Caller"),
);

suite("arguments to mqant", (test) => {
  const sent: [value: unknown, type: ArgumentType, json: string][] = [
    [true, "bool", "true"],
    [false, "bool", "false"],
    [0, "int", "0"],
    [-42, "int", "-42"],
    [2 ** 53 - 1, "int", "9007199254740991"],
    [-0, "int", "-0"],
    [1.5, "double", "1.5"],
    [1e300, "double", "1e+300"],
    [2 ** 53, "double", "9007199254740992"],
    [5e-324, "double", "5e-324"],
    [7n, "long", "7"],
    [2n ** 63n - 1n, "long", "9223372036854775807"],
    [-(2n ** 63n), "long", "-9223372036854775808"],
    ["", "string", '""'],
    ["\u0000 é中🐱", "string", '"\\u0000 é中🐱"'],
    [new Date(1_700_000_000_123), "string", '"2023-11-14T22:13:20.123Z"'],
    [new Uint8Array(0), "bytes", '""'],
    [new Uint8Array([0xff, 0xfe, 0xfd, 0x3f, 0x3e]), "bytes", '"__79Pz4="'],
    [Buffer.from("ab"), "bytes", '"YWI="'],
    [{}, "map", "{}"],
    [Object.assign(Object.create(null) as object, { a: 1 }), "map", '{"a":1}'],
    [{ constructor: 1, toString: "t" }, "map", '{"constructor":1,"toString":"t"}'],
    [{ list: [1, [null, undefined]], gone: undefined }, "map", '{"list":[1,[null,null]]}'],
    [
      { at: new Date(0), bytes: new Uint8Array([255, 254]), big: 2n ** 70n, zero: [-0, 0] },
      "map",
      '{"at":"1970-01-01T00:00:00.000Z","bytes":"//4=","big":"1180591620717411303424","zero":[-0,0]}',
    ],
    [
      session,
      "map",
      '{"IP":"127.0.0.1","Network":"tcp","Serverid":"Gate001","Sessionid":"s1","Settings":{"room":"lobby"}}',
    ],
    [
      { deep: [session] },
      "map",
      '{"deep":[{"IP":"127.0.0.1","Network":"tcp","Serverid":"Gate001","Sessionid":"s1","Settings":{"room":"lobby"}}]}',
    ],
  ];
  for (const [value, type, json] of sent) {
    test(`${type} ${json}`, () => {
      assert.equal(encode([value]), { args: `[${json}]`, argsType: `["${type}"]` });
    });
  }

  test("a key named __proto__ never leaves", () => {
    const hostile: unknown = JSON.parse('{"__proto__":{"admin":true},"a":{"__proto__":1}}');
    assert.is(encode([hostile]).args, '[{"a":{}}]');
    const own = new Session(session.snapshot(), "Gate@Gate001", new TestModule("Caller"));
    own.set("__proto__", "x");
    assert.not.match(encode([own]).args, "__proto__");
  });

  test("no arguments are an empty list without types, as Go sends it", () => {
    assert.equal(encode([]), { args: "[]", argsType: "null" });
  });

  test("what is undefined at the end was not given", () => {
    assert.equal(encode([1, undefined, undefined]), { args: "[1]", argsType: '["int"]' });
    assert.equal(encode([undefined]), { args: "[]", argsType: "null" });
  });

  test("a number goes as the type that its handler wants, if it has it", () => {
    const stated = encode([3, 1.1, 12, 5n, -0], ["double", "float", "long", "int", "float"]);
    assert.equal(stated, {
      args: "[3,1.1,12,5,-0]",
      argsType: '["double","float","long","int","float"]',
    });
    assert.is(encode([1, "a"], [undefined, "string"]).argsType, '["int","string"]');
    const refused: [unknown, ArgumentType][] = [
      [1.5, "int"],
      [2 ** 53, "long"],
      [1e300, "float"],
      [1n, "double"],
      [1, "string"],
      ["a", "bytes"],
      [{}, "string"],
    ];
    for (const [value, type] of refused) {
      const error = throwsWith(() => encode([true, value], ["bool", type]), "invalid_argument");
      assert.match(error.rawMessage, `argument 2 of ${NAME} is a ${typeof value}`);
    }
  });

  const refused: [what: string, value: unknown, text: string][] = [
    ["null", null, "is null, which no argument of mqant's wire can be: send an object that"],
    ["undefined before others", undefined, "is undefined, which no argument"],
    ["an array", [1], "is an array, which no argument of mqant's wire can be: send an object that"],
    ["a bigint beyond int64", 2n ** 63n, "is a bigint beyond Go's int64: send its decimal text"],
    ["NaN", NaN, "is NaN, which JSON has no number for"],
    ["an infinite number", { a: { "b c": [0, -Infinity] } }, 'at a["b c"][1] is -Infinity, which'],
    ["an invalid date", new Date(NaN), "is a Date without a valid time"],
    ["an invalid date inside", { at: new Date(NaN) }, "at at is a Date without a valid time"],
  ];
  for (const [what, value, text] of refused) {
    test(`${what} is refused, and the text says where`, () => {
      const error = throwsWith(() => encode(["first", value, "last"]), "invalid_argument");
      assert.ok(error.rawMessage.startsWith(`argument 2 of ${NAME} ${text}`), error.rawMessage);
    });
  }
});

suite("arguments from mqant", (test) => {
  test("values arrive in another process as they were", () => {
    const values: unknown[] = [
      true,
      "",
      "naïve 漢字 🐱 \u0000 \u2028 <b>&",
      0,
      -42,
      -0.5,
      1e300,
      2 ** 53 - 1,
      -(2 ** 53 - 1),
      2n ** 53n + 1n,
      -(2n ** 63n),
      {},
      { constructor: "c", toString: "t", hasOwnProperty: 1, "a b": { "": 0 } },
      { list: [[], [null, [1]], { n: null }] },
      new Uint8Array(0),
      new Uint8Array(1024 * 1024).map((_, index) => index % 251),
    ];
    assert.equal(cross(values), values);
    assert.ok(Object.is(cross([-0])[0], -0));
    assert.ok(Object.is((cross([{ zero: -0 }])[0] as { zero: number }).zero, -0));
  });

  test("a small bigint arrives as a number, a date and what bytes are inside of an object as text", () => {
    const inside = { at: new Date(1), bytes: new Uint8Array([255]), big: 7n };
    assert.equal(cross([7n, new Date(0), inside]), [
      7,
      "1970-01-01T00:00:00.000Z",
      { at: "1970-01-01T00:00:00.001Z", bytes: "/w==", big: "7" },
    ]);
  });

  test("whole numbers beyond 2^53 are exact, however the request spells the rest", () => {
    const body =
      '{ "\\u0061RGS" : [ "a\\"],[,", {"args":[1,2]}, {}, 9007199254740993 , -9223372036854775808 ],' +
      '"Other":[1,2],"x":{"Args":[5]},"ArgsType":["string","map","map","long","int"],"Fn":"f","Expired":2}';
    const read = decodeRequest(Buffer.from(body), { now: 1 });
    assert.equal(read.kind === "call" && read.request.args, [
      'a"],[,',
      { args: [1, 2] },
      {},
      9007199254740993n,
      -9223372036854775808n,
    ]);
    assert.equal(decode("[1e18,123456789012345678.5]", '["int","long"]'), [
      10n ** 18n,
      123456789012345680n,
    ]);
  });

  test("int and long lose their fraction, as in Go", () => {
    assert.equal(decode("[1.9,-1.9,5.0,1e3]", '["int","long","int","long"]'), [1, -1, 5, 1000]);
  });

  test("bytes are a Uint8Array with memory of its own", () => {
    const [bytes] = decode('["YWJj"]', '["bytes"]');
    assert.is(Object.getPrototypeOf(bytes), Uint8Array.prototype);
    assert.is((bytes as Uint8Array).buffer.byteLength, 3);
  });

  test("keys named __proto__ never arrive and change no prototype", () => {
    const [map] = decode(
      '[{"__proto__":{"admin":true},"list":[{"\\u005f_proto__":1,"a":2}],"constructor":1}]',
      '["map"]',
    );
    assert.equal(map, { list: [{ a: 2 }], constructor: 1 });
    assert.not("admin" in (map as object));
  });

  test("200 levels pass, 201 do not", () => {
    const nested = (levels: number) => `[{"a":${"[".repeat(levels - 1)}${"]".repeat(levels - 1)}}]`;
    decode(nested(201), '["map"]');
    const error = throwsWith(() => decode(nested(202), '["map"]'), "invalid_argument");
    assert.match(error.rawMessage, /^argument 1 of f at .* is nested deeper than 200 levels$/);
    throwsWith(() => decode(nested(1_000_000), '["map"]'), "invalid_argument");
  });

  const refused: [args: string, types: string, text: string][] = [
    ["[null]", '["map"]', "argument 1 of f is null, but its type says map"],
    ["[1,null]", '["int","string"]', "argument 2 of f is null, but its type says string"],
    ['["1"]', '["int"]', "argument 1 of f is a string, but its type says int"],
    ["[1]", '["string"]', "argument 1 of f is a number, but its type says string"],
    ["[1]", '["bool"]', "argument 1 of f is a number, but its type says bool"],
    ["[true]", '["double"]', "argument 1 of f is a boolean, but its type says double"],
    ["[[1]]", '["map"]', "argument 1 of f is an array, but its type says map"],
    ["[{}]", '["bytes"]', "argument 1 of f is an object, but its type says bytes"],
    ['["//8="]', '["bytes"]', "argument 1 of f is no base64url text with padding"],
    ['["__8"]', '["bytes"]', "argument 1 of f is no base64url text with padding"],
    ['["a==="]', '["bytes"]', "argument 1 of f is no base64url text with padding"],
    ['["é==="]', '["bytes"]', "argument 1 of f is no base64url text with padding"],
    ["[1e400]", '["double"]', "argument 1 of f is a number beyond a double's range"],
    ['[{"a":[1e400]}]', '["map"]', "argument 1 of f at a[0] is a number beyond a double's range"],
    ["[1e400]", '["int"]', "argument 1 of f is a number beyond Go's int64"],
    ["[9223372036854775808]", '["long"]', "argument 1 of f is a number beyond Go's int64"],
    [`[${"9".repeat(100_000)}]`, '["int"]', "argument 1 of f is a number beyond Go's int64"],
    ['["x"]', '["uuid"]', 'argument 1 of f is of the type "uuid"; the types are bool, int, long'],
    ['["x"]', '["constructor"]', 'argument 1 of f is of the type "constructor"; the types are'],
    ['["x"]', "[7]", "argument 1 of f is of a type that is a number; the types are"],
    ["[1,2]", '["int"]', "f got Args of length 2, ArgsType of length 1"],
    ["[1]", '["int","int"]', "f got Args of length 1, ArgsType of length 2"],
    ["[1]", "null", "f got Args of length 1, ArgsType of length 0"],
    ["null", '["int"]', "f got Args of length 0, ArgsType of length 1"],
  ];
  for (const [args, types, text] of refused) {
    test(`${args.slice(0, 40)} as ${types}: ${text}`, () => {
      const error = throwsWith(() => decode(args, types), "invalid_argument");
      assert.ok(error.rawMessage.startsWith(text), error.rawMessage);
    });
  }
});
