import { RpcError } from "mqant";
import * as assert from "uvu/assert";
import { leadingCid } from "../../../runtime/wire-mqant/leading-cid.ts";
import {
  decodeHeaders,
  encodeHeaders,
  failureHeaders,
  replyToOf,
  withHeaders,
} from "../../../runtime/wire-mqant/message-headers.ts";
import { suite } from "../../support/suite.ts";

suite("what goes beside a request's body", (test) => {
  const chain = { caller: "Chat001", traceparent: "00-a-b-01", heldTurns: ["Chat@Chat001#7"] };

  test("there and back", () => {
    const headers = encodeHeaders("amq.gen-q", chain);
    assert.equal(decodeHeaders(headers), chain);
    assert.is(replyToOf(headers), "amq.gen-q");
  });

  test("of a call without a chain it is what Go sends, and who calls", () => {
    const alone = { caller: "Chat001", traceparent: undefined, heldTurns: [] };
    assert.equal(encodeHeaders("q", alone), { reply_to: "q", caller: "Chat001" });
  });

  test("a failure says so if its handler did not run", () => {
    const refused = new RpcError("unavailable", "closing");
    const failed = new RpcError("unavailable", "closing", { maybeExecuted: true });
    for (const error of [refused, failed]) {
      const headers = failureHeaders(error) ?? {};
      assert.is(withHeaders(failed, headers).maybeExecuted, error.maybeExecuted);
    }
    assert.is(withHeaders(failed, { executed: 0 }), failed);
  });

  test("what others have put there is passed over", () => {
    const nothing = { caller: "", traceparent: undefined, heldTurns: [] };
    for (const headers of [{}, { caller: 7, traceparent: {}, turns: "x" }, { turns: ["a", 1] }]) {
      assert.equal(decodeHeaders(headers), nothing);
    }
    assert.is(replyToOf({ reply_to: "" }), undefined);
    assert.is(replyToOf({ reply_to: 7 }), undefined);
  });
});

suite("the Cid at the beginning of a message", (test) => {
  const rows: [message: string, cid: string | undefined][] = [
    ['{"Cid":"0251a255","Fn":"x"', "0251a255"],
    ['{"Cid":"","Fn":"x"}', ""],
    ['{"Cid":"not ended', undefined],
    ['{"Fn":"x","Cid":"a"}', undefined],
    [`{"Cid":"${"x".repeat(256)}"}`, undefined],
    ["", undefined],
  ];
  for (const [message, cid] of rows) {
    test(`of ${message.slice(0, 40)} is ${String(cid)}`, () => {
      assert.is(leadingCid(Buffer.from(message)), cid);
    });
  }
});
