import type { RpcErrorCode } from "mqant";

/** What a process of ours answers to a recorded request, where that is not what Go answered. */
export interface Otherwise {
  /** The code of the failure, no answer at all, or the result. */
  readonly answer: RpcErrorCode | "silence" | { readonly result: unknown };
  readonly why: string;
}

/** What is answered otherwise than by Go, and why. */
export const OTHERWISE: Readonly<Record<string, Otherwise>> = {
  "go RpcInvoke int > 2^53 [request]": {
    answer: { result: "9007199254740993" },
    why: "Go changed the number; a bigint is exact, and goes as text where results have no types",
  },
  "go RpcInvoke map[string]string to a map[string]string handler [request]": {
    answer: { result: { k: "v" } },
    why: "Go's reflection has a type here that ours does not have",
  },
  "go RpcInvoke handler returns error [request]": {
    answer: "unknown",
    why: "what is thrown has no result beside it, and its code goes in front of the text",
  },
  "node->go handler error value [request]": { answer: "unknown", why: "the same" },
  "go RpcInvoke handler returns (string, error) [request]": {
    answer: "unknown",
    why: "the text is the error's own, not one about Go's types",
  },
  "node->go non-string error [request]": { answer: "unknown", why: "the same" },
  "go RpcInvoke handler returns (string, nil error) [request]": {
    answer: { result: "ok" },
    why: "no error is no failure",
  },
  "go RpcInvoke handler returns one value [request]": {
    answer: { result: "one" },
    why: "a handler returns one value",
  },
  "go RpcInvoke handler panics with a string [request]": {
    answer: "unknown",
    why: "the code goes in front of the text",
  },
  "go RpcInvoke handler panics with an int [request]": {
    answer: "unknown",
    why: "Go's reply read as success",
  },
  "node->go panic int [request]": { answer: "unknown", why: "the same" },
  "go RpcInvoke handler returns NaN (reply body empty, caller times out) [request]": {
    answer: "internal",
    why: "Go sent an empty message, and its caller ran into the timeout",
  },
  "node->go NaN result [request]": { answer: "internal", why: "the same" },
  "go RpcInvoke wrong argument count [request]": {
    answer: "invalid_argument",
    why: "the contract's text instead of Go's, which shows Go's types",
  },
  "go RpcInvoke wrong argument type [request]": { answer: "invalid_argument", why: "the same" },
  "node->go wrong arg count [request]": { answer: "invalid_argument", why: "the same" },
  "node->go wrong arg type [request]": { answer: "invalid_argument", why: "the same" },
  "go RpcInvoke unknown function [request]": {
    answer: "unimplemented",
    why: "the code goes in front of the text",
  },
  "node->go unknown function [request]": { answer: "unimplemented", why: "the same" },
  "node->go bytes std base64 alphabet [request]": {
    answer: "invalid_argument",
    why: "the text says which alphabet is expected",
  },
  "node->go bytes unpadded [request]": { answer: "invalid_argument", why: "the same" },
  "node->go map null [request]": {
    answer: "invalid_argument",
    why: "the text says which argument it is",
  },
  "node->go unknown type tag [request]": {
    answer: "invalid_argument",
    why: "the text lists the types there are",
  },
  "node->go ArgsType shorter than Args [request]": {
    answer: "invalid_argument",
    why: "the text does not show the arguments",
  },
  "node->go ArgsType null [request]": { answer: "invalid_argument", why: "the same" },
  "node->go expired": {
    answer: "deadline_exceeded",
    why: "Go was silent; where clocks differ the caller learns it at once, and by how much",
  },
  "node->go Expired missing": {
    answer: "invalid_argument",
    why: "Go was silent: it took the call for one that expired in 1970",
  },
  "node->go ReplyTo empty, header reply_to set [request]": {
    answer: "silence",
    why: "Go published a reply to a queue without a name",
  },
  "node->go JSON of wrong shape (Args a string)": {
    answer: "invalid_argument",
    why: "Go was silent, although it could tell whom to answer",
  },
  "gate RPC API: Send after Close [request]": {
    answer: "not_found",
    why: "the code goes in front of the text",
  },
  "gate RPC API: Bind an unknown Sessionid [request]": { answer: "not_found", why: "the same" },
};
