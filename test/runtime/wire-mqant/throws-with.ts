import * as assert from "uvu/assert";
import { RpcError, type RpcErrorCode } from "mqant";

/** Asserts that `work` throws an error with this code, and gives it for a closer look. */
export function throwsWith(work: () => unknown, code: RpcErrorCode): RpcError {
  try {
    work();
  } catch (error) {
    if (!(error instanceof RpcError)) throw error;
    assert.is(error.code, code, error.message);
    return error;
  }
  throw new Error(`expected ${code}, and nothing was thrown`);
}
