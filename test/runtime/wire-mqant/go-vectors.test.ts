import { RpcError } from "mqant";
import * as assert from "uvu/assert";
import { checkArguments } from "../../../runtime/rpc/check-arguments.ts";
import { isArgumentType } from "../../../runtime/wire-mqant/argument-type.ts";
import {
  decodeReply,
  encodeFailure,
  encodeResult,
} from "../../../runtime/wire-mqant/mqant-reply.ts";
import { decodeRequest, encodeRequest } from "../../../runtime/wire-mqant/mqant-request.ts";
import { suite } from "../../support/suite.ts";
import { OTHERWISE } from "./answered-otherwise.ts";
import { exchanges, recorded, replies, requests } from "./go-messages.ts";
import { ADD, HANDLERS, STATEFUL } from "./remote-handlers.ts";

const SIZE = { maxMessageBytes: 4 * 1024 * 1024 };

/** What Go's own callers give a call, in milliseconds. */
const GO_TIMEOUT_MS = 5000;

/** What the file's form says that a request is; Go sends all of it. */
interface GoRequest {
  Cid: string;
  Fn: string;
  Args: unknown[];
  ArgsType: string[] | null;
  Expired: number;
  Reply: boolean;
  ReplyTo: string;
}

/** What a process of ours answers; `theirs` is what stateful handlers do. */
function answer(body: string, now: number, theirs: string | undefined): string | undefined {
  const received = decodeRequest(Buffer.from(body), { now });
  if (received.kind === "refused") {
    const { answerTo, error } = received;
    return answerTo && encodeFailure(answerTo.cid, error).toString();
  }
  const { cid, fn, args, replyTo } = received.request;
  if (replyTo === undefined) return undefined;
  try {
    const result = run(fn, args, theirs);
    return encodeResult(cid, result, { name: `Remote@Remote001/${fn}`, ...SIZE }).toString();
  } catch (thrown) {
    return encodeFailure(cid, RpcError.from(thrown)).toString();
  }
}

function run(fn: string, args: readonly unknown[], theirs: string | undefined): unknown {
  if (STATEFUL.has(fn)) {
    const then = decodeReply(Buffer.from(theirs ?? ""));
    if (then.kind === "result") return then.result;
    throw then.error;
  }
  const handler = HANDLERS.get(fn);
  if (handler === undefined) throw new RpcError("unimplemented", `no handler ${fn}`);
  const call = { handler: fn, args };
  const checked = fn === "add" ? checkArguments(ADD, "Remote@Remote001", call) : args;
  return handler(...(checked as never[])); // what the request's types promise
}

suite("messages recorded from Go mqant", (test) => {
  test("the file has them", () => {
    assert.is(recorded.length, 184);
    assert.is(exchanges.length, 83);
  });

  test("every row of the table of other answers is used", () => {
    const names = new Set(exchanges.map(({ name }) => name));
    assert.equal(
      Object.keys(OTHERWISE).filter((name) => !names.has(name)),
      [],
    );
  });

  for (const { name, request, reply } of exchanges) {
    const otherwise = Object.hasOwn(OTHERWISE, name) ? OTHERWISE[name] : undefined;
    const sentence = otherwise === undefined ? "answered byte for byte as by Go" : otherwise.why;
    test(`${name}: ${sentence}`, () => {
      const ours = answer(request, clockOf(name, request), reply);
      if (otherwise === undefined) {
        assert.is(ours, reply);
      } else if (otherwise.answer === "silence") {
        assert.is(ours, undefined);
      } else {
        assert.is.not(ours, reply);
        const read = decodeReply(Buffer.from(ours ?? ""));
        const told = read.kind === "result" ? { result: read.result } : read.error.code;
        assert.equal(told, otherwise.answer);
      }
    });
  }

  for (const { name, body } of requests) {
    if (name.startsWith("node->") || name.startsWith("gate RPC API")) continue; // made by a script
    test(`${name}: ours for the same values is the same`, () => {
      const theirs = JSON.parse(body) as GoRequest; // Go made it
      const now = theirs.Expired - GO_TIMEOUT_MS;
      const read = decodeRequest(Buffer.from(body), { now });
      if (read.kind === "refused") throw read.error;
      const { cid, fn, args, remainingMs, replyTo } = read.request;
      const ours = encodeRequest(
        {
          cid,
          target: "Remote@Remote001",
          fn,
          args,
          plainFrom: args.length,
          argsType: theirs.ArgsType?.map((type) => (isArgumentType(type) ? type : undefined)),
          timeoutMs: remainingMs,
          replyTo,
        },
        { ...SIZE, now },
      ).toString();
      const expected =
        theirs.Args.length > 0 && theirs.ArgsType === null
          ? // Go's server runs nothing for a call without reply and without types.
            body.replace('"ArgsType":null', '"ArgsType":["string"]')
          : body;
      assert.is(ours, expected);
    });
  }

  for (const { name, body, goSaw } of replies) {
    // A reply that was late, or that Go could not read, was none to its caller.
    if (goSaw === undefined || goSaw.error.startsWith("timeout")) continue;
    test(`${name}: read as Go's caller read it`, () => {
      const read = decodeReply(Buffer.from(body));
      if (goSaw.error === "")
        assert.equal(read, { kind: "result", cid: cidOf(body), result: goSaw.result });
      else {
        assert.is(read.kind, "failure");
        assert.is(read.kind === "failure" && read.error.rawMessage, goSaw.error);
      }
    });
  }

  test("replies that Go's callers can't read fail the call, or are told apart", () => {
    const read = (name: string) => {
      const reply = replies.find((each) => each.name === name);
      return decodeReply(Buffer.from(reply?.body ?? "the file has no such reply"));
    };
    const object = read("go->node reply with Error an object [reply]");
    assert.is(object.kind === "failure" && object.cid, "14c1723b-3442-49d4-87f3-b932a208ccb5");
    assert.is(object.kind === "failure" && object.error.code, "internal");
    assert.is(read("go->node reply not JSON [reply]").kind, "unreadable");
    assert.is(read("node->go NaN result [reply]").kind, "unreadable");
    const foreign = read("go->node reply with a wrong Cid [reply]");
    assert.equal(foreign, { kind: "result", cid: "zzz", result: 1 });
  });

  test("a call without reply and without types runs here", () => {
    const sent = recorded.find(({ name }) => name === "go->node RpcInvokeNR one arg");
    const body = sent?.body ?? "";
    const read = decodeRequest(Buffer.from(body), { now: clockOf("", body) });
    assert.is(read.kind, "call");
    assert.equal(read.kind === "call" && read.request.args, ["abc"]);
  });
});

function cidOf(body: string): string {
  return (JSON.parse(body) as { Cid: string }).Cid; // replies have one
}

function clockOf(name: string, body: string): number {
  const expired = Number(/"Expired":(?<ms>\d+)/.exec(body)?.groups?.["ms"] ?? 0);
  return name === "node->go expired" ? expired + GO_TIMEOUT_MS : expired - GO_TIMEOUT_MS;
}
