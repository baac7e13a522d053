import { RpcError, type RpcErrorCode } from "mqant";
import * as assert from "uvu/assert";
import { fromErrorText, toErrorText } from "../../../runtime/wire-mqant/mqant-error.ts";
import { suite } from "../../support/suite.ts";

suite("error texts of mqant", (test) => {
  test("an error of ours keeps code and message", () => {
    const errors = [
      new RpcError("not_found", "room [a] does not exist"),
      new RpcError("lost", "two\nlines"),
      new RpcError("unknown", "[not_found] a text that looks like a code"),
      new RpcError("internal", ""),
    ];
    for (const error of errors) {
      const { code, rawMessage, maybeExecuted } = fromErrorText(toErrorText(error));
      assert.equal([code, rawMessage], [error.code, error.rawMessage]);
      assert.ok(maybeExecuted);
    }
  });

  test("details stay behind", () => {
    const error = new RpcError("aborted", "x", { details: { secret: 1 } });
    assert.is(toErrorText(error), "[aborted] x");
  });

  const texts: [text: string, code: RpcErrorCode][] = [
    ["Remote function(nope) not found", "unimplemented"],
    ["Remote function(two\nlines) not found", "unimplemented"],
    ["Service(type:Nope@Nope001) not found", "not_found"],
    ["No Sesssion found", "not_found"],
    ["timeout: This is Call", "deadline_exceeded"],
    ["deadline exceeded", "deadline_exceeded"],
    ["context deadline exceeded", "deadline_exceeded"],
    [
      "The number of params [%!s(float64=1)] is not adapted.<func(int, int) (int, string) Value>",
      "invalid_argument",
    ],
    ["The number of params [x] is not adapted ArgsType .[]", "invalid_argument"],
    ["reflect: Call using string as type int", "invalid_argument"],
    ["reflect: Call using zero Value argument", "invalid_argument"],
    ["args[0] [string] Types not allowed", "invalid_argument"],
    ["args[12] [string] Not converted to Base64", "invalid_argument"],
    ["Not Logined", "unknown"],
    ["The number of prepare is not adapted.", "unknown"],
    ["interface conversion: interface {} is nil, not string", "unknown"],
    ["[constructor] is no code", "unknown"],
    ["[not_found]", "unknown"],
    ["[not_found] ", "unknown"],
    [" [not_found] x", "unknown"],
    ["\u0000", "unknown"],
  ];
  for (const [text, code] of texts) {
    test(`${JSON.stringify(text)} is ${code}, with Go's words`, () => {
      const error = fromErrorText(text);
      assert.equal([error.code, error.rawMessage], [code, text]);
      assert.ok(error.maybeExecuted);
    });
  }

  test("long texts are read in no time", () => {
    for (const start of ["The number of params ", "Remote function(", "args[0] [", "[a"]) {
      assert.is(fromErrorText(start + "] (".repeat(1_000_000)).code, "unknown");
    }
  });
});
