import * as assert from "uvu/assert";
import { RpcError, type RpcErrorCode } from "mqant";
import type { SessionSnapshot } from "../../../runtime/session/session.ts";
import {
  decodeRequest,
  type IncomingRequest,
  type ReceivedRequest,
} from "../../../runtime/wire-mqant/mqant-request.ts";
import { suite } from "../../support/suite.ts";
import { recorded } from "./go-messages.ts";

const NOW = 1_795_362_334_921;

/** A request as a peer may send it: `fields` replace those of one that is right. */
function received(fields: Record<string, unknown>): ReceivedRequest {
  const right = {
    Cid: "c1",
    Fn: "f",
    Args: [],
    ArgsType: [],
    Expired: NOW + 5000,
    Reply: true,
    ReplyTo: "amq.gen-1",
  };
  return decodeRequest(Buffer.from(JSON.stringify({ ...right, ...fields })), { now: NOW });
}

function call(read: ReceivedRequest): IncomingRequest {
  if (read.kind === "refused") throw read.error;
  return read.request;
}

function refused(read: ReceivedRequest, code: RpcErrorCode) {
  if (read.kind === "call") throw new Error(`expected ${code}, and the request was taken`);
  assert.is(read.error.code, code, read.error.message);
  assert.is(read.error.maybeExecuted, false);
  return read;
}

suite("requests from mqant", (test) => {
  test("names of fields are taken in any case; of several the last counts", () => {
    const body =
      `{"CID":"1","fN":"g","Fn":"f","args":[1],"ARGSTYPE":["int"],"expired":${NOW + 1},` +
      '"rEPLY":true,"replyto":"q","Unknown":{"Fn":"h"},"constructor":1,"__proto__":{"Fn":"i"}}';
    const { cid, fn, args, replyTo } = call(decodeRequest(Buffer.from(body), { now: NOW }));
    assert.equal({ cid, fn, args, replyTo }, { cid: "1", fn: "f", args: [1], replyTo: "q" });
  });

  test("fields that are missing or null are their type's zero", () => {
    for (const none of ["", '"Cid":null,"Args":null,"ArgsType":null,"ReplyTo":null,']) {
      const body = `{${none}"Fn":"f","Expired":${NOW + 1}}`;
      assert.equal(call(decodeRequest(Buffer.from(body), { now: NOW })), {
        cid: "",
        fn: "f",
        args: [],
        remainingMs: 1,
        replyTo: undefined,
      });
    }
    assert.is(call(received({ Fn: null })).fn, "");
    assert.is(call(received({ Reply: null })).replyTo, undefined);
    assert.is(call(received({ Result: "not looked at" })).fn, "f");
  });

  test("nobody waits where Reply is false or ReplyTo is empty", () => {
    assert.is(call(received({ Reply: false })).replyTo, undefined);
    assert.is(call(received({ ReplyTo: "" })).replyTo, undefined);
  });

  test("a call without reply and without types has its arguments as JSON has them", () => {
    const args = ["x", 1.5, null, [1], { __proto__: null, a: [{}] }, 2 ** 60];
    const request = call(received({ Reply: false, Args: args, ArgsType: null }));
    assert.equal(request.args, ["x", 1.5, null, [1], { a: [{}] }, 2 ** 60]);
    const body = `{"Fn":"f","Args":[{"__proto__":1}],"Expired":${NOW + 1}}`;
    assert.equal(call(decodeRequest(Buffer.from(body), { now: NOW })).args, [{}]);
    const typed = call(received({ Reply: false, Args: ["YQ=="], ArgsType: ["bytes"] }));
    assert.equal(typed.args, [new Uint8Array([97])]);
    const { error, answerTo } = refused(
      received({ Reply: false, Args: ["x"], ArgsType: [] }),
      "invalid_argument",
    );
    assert.is(error.rawMessage, "f got Args of length 1, ArgsType of length 0");
    assert.is(answerTo, undefined);
  });

  test("a request that comes too late is not run, and its caller is told by how much", () => {
    const { error, answerTo } = refused(received({ Expired: NOW - 300 }), "deadline_exceeded");
    assert.is(
      error.rawMessage,
      "f was called too late: it expired 300 ms ago by the callee's clock",
    );
    assert.equal(answerTo, { cid: "c1", replyTo: "amq.gen-1" });
    refused(received({ Expired: NOW }), "deadline_exceeded");
    assert.is(call(received({ Expired: NOW + 0.5 })).remainingMs, 0.5);
  });

  test("an instant thousands of years ahead is as far as timers go", () => {
    assert.is(call(received({ Expired: 9_000_000_000_000_000 })).remainingMs, 2 ** 31 - 1);
  });

  test("the clock of this machine is the one that counts", () => {
    const body = JSON.stringify({ Fn: "f", Expired: Date.now() + 60_000 });
    const { remainingMs } = call(decodeRequest(Buffer.from(body)));
    assert.ok(remainingMs > 1000 && remainingMs <= 60_000, `${remainingMs}`);
  });

  const answered: [fields: Record<string, unknown>, text: string][] = [
    [{ Fn: 1 }, "Fn is a number, not a text"],
    [{ Fn: ["f"] }, "Fn is an array, not a text"],
    [{ Args: "x" }, "Args is a string, not an array"],
    [{ Args: { 0: 1 } }, "Args is an object, not an array"],
    [{ ArgsType: "int" }, "ArgsType is a string, not an array"],
    [{ Expired: "soon" }, "Expired is a string, not a number"],
    [{ Expired: true }, "Expired is a boolean, not a number"],
    [
      { Expired: null },
      "f was called without Expired: until when, in Unix ms, does the caller wait?",
    ],
    [{ Args: [1], ArgsType: ["text"] }, 'argument 1 of f is of the type "text"; the types are'],
  ];
  for (const [fields, text] of answered) {
    test(`${JSON.stringify(fields)} is answered: ${text}`, () => {
      const { error, answerTo } = refused(received(fields), "invalid_argument");
      assert.ok(error.rawMessage.startsWith(text), error.rawMessage);
      assert.equal(answerTo, { cid: "c1", replyTo: "amq.gen-1" });
    });
  }

  const unanswered: [what: string, body: string | Uint8Array, text: string][] = [
    ["nothing", "", "the message is not JSON"],
    ["half a request", '{"Cid":"c1","Reply":true,"ReplyTo":"q"', "the message is not JSON"],
    ["two documents", "{}{}", "the message is not JSON"],
    ["NaN, as Python writes it", '{"Args":[NaN]}', "the message is not JSON"],
    ["a text", '"Fn"', "the message is a string where an object is expected"],
    ["null", "null", "the message is null where an object is expected"],
    ["an array", '[{"Fn":"f"}]', "the message is an array where an object is expected"],
    ["bytes", new Uint8Array([0xff, 0xfe, 0, 1]), "the message is not UTF-8"],
    ["Latin-1", Buffer.from('{"Fn":"é"}', "latin1"), "the message is not UTF-8"],
    ["a million brackets", "[".repeat(1_000_000), "the message is not JSON"],
    ["Cid", '{"Cid":7,"Reply":true,"ReplyTo":"q"}', "Cid is a number, not a text"],
    ["ReplyTo", '{"Reply":true,"ReplyTo":{}}', "ReplyTo is an object, not a text"],
    ["Reply", '{"Reply":"true","ReplyTo":"q"}', "Reply is a string, not true or false"],
    [
      "a queue that AMQP has no name for",
      `{"Reply":true,"ReplyTo":"${"é".repeat(128)}"}`,
      "ReplyTo is longer than the 255 bytes of a queue's name",
    ],
  ];
  for (const [what, body, text] of unanswered) {
    test(`${what} is refused, and nobody can be told: ${text}`, () => {
      const read = refused(decodeRequest(Buffer.from(body)), "invalid_argument");
      assert.is(read.error.rawMessage, text);
      assert.is(read.answerTo, undefined);
    });
  }

  test("nesting that is not looked at does no harm", () => {
    const deep = "[".repeat(1_000_000) + "]".repeat(1_000_000);
    const body = `{"Fn":"f","Expired":${NOW + 1},"Result":${deep}}`;
    assert.is(call(decodeRequest(Buffer.from(body), { now: NOW })).fn, "f");
  });

  test("whatever happens to a message on its way, decoding it ends in an answer", () => {
    let seed = 1;
    const dice = (sides: number) => {
      seed = (seed * 48_271) % 0x7fffffff;
      return seed % sides;
    };
    for (const { body } of recorded.filter(({ body }) => body.includes('"Fn"'))) {
      for (let round = 0; round < 50; round++) {
        const bytes = Buffer.from(body);
        for (let change = dice(4); change >= 0; change--) bytes[dice(bytes.length)] = dice(256);
        const message = bytes.subarray(0, dice(8) === 0 ? dice(bytes.length) : bytes.length);
        const read = decodeRequest(message, { now: NOW });
        assert.is.not(read.kind === "refused" && read.error.code, "internal");
      }
    }
  });
});

suite("sessions from mqant", (test) => {
  const map = {
    IP: "127.0.0.1:49640",
    Network: "tcp",
    Serverid: "Gate001",
    Sessionid: "s1",
    Settings: { login: true },
  };
  const receivedBy = (
    fields: Record<string, unknown>,
    reviveSession: (snapshot: SessionSnapshot) => unknown,
  ) => {
    const right = { Expired: NOW + 1, Reply: true, ReplyTo: "q", ArgsType: ["map", "map"] };
    const body = JSON.stringify({ ...right, Args: [map, map], ...fields });
    return decodeRequest(Buffer.from(body), { reviveSession, now: NOW });
  };

  test("an HD_ handler's first argument becomes what the hook makes of it", () => {
    const { args } = call(receivedBy({ Fn: "HD_Say" }, (snapshot) => ({ revived: snapshot })));
    assert.equal(args, [
      {
        revived: {
          sessionId: "s1",
          userId: "",
          serverId: "Gate001",
          network: "tcp",
          ip: "127.0.0.1",
          settings: { login: "true" },
        },
      },
      map,
    ]);
  });

  test("other handlers, other arguments and other maps stay what they are", () => {
    const never = () => {
      throw new Error("there is no session to revive");
    };
    assert.equal(call(receivedBy({ Fn: "Say" }, never)).args, [map, map]);
    assert.equal(call(receivedBy({ Fn: "hd_Say" }, never)).args, [map, map]);
    const other = { Args: [{ a: 1 }, map] };
    assert.equal(call(receivedBy({ Fn: "HD_Say", ...other }, never)).args, [{ a: 1 }, map]);
    const none = { Args: [], ArgsType: [] };
    assert.equal(call(receivedBy({ Fn: "HD_Say", ...none }, never)).args, []);
    assert.equal(call(received({ Fn: "HD_Say", Args: [map], ArgsType: ["map"] })).args, [map]);
  });

  test("a session that can't be revived refuses the request", () => {
    const gone = refused(
      receivedBy({ Fn: "HD_Say" }, ({ serverId }) => {
        throw new RpcError("not_found", `there is no gate ${serverId}`);
      }),
      "not_found",
    );
    assert.equal(gone.answerTo, { cid: "", replyTo: "q" });
    refused(
      receivedBy({ Fn: "HD_Say" }, () => {
        throw new Error("a fault of the hook");
      }),
      "internal",
    );
  });
});
