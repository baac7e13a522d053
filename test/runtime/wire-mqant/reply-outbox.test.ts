import * as assert from "uvu/assert";
import { Counters } from "../../../runtime/counters.ts";
import { ReplyOutbox } from "../../../runtime/wire-mqant/reply-outbox.ts";
import { suite } from "../../support/suite.ts";

suite("replies that wait for the broker", (test) => {
  test("beyond maxUnsentBytes the oldest are dropped and counted, but never the only one", () => {
    const counters = new Counters();
    const broker = { blockedBy: undefined };
    const outbox = new ReplyOutbox({ broker, maxUnsentBytes: 100, counters });
    const reply = { replyTo: "q", content: Buffer.alloc(60), deadline: Infinity };
    outbox.send({ ...reply, content: Buffer.alloc(1000) });
    assert.is(counters.repliesDropped, 0);
    for (let sent = 0; sent < 5; sent++) outbox.send(reply);
    assert.is(counters.repliesDropped, 5);
  });
});
