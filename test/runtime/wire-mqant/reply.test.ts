import { RpcError, Session } from "mqant";
import * as assert from "uvu/assert";
import {
  decodeReply,
  encodeFailure,
  encodeResult,
} from "../../../runtime/wire-mqant/mqant-reply.ts";
import { suite } from "../../support/suite.ts";
import { TestModule } from "../../support/test-module.ts";
import { throwsWith } from "./throws-with.ts";

const NAME = "Login@Login001/getRand";

function encode(result: unknown, maxMessageBytes = 4 * 1024 * 1024): Buffer {
  return encodeResult("c1", result, { name: NAME, maxMessageBytes });
}

/** What a caller gets of what a handler returned. */
function cross(result: unknown): unknown {
  const read = decodeReply(encode(result));
  assert.is(read.kind, "result");
  return read.kind === "result" ? read.result : read.error;
}

suite("replies to mqant", (test) => {
  test("a result, spelled as Go spells it", () => {
    const body = encode({ text: "<b>&\u2029" });
    const text = "\\u003cb\\u003e\\u0026\\u2029";
    assert.is(body.toString(), `{"Cid":"c1","Error":"","Result":{"text":"${text}"}}`);
  });

  test("a failure says its code, and is never taken for success", () => {
    const body = encodeFailure("c1", new RpcError("not_found", "no <room>"));
    const text = "[not_found] no \\u003croom\\u003e";
    assert.is(body.toString(), `{"Cid":"c1","Error":"${text}","Result":null}`);
    const silent = encodeFailure("c1", new RpcError("unknown", ""));
    assert.is(
      silent.toString(),
      '{"Cid":"c1","Error":"[unknown] no reason was given","Result":null}',
    );
  });

  test("what JSON has comes back as it was", () => {
    const values: unknown[] = [
      null,
      true,
      "",
      "naïve 漢字 🐱 \u0000 \u2028",
      -0.5,
      1e300,
      2 ** 53 - 1,
      [],
      {},
      [[], [null, [1]]],
      { constructor: "c", toString: "t", "a b": { "": 0 } },
    ];
    for (const value of values) assert.equal(cross(value), value);
    assert.ok(Object.is(cross(-0), -0));
    assert.equal(cross({ list: [0, -0], text: "a" }), { list: [0, -0], text: "a" });
  });

  test("what JSON does not have comes back as text, and undefined as null", () => {
    assert.is(cross(undefined), null);
    assert.is(cross(new Date(0)), "1970-01-01T00:00:00.000Z");
    assert.is(cross(new Uint8Array([0xff, 0xfe, 0xfd, 0x3f, 0x3e])), "//79Pz4=");
    assert.is(cross(7n), "7");
    const bytes = new Uint8Array(1024 * 1024).map((_, index) => index % 251);
    const text = cross({ bytes }) as { bytes: string };
    assert.ok(Buffer.from(text.bytes, "base64").equals(bytes));
  });

  test("a session is mqant's map", () => {
    const snapshot = {
      sessionId: "s1",
      userId: "ann",
      serverId: "Gate001",
      network: "tcp",
      ip: "::1",
      settings: {},
    };
    const session = new Session(snapshot, "Gate@Gate001", new TestModule("Caller"));
    assert.equal(cross(session), {
      IP: "::1",
      Network: "tcp",
      Serverid: "Gate001",
      Sessionid: "s1",
      Settings: {},
      Userid: "ann",
    });
  });

  test("the handler's own result stays as it is", () => {
    const result = { at: new Date(0), list: [1n, new Uint8Array(1)] };
    encode(result);
    assert.equal(result, { at: new Date(0), list: [1n, new Uint8Array(1)] });
  });

  test("what can't be sent is an internal error with its path", () => {
    const circle: Record<string, unknown> = {};
    circle["self"] = circle;
    const values: [unknown, string | RegExp][] = [
      [NaN, `the result of ${NAME} is NaN, which JSON has no number for`],
      [
        { a: [Infinity] },
        `the result of ${NAME} at a[0] is Infinity, which JSON has no number for`,
      ],
      [{ at: new Date(NaN) }, `the result of ${NAME} at at is a Date without a valid time`],
      [new Map(), `the result of ${NAME} is a Map, which can't cross`],
      [circle, "nested deeper than 200 levels, or refers to itself"],
    ];
    for (const [value, text] of values) {
      const error = throwsWith(() => encode(value), "internal");
      assert.match(error.rawMessage, text);
      assert.ok(error.maybeExecuted);
    }
  });

  test("a result that is larger than allowed is not sent", () => {
    const { length } = encode("<".repeat(100));
    encode("<".repeat(100), length);
    const { rawMessage } = throwsWith(() => encode("<".repeat(100), length - 1), "too_large");
    assert.is(
      rawMessage,
      `the result of ${NAME} has ${length} bytes; maxMessageBytes allows ${length - 1}`,
    );
    throwsWith(() => encode(new Uint8Array(10_000), 100), "too_large");
  });
});

suite("replies from mqant", (test) => {
  const read = (body: string | Uint8Array) => decodeReply(Buffer.from(body));

  test("an Error that is missing, null or empty means success, as does no Result", () => {
    const success = { kind: "result", cid: "c1", result: "x" };
    assert.equal(read('{"Cid":"c1","Result":"x"}'), success);
    assert.equal(read('{"Cid":"c1","Error":null,"Result":"x"}'), success);
    assert.equal(read('{"cid":"c1","error":"","RESULT":"x","more":1}'), success);
    assert.equal(read('{"Cid":"c1"}'), { ...success, result: null });
  });

  test("a failure has its code; a result beside it is dropped", () => {
    const reply = read('{"Cid":"c1","Error":"[not_found] no such room","Result":"partial"}');
    if (reply.kind !== "failure") throw new Error(reply.kind);
    assert.is(reply.cid, "c1");
    assert.is(reply.error.message, "[not_found] no such room");
  });

  test("keys named __proto__ never arrive", () => {
    const reply = read(
      '{"Cid":"c1","Result":{"__proto__":{"admin":true},"list":[{"__proto__":1}]}}',
    );
    assert.equal(reply, { kind: "result", cid: "c1", result: { list: [{}] } });
    assert.not("admin" in (reply.kind === "result" ? (reply.result as object) : {}));
  });

  test("a reply of which only the Cid can be read fails its call at once", () => {
    const deep = "[".repeat(300) + "]".repeat(300);
    const replies = [
      [
        '{"Cid":"c1","Error":{"code":1}}',
        "the reply can't be read: Error is an object, not a text",
      ],
      ['{"Cid":"c1","Error":false}', "the reply can't be read: Error is a boolean, not a text"],
      ['{"Cid":"c1","Result":[1e999]}', "at [0] is a number beyond a double's range"],
      [`{"Cid":"c1","Result":${deep}}`, "is nested deeper than 200 levels"],
    ] as const;
    for (const [body, text] of replies) {
      const reply = read(body);
      if (reply.kind !== "failure") throw new Error(reply.kind);
      assert.is(reply.cid, "c1");
      assert.is(reply.error.code, "internal");
      assert.ok(reply.error.maybeExecuted);
      assert.match(reply.error.rawMessage, text);
    }
  });

  test("anything else answers no call", () => {
    const bodies = ["", "nonsense", "null", "[]", '"c1"', '{"Cid":7}', new Uint8Array([0xc3])];
    for (const body of bodies) assert.is(read(body).kind, "unreadable");
  });
});
