import * as assert from "uvu/assert";
import { describeValue } from "../../../runtime/config/describe-value.ts";
import { suite } from "../../support/suite.ts";

suite("describe a value", (test) => {
  test("plain values are shown as JSON has them", () => {
    assert.is(describeValue(undefined), "nothing");
    assert.is(describeValue(null), "null");
    assert.is(describeValue(12.5), "12.5");
    assert.is(describeValue(true), "true");
    assert.is(describeValue('a "b"\n'), '"a \\"b\\"\\n"');
  });

  test("objects and lists are named, not shown", () => {
    assert.is(describeValue({ Password: "s3cret" }), "an object");
    assert.is(describeValue([]), "an empty list");
    assert.is(describeValue(["s3cret"]), "a list");
  });

  test("a long text is cut", () => {
    assert.is(describeValue("x".repeat(61)), `"${"x".repeat(60)}…"`);
    assert.is(describeValue("x".repeat(60)), `"${"x".repeat(60)}"`);
  });

  test("what stands under a key like Password is not shown", () => {
    for (const key of ["Password", "SSHPassword", "passWord", "apiToken", "CLIENT_SECRET"]) {
      assert.is(describeValue("s3cret", key), "a text");
      assert.is(describeValue(12345, key), "a number");
      assert.is(describeValue(true, key), "a boolean");
      assert.is(describeValue(undefined, key), "nothing");
    }
  });

  const uris: readonly (readonly [string, string])[] = [
    ["amqp://broker:5672/vhost", '"amqp://broker:5672/vhost"'],
    ["amqp://guest:s3cret@broker/", '"amqp://***@broker/"'],
    ["amqp://guest:s3:c@r/e?t@broker/", '"amqp://***"'],
    ["amqp://guest:s3@cr/et@broker/", '"amqp://***@broker/"'],
    ["amqp://s3cret@broker/", '"amqp://***@broker/"'],
    ["amqp://guest:s3cret", '"amqp://guest:***"'],
    ["amqp://guest:s3cret/vhost", '"amqp://guest:***/vhost"'],
    ["amqp://broker:99999/", '"amqp://broker:99999/"'],
    ["amqp://broker/?password=s3cret", '"amqp://broker/?***"'],
    ["amqp://broker/?password=s3@cret", '"amqp://***"'],
    ["redis://:s3cret@host:6379/0", '"redis://***@host:6379/0"'],
    ["guest:s3cret@broker", '"***@broker"'],
  ];
  for (const [uri, shown] of uris) {
    test(`${uri} is shown as ${shown}`, () => {
      assert.is(describeValue(uri), shown);
    });
  }

  test("what should be a URI and is none is not shown", () => {
    assert.is(describeValue("guest s3cret broker", "Uri"), "a text without ://");
    assert.is(describeValue("s3cret", "BrokerUrl"), "a text without ://");
  });

  test("text that only resembles a URI stays", () => {
    assert.is(describeValue("Chat@Chat001"), '"Chat@Chat001"');
    assert.is(describeValue("127.0.0.1:Gate"), '"127.0.0.1:Gate"');
    assert.is(describeValue("who?"), '"who?"');
  });
});
