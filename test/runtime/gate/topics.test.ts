import * as assert from "uvu/assert";
import { parseRequestTopic } from "../../../runtime/gate/request-topic.ts";
import { isTopicFilter } from "../../../runtime/gate/topic-filter.ts";
import { suite } from "../../support/suite.ts";

suite("request topics", (test) => {
  test("type, instance, handler and message id are taken apart", () => {
    assert.equal(parseRequestTopic("Chat/HD_Say/7"), {
      target: "Chat",
      type: "Chat",
      id: undefined,
      handler: "HD_Say",
      reply: true,
    });
    assert.equal(parseRequestTopic("Chat@Chat001/HD_Say"), {
      target: "Chat@Chat001",
      type: "Chat",
      id: "Chat001",
      handler: "HD_Say",
      reply: false,
    });
  });

  test("an empty message id asks for no reply", () => {
    assert.is(parseRequestTopic("Chat/HD_Say/")?.reply, false);
  });

  test("other numbers of segments are no request", () => {
    for (const topic of ["", "Chat", "Chat/HD_Say/1/2", "/Chat/HD_Say/1", "a/b/c/"]) {
      assert.is(parseRequestTopic(topic), undefined, topic);
    }
  });

  test("what stands around @ is kept for whoever looks the instance up", () => {
    assert.is(parseRequestTopic("Chat@/HD_Say/1")?.id, "");
    assert.is(parseRequestTopic("@Chat001/HD_Say/1")?.type, "");
    assert.is(parseRequestTopic("Chat@a@b/HD_Say/1")?.id, "a@b");
    assert.is(parseRequestTopic("/HD_Say/1")?.type, "");
  });
});

suite("topic filters", (test) => {
  test("those of MQTT 3.1.1 are recognised", () => {
    for (const filter of [
      "#",
      "+",
      "a",
      "/",
      "a/b",
      "a/+/b",
      "+/+",
      "a/#",
      "/#",
      "+/#",
      "$SYS/#",
      " ",
    ]) {
      assert.ok(isTopicFilter(filter), filter);
    }
  });

  test("others are not", () => {
    for (const filter of ["", "a#", "#/a", "a/#/b", "a+", "+a", "a/b+/c", "##", "++", "a\0"]) {
      assert.not(isTopicFilter(filter), filter);
    }
  });
});
