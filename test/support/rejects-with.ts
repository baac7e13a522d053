import * as assert from "uvu/assert";
import { RpcError, type RpcErrorCode } from "mqant";

/** Asserts that a call fails with this code, and gives the error for a closer look. */
export async function rejectsWith(call: Promise<unknown>, code: RpcErrorCode): Promise<RpcError> {
  const outcome: unknown = await call.then(
    (result) => ({ result }),
    (error: unknown) => error,
  );
  if (!(outcome instanceof RpcError)) {
    assert.unreachable(`expected ${code}, got ${String(JSON.stringify(outcome))}`);
    throw outcome;
  }
  assert.is(outcome.code, code, outcome.message);
  return outcome;
}
