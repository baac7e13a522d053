import type { RpcError } from "../errors.ts";

// Texts about our own system (hosts, processes, which modules there are) help whoever runs it, and are none of
// its clients' business. What a handler throws is meant for whoever asked, unless it only let pass what the
// runtime has told it of a call of its own: that can't be seen in the error itself.

const withheld = new WeakSet<RpcError>();
/** Failures of calls that no handler has put into words. */
const ofRuntime = new WeakSet<RpcError>();

/** Marks an error as one whose text clients are not told. The mark travels with it. */
export function withhold(error: RpcError): RpcError {
  withheld.add(error);
  return error;
}

/** Whether clients are not told the text of an error. */
export function isWithheld(error: RpcError): boolean {
  return withheld.has(error);
}

/** Takes note of the failure of a call on its way to the caller. */
export function noteFailure(error: RpcError): RpcError {
  return error.maybeExecuted ? error : byRuntime(error); // no handler has run that could have said it
}

/** Marks an error as the runtime's own, although a handler may have run. */
export function byRuntime(error: RpcError): RpcError {
  ofRuntime.add(error);
  return error;
}

/** Whether no handler has put an error into words. */
export function isByRuntime(error: RpcError): boolean {
  return ofRuntime.has(error);
}

/** Marks what is told of an error as the error was, or because of where it came from. */
export function withholdLike(thrown: RpcError, told: RpcError): RpcError {
  return withheld.has(thrown) || ofRuntime.has(thrown) ? withhold(told) : told;
}
