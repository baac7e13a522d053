import type { ConsumeMessage } from "amqplib";
import * as assert from "uvu/assert";
import { decodeReply } from "../../../runtime/wire-mqant/mqant-reply.ts";
import { rabbitmqMissing } from "../../support/rabbitmq-settings.ts";
import { sharedRabbitmq } from "../../support/rabbitmq-node.ts";
import { suite } from "../../support/suite.ts";
import { OTHERWISE, type Otherwise } from "./answered-otherwise.ts";
import { exchanges } from "./go-messages.ts";
import { GoPeer } from "./go-peer.ts";
import { ADD, HANDLERS, STATEFUL } from "./remote-handlers.ts";
import { addressOf, mqantConfig, WireProcess } from "./wire-process.ts";

/** What Go's own callers give a call, in milliseconds. */
const GO_TIMEOUT_MS = 5000;

/** A recorded request as if it were made now, by a caller that waits at `replyTo`. */
function renewed(name: string, request: string, replyTo: string): string {
  const patience = name === "node->go expired" ? -GO_TIMEOUT_MS : GO_TIMEOUT_MS;
  return request
    .replace(/"Expired":\d+/, `"Expired":${Date.now() + patience}`)
    .replace(/"ReplyTo":"amq\.gen-[^"]*"/, `"ReplyTo":${JSON.stringify(replyTo)}`);
}

function checkAnswer(ours: ConsumeMessage, theirs: string | undefined, row: Otherwise | undefined) {
  if (row === undefined) {
    assert.is(ours.content.toString(), theirs);
    return;
  }
  const read = decodeReply(ours.content);
  const told = read.kind === "result" ? { result: read.result } : read.error.code;
  assert.equal(told, row.answer);
}

suite("requests recorded from Go, served over a broker", (test) => {
  const missing = rabbitmqMissing();
  if (missing !== undefined) {
    test.skip("each gets the reply that Go gave", missing);
    return;
  }

  test("each gets the reply that Go gave, or the better one of the table", async () => {
    const { uri } = await sharedRabbitmq();
    const config = mqantConfig(uri, { Remote: "callee" });
    const address = addressOf(config, "Remote");
    /** What stateful handlers answer: what they answered then. */
    let then: string | undefined;
    const recall = (): unknown => {
      const read = decodeReply(Buffer.from(then ?? ""));
      if (read.kind === "result") return read.result;
      throw read.error;
    };
    await using callee = await WireProcess.start(
      config,
      "callee",
      {
        Remote: (server) => {
          for (const [name, handler] of HANDLERS) server.add(name, "concurrent", handler, null);
          for (const name of STATEFUL) server.add(name, "concurrent", recall, null);
        },
      },
      { schemas: { Remote: { add: ADD } } },
    );
    await using peer = await GoPeer.connect(uri);
    for (const { name, request, reply } of exchanges) {
      then = reply;
      const row = Object.hasOwn(OTHERWISE, name) ? OTHERWISE[name] : undefined;
      const body = renewed(name, request, peer.replyTo);
      const { length } = peer.replies;
      if (row === undefined ? reply === undefined : row.answer === "silence") {
        await peer.publish(address, body);
        // Replies come in order: one to the request would have come before.
        await peer.ask(address, renewed("", PING, peer.replyTo));
        assert.is(peer.replies.length, length + 1, `${name}: no reply`);
        continue;
      }
      const ours = await peer.ask(address, body);
      try {
        checkAnswer(ours, reply, row);
        assert.equal(
          [ours.properties.contentType, ours.properties.deliveryMode, ours.fields.exchange],
          ["text/plain", 1, ""],
        );
        const isRefused = row !== undefined && REFUSED.has(row.answer);
        assert.equal(ours.properties.headers, isRefused ? { executed: false } : {}, name);
      } catch (error) {
        (error as Error).message = `${name}: ${String(error)}`; // assertions throw errors
        throw error;
      }
    }
    assert.equal(
      callee.log.messages("error").filter((text) => !/failed: /.test(text)),
      [],
    );
  });
});

/** Answers to calls whose handler did not run. */
const REFUSED: ReadonlySet<Otherwise["answer"]> = new Set([
  "invalid_argument",
  "unimplemented",
  "deadline_exceeded",
] as const);

const PING =
  '{"Cid":"ping","Fn":"noargs","Args":[],"ArgsType":null,"Expired":0,"Reply":true,' +
  '"ReplyTo":"amq.gen-x","Result":{"Cid":"","Error":"","Result":null}}';
