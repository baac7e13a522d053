import { RpcError } from "../errors.ts";
import { CopyError } from "./copy-value.ts";
import type { ModuleInstance } from "./target.ts";
import { byRuntime } from "./withheld.ts";

// What callers are told in the same words, whether the callee runs in this process or in another.

/** @param name - `Type@Id/handler`. */
export function noReply(name: string, timeoutMs: number, maybeExecuted: boolean): RpcError {
  const text = `${name} gave no reply within ${Math.round(timeoutMs)} ms`;
  return byRuntime(new RpcError("deadline_exceeded", text, { maybeExecuted }));
}

/** @param signal - What the caller gave up by. */
export function gaveUp(
  name: string,
  signal: AbortSignal | undefined,
  maybeExecuted: boolean,
): RpcError {
  const cause: unknown = signal?.reason;
  return byRuntime(
    new RpcError("canceled", `the caller gave up ${name}`, { maybeExecuted, cause }),
  );
}

/** A result that can't be copied, or can't be read: the handler did run. */
export function badResult(name: string, error: unknown, maxMessageBytes: number): RpcError {
  const what = `the result of ${name}`;
  const { code, rawMessage } =
    error instanceof CopyError
      ? error.toRpcError(what, "internal", maxMessageBytes)
      : new RpcError("internal", `${what} can't be read: ${RpcError.from(error).rawMessage}`);
  return new RpcError(code, rawMessage, { maybeExecuted: true });
}

/** The target's process is not there: the call has not run. */
export function nobodyServes({ type, id, processId }: ModuleInstance): RpcError {
  const text = `nobody serves ${type}@${id} at the moment: is process "${processId}" up?`;
  return new RpcError("no_responder", text);
}

/** @param place - Where the broker is, without a password. */
export function brokerAway(place: string): RpcError {
  return new RpcError("unavailable", `the broker at ${place} is away`);
}

/** @param reason - What the broker says. */
export function brokerBlocked(reason: string): RpcError {
  return new RpcError("resource_exhausted", `the broker takes no messages: ${reason}`);
}

/** As much waits to be sent as may. */
export function unsentFull(unsentBytes: number, maxUnsentBytes: number): RpcError {
  const text = `${unsentBytes} bytes wait to be sent; maxUnsentBytes allows ${maxUnsentBytes}`;
  return new RpcError("resource_exhausted", text);
}
