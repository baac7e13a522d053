import * as assert from "uvu/assert";
import { copied, copyNext, startCopy } from "../../../runtime/rpc/copy-value.ts";
import { encodeCall, readCall } from "../../../runtime/wire/request-message.ts";
import { Attachments, untagFirst } from "../../../runtime/wire/wire-value.ts";
import { suite } from "../../support/suite.ts";

suite("a call in a message", (test) => {
  function encoded(args: readonly unknown[], rare: object = {}): string {
    startCopy();
    const copies = args.map((argument) => copyNext(argument, 1000));
    const call = { number: 7, handler: "say", caller: "Gate001", isOneWay: false, heldTurns: [] };
    const parts = { ...call, args: copies, traceparent: undefined, ...copied(), ...rare };
    return encodeCall(parts, 1000, new Attachments());
  }

  test("is a list, with nothing behind its arguments if there is nothing to say of them", () => {
    assert.is(encoded(["a", { b: [1] }]), '[7,"say",1000,"Gate001",["a",{"b":[1]}]]');
    assert.is(encoded([]), '[7,"say",1000,"Gate001",[]]');
  });

  test("tags its arguments up to the last that JSON can't say, and says how many these are", () => {
    const args = [{ $d: 1 }, new Date(0), { a: "plain" }, [null]];
    const text = encoded(args);
    assert.match(text, '[{"$o":{"$d":1}},{"$d":0},{"a":"plain"},[null]],{"tagged":2}]');
    const call = readCall(JSON.parse(text));
    untagFirst(call.args, call.tagged, new Uint8Array(0), () => undefined);
    assert.equal(call.args, args);
  });

  test("says what is rare in one object behind its arguments", () => {
    const traceparent = "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01";
    const text = encoded([1n], { isOneWay: true, heldTurns: ["Room001"], traceparent });
    const { tagged, isOneWay, heldTurns, traceparent: arrived } = readCall(JSON.parse(text));
    assert.equal([tagged, isOneWay, heldTurns, arrived], [1, true, ["Room001"], traceparent]);
  });
});
