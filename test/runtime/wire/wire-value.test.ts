import * as assert from "uvu/assert";
import { decodeFrame, encodeFrame } from "../../../runtime/wire/frame.ts";
import type { RpcCaller } from "../../../runtime/rpc/rpc-caller.ts";
import { Session } from "../../../runtime/session/session.ts";
import {
  Attachments,
  tagged,
  taggedText,
  untagged,
  WireError,
} from "../../../runtime/wire/wire-value.ts";
import { suite } from "../../support/suite.ts";

/** There and back, as the JSON and the bytes behind it travel. */
function travel(value: unknown): unknown {
  const attachments = new Attachments();
  return arrived(JSON.stringify(tagged(value, attachments)), attachments);
}

function arrived(json: string, attachments: Attachments): unknown {
  const frame = encodeFrame(json, attachments.parts);
  const decoded = decodeFrame(frame, 1000);
  return untagged(decoded.json, decoded.attachments, (data) => ({ revived: data }));
}

suite("values on the wire", (test) => {
  test("what JSON can't say arrives as it was", () => {
    const values: unknown[] = [
      -0,
      Number.NaN,
      Infinity,
      -Infinity,
      2n ** 200n,
      -7n,
      new Date(0),
      [undefined, null, 1],
      new Uint8Array([0, 255]),
      [new Uint8Array(0), { a: new Uint8Array([1]), b: [new Uint8Array([2, 3])] }],
    ];
    for (const value of values) assert.equal(travel(value), value);
    assert.ok(Object.is(travel(-0), -0));
    assert.ok(Number.isNaN((travel(new Date(Number.NaN)) as Date).getTime()));
  });

  test("objects that look like tags are objects", () => {
    for (const value of [
      { $d: 1 },
      { $o: { $u: 0 } },
      { $x: { $b: [0, 1] } },
      { $d: 1, other: 2 },
      { $: [] },
      { a: { $n: "1" } },
    ]) {
      assert.equal(travel(value), value);
    }
  });

  test("a session says what it holds now, however often it travelled before", () => {
    const snapshot = {
      sessionId: "s1",
      userId: "",
      serverId: "Gate001",
      network: "tcp",
      ip: "127.0.0.1",
      settings: { room: "1" },
    };
    const session = new Session(snapshot, "Gate@Gate001", {} as RpcCaller); // which is not called
    const said = (): unknown => {
      const attachments = new Attachments();
      return [arrived(taggedText(session.toOtherModule(), attachments), attachments)];
    };
    const fixed = ["s1", "", "Gate001", "tcp", "127.0.0.1", "Gate@Gate001"];
    const first = [{ revived: [...fixed, { room: "1" }] }];
    assert.equal(said(), first);
    assert.equal(said(), first);
    session.set("room", "2");
    assert.equal(said(), [{ revived: [...fixed, { room: "2" }] }]);
    session.set("room", "3");
    assert.equal(said(), [{ revived: [...fixed, { room: "3" }] }]);
    session.remove("room");
    assert.equal(said(), [{ revived: fixed }]);
  });

  test("tags that don't exist, or say what can't be, are refused", () => {
    const bad = [
      { $b: [0, 1] },
      { $b: [-1, 0] },
      { $b: [0.5, 0] },
      { $b: "x" },
      { $n: "12x" },
      { $n: 5 },
      { $f: 1 },
      { $o: 1 },
      { $z: 0 },
    ];
    for (const value of bad) {
      assert.throws(
        () => untagged(value, new Uint8Array(0), () => undefined),
        (error: unknown) => error instanceof WireError,
        JSON.stringify(value),
      );
    }
  });

  test("bytes are copies: the message is not kept alive by them, nor seen through them", () => {
    const attachments = new Uint8Array([1, 2, 3, 4]);
    const bytes = untagged({ $b: [1, 2] }, attachments, () => undefined) as Uint8Array;
    assert.equal(bytes, new Uint8Array([2, 3]));
    assert.is(bytes.buffer.byteLength, 2);
  });

  test("a key named __proto__ never arrives, however it is spelt", () => {
    for (const text of [
      '{"__proto__":{"admin":1},"a":1}',
      '{"\\u005f_proto__":{"admin":1},"a":1}',
    ]) {
      const { json } = decodeFrame(encodeFrame(text, []), 1000);
      assert.equal(Object.keys(json as object), ["a"]);
    }
  });
});
