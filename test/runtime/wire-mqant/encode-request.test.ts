import * as assert from "uvu/assert";
import {
  decodeRequest,
  encodeRequest,
  type OutgoingRequest,
} from "../../../runtime/wire-mqant/mqant-request.ts";
import { suite } from "../../support/suite.ts";
import { throwsWith } from "./throws-with.ts";

const NOW = 1_795_362_334_921;

const CALL: OutgoingRequest = {
  cid: "c1",
  target: "Chat@Chat001",
  fn: "HD_Say",
  args: [],
  plainFrom: 0,
  timeoutMs: 5000,
  replyTo: "amq.gen-1",
};

function encode(change: Partial<OutgoingRequest>, maxMessageBytes = 4096): string {
  return encodeRequest({ ...CALL, ...change }, { maxMessageBytes, now: NOW }).toString();
}

suite("requests to mqant", (test) => {
  test("a call", () => {
    const args = [{ text: "<hi> & \u2028" }];
    assert.is(
      encode({ args }),
      '{"Cid":"c1","Fn":"HD_Say","Args":[{"text":"\\u003chi\\u003e \\u0026 \\u2028"}],' +
        `"ArgsType":["map"],"Expired":${NOW + 5000},"Reply":true,"ReplyTo":"amq.gen-1",` +
        '"Result":{"Cid":"","Error":"","Result":null}}',
    );
  });

  test("a call without reply has its types as well", () => {
    assert.is(
      encode({ args: ["x"], replyTo: undefined }),
      '{"Cid":"c1","Fn":"HD_Say","Args":["x"],"ArgsType":["string"],' +
        `"Expired":${NOW + 5000},"Reply":false,"ReplyTo":"",` +
        '"Result":{"Cid":"","Error":"","Result":null}}',
    );
  });

  test("Expired is a whole number that an int64 has, whatever the time limit", () => {
    assert.match(encode({ timeoutMs: 0.25 }), `"Expired":${NOW + 1},`);
    assert.match(encode({ timeoutMs: Infinity }), `"Expired":${NOW + 2 ** 31 - 1},`);
  });

  test("a request that is larger than allowed is not made", () => {
    const args = ["é".repeat(100)];
    const { length } = Buffer.from(encode({ args }));
    encode({ args }, length);
    const { rawMessage } = throwsWith(() => encode({ args }, length - 1), "too_large");
    const text = `the request to Chat@Chat001/HD_Say has ${length} bytes; maxMessageBytes allows ${length - 1}`;
    assert.is(rawMessage, text);
  });

  test("what Go takes for no argument names handler and argument", () => {
    const { rawMessage } = throwsWith(() => encode({ args: [1, [2]] }), "invalid_argument");
    assert.match(rawMessage, "argument 2 of Chat@Chat001/HD_Say is an array");
  });

  test("what was encoded is decoded", () => {
    const body = Buffer.from(encode({ args: ["x", { a: 1 }] }));
    assert.equal(decodeRequest(body, { now: NOW + 1000 }), {
      kind: "call",
      request: {
        cid: "c1",
        fn: "HD_Say",
        args: ["x", { a: 1 }],
        remainingMs: 4000,
        replyTo: "amq.gen-1",
      },
    });
  });
});
