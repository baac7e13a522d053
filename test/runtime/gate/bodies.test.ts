import { RpcError } from "mqant";
import * as assert from "uvu/assert";
import { encodeFailure, encodeJson, encodeResult } from "../../../runtime/gate/reply-body.ts";
import { parseBody } from "../../../runtime/gate/request-body.ts";
import { suite } from "../../support/suite.ts";

function parse(text: string | Buffer, maxDepth = 64): unknown {
  return parseBody(Buffer.from(text), maxDepth);
}

function refusal(text: string | Buffer, maxDepth?: number): string {
  try {
    parse(text, maxDepth);
  } catch (error) {
    if (error instanceof RpcError && error.code === "invalid_argument") return error.rawMessage;
    throw error;
  }
  return "accepted";
}

suite("request bodies", (test) => {
  test("JSON of every kind is read", () => {
    for (const value of [1, -0.5, "é😀\0", true, null, [], {}, { a: [{ b: null }] }]) {
      assert.equal(parse(JSON.stringify(value)), value);
    }
  });

  test("what is not JSON is refused without quoting it", () => {
    for (const text of ["", " ", "not json", "{} {}", "{'a':1}", "NaN", "[1,]", "{", '"\n"']) {
      assert.is(refusal(text), "body must be JSON", text);
    }
  });

  test("what is not UTF-8 is refused, U+FFFD itself is not", () => {
    assert.is(refusal(Buffer.from([0x22, 0xff, 0x22])), "body must be JSON");
    assert.is(parse('"\uFFFD"'), "\uFFFD");
  });

  test("nesting is bounded, exactly", () => {
    for (const [open, close] of [
      ["[", "]"],
      ['{"a":', "}"],
    ] as const) {
      const nested = (depth: number) => `${open.repeat(depth)}0${close.repeat(depth)}`;
      assert.is(refusal(nested(64)), "accepted");
      assert.is(refusal(nested(65)), "body is nested deeper than 64");
      assert.is(refusal(nested(3), 2), "body is nested deeper than 2");
    }
  });

  test("brackets inside of strings are no nesting, and what looks like a string's end is looked at", () => {
    assert.is(refusal(JSON.stringify("[".repeat(200))), "accepted");
    assert.is(refusal(JSON.stringify({ a: `\\"${"{".repeat(200)}` })), "accepted");
    assert.is(
      refusal(`["\\\\",${"[".repeat(64)}${"]".repeat(64)}]`),
      "body is nested deeper than 64",
    );
    assert.is(refusal(`"${"[".repeat(200)}`), "body must be JSON");
  });

  test("siblings are no nesting", () => {
    assert.is(refusal(JSON.stringify(Array.from({ length: 1000 }, () => [{}]))), "accepted");
  });

  test("a bomb of brackets is refused at once", () => {
    assert.is(refusal("[".repeat(1_000_000)), "body is nested deeper than 64");
  });
});

suite("reply bodies", (test) => {
  test("results stand in mqant's frame, with both keys in their order", () => {
    assert.is(encodeResult({ a: 1 }), '{"Error":"","Result":{"a":1}}');
    assert.is(encodeResult("x"), '{"Error":"","Result":"x"}');
    assert.is(encodeResult(undefined), '{"Error":"","Result":null}');
    assert.is(encodeResult(null), '{"Error":"","Result":null}');
    assert.is(
      encodeFailure("not_found", 'no "x"'),
      '{"Error":"no \\"x\\"","Code":"not_found","Result":null}',
    );
  });

  test("values that JSON lacks are written as texts, wherever they stand", () => {
    const date = new Date(Date.UTC(2020, 1, 3));
    const bytes = new Uint8Array([255, 254, 1]);
    const whole = { date, bytes, buffer: Buffer.from("hi"), big: 2n ** 70n, list: [bytes, [1n]] };
    assert.equal(JSON.parse(encodeJson(whole)), {
      date: "2020-02-03T00:00:00.000Z",
      bytes: "//4B",
      buffer: "aGk=",
      big: "1180591620717411303424",
      list: ["//4B", ["1"]],
    });
    assert.is(encodeJson(bytes), '"//4B"');
    assert.is(encodeJson(5n), '"5"');
    assert.is(encodeJson(date), '"2020-02-03T00:00:00.000Z"');
  });

  test("a view of a larger buffer gives its own bytes only", () => {
    const large = new Uint8Array([1, 2, 3, 4, 5]);
    assert.is(encodeJson(large.subarray(1, 3)), JSON.stringify("AgM="));
  });

  test("NaN and infinities are null, as JSON has it", () => {
    assert.is(encodeJson([Number.NaN, Infinity]), "[null,null]");
  });

  test("what holds itself can't be encoded, and says so", () => {
    const loop: Record<string, unknown> = {};
    loop["self"] = loop;
    assert.throws(() => encodeJson(loop), TypeError);
  });

  test("what no packet has room for is too large", () => {
    const text = "x".repeat(64 * 1024 * 1024);
    assert.throws(() => encodeJson(text), /too_large/u);
    assert.is(encodeJson(text.slice(2)).length, text.length);
  });

  test("keys of the language's own names stay keys", () => {
    const text = '{"constructor":1,"toString":"x","__proto__":{"y":1}}';
    assert.is(encodeJson(JSON.parse(text)), text);
  });
});
