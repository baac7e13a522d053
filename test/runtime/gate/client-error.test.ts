import { RpcError, type RpcErrorCode } from "mqant";
import * as assert from "uvu/assert";
import { clientError } from "../../../runtime/gate/client-error.ts";
import type { RequestTopic } from "../../../runtime/gate/request-topic.ts";
import { suite } from "../../support/suite.ts";

const TOPIC: RequestTopic = {
  target: "Chat@Chat001",
  type: "Chat",
  id: "Chat001",
  handler: "HD_Say",
  reply: true,
};

function told(code: RpcErrorCode, maybeExecuted: boolean): string {
  return clientError(new RpcError(code, "SECRET", { maybeExecuted }), TOPIC).text;
}

suite("what clients are told of errors", (test) => {
  test("what a handler says on purpose is passed on", () => {
    const codes: RpcErrorCode[] = [
      ...(["invalid_argument", "not_found", "already_exists", "permission_denied"] as const),
      ...(["failed_precondition", "aborted", "out_of_range", "unauthenticated"] as const),
      ...(["unavailable", "resource_exhausted", "deadline_exceeded", "canceled"] as const),
    ];
    for (const code of codes) assert.is(told(code, true), "SECRET", code);
  });

  test("faults, and what is about our own processes, are not, and the log has to have them", () => {
    const hidden: [code: RpcErrorCode, maybeExecuted: boolean][] = [
      ["unknown", true],
      ["internal", true],
      ["internal", false],
      ["data_loss", true],
      ["no_responder", false],
      ["lost", true],
      ["unavailable", false],
      ["resource_exhausted", false],
    ];
    for (const [code, maybeExecuted] of hidden) {
      const error = new RpcError(code, "SECRET", { maybeExecuted });
      const { text, hidden: isHidden, code: toldCode } = clientError(error, TOPIC);
      assert.not.match(text, /SECRET/u);
      assert.ok(isHidden, code);
      assert.is(toldCode, code);
    }
  });

  test("an unknown handler is named in the client's own words", () => {
    assert.is(told("unimplemented", false), "Chat has no handler HD_Say");
  });
});
