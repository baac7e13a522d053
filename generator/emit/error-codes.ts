/**
 * What the code of a failed call means. The codes are the runtime's `RpcErrorCode`; a test holds the two
 * together, since generator and runtime import nothing of each other.
 */
export const errorCodes: Readonly<Record<string, string>> = {
  canceled: "the caller gave the call up",
  unknown: "the handler threw something that has no code",
  invalid_argument: "the request breaks the contract; the handler has not run",
  deadline_exceeded: "there was no reply in time",
  not_found: "what was asked for does not exist, such as the module or the instance",
  already_exists: "what should be made is there already",
  permission_denied: "the caller may not do this",
  resource_exhausted: "there is too much to do at the moment, or a quota is used up",
  failed_precondition: "the state is not one in which this can be done",
  aborted: "something else came in between; it may work the next time",
  out_of_range: "a value lies outside what there is",
  unimplemented: "there is no such handler",
  internal: "something is broken on the server's side; its log says what",
  unavailable: "the service is closing, or can't be reached at the moment",
  data_loss: "data is lost or damaged",
  unauthenticated: "the caller has to sign in first",
  no_responder: "nobody serves the target at the moment",
  lost: "the connection or the callee went away with the call in flight",
  too_large: "the request or the reply is over the limit",
};
