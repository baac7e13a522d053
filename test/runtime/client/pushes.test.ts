import { mqttTransport } from "mqant/client";
import * as assert from "uvu/assert";
import { suite } from "../../support/suite.ts";
import { echo, ScriptedGate } from "./scripted-gate.ts";

/** A gate whose one connection has a transport, and a request that settles after all pushes so far. */
async function listening(onListenerError?: (error: unknown, topic: string) => void) {
  const gate = await ScriptedGate.start(echo);
  const transport = mqttTransport(await gate.connect(), { onListenerError });
  return {
    gate,
    transport,
    allHeard: async () => await transport.request("T", "HD_echo", "after all"),
    [Symbol.asyncDispose]: async () => await gate[Symbol.asyncDispose](),
  };
}

suite("mqtt transport: pushes", (test) => {
  test("a push reaches each listener of its topic, parsed, in order", async () => {
    await using client = await listening();
    const heard: unknown[] = [];
    client.transport.onPush("Chat/OnChat", (body) => heard.push(["first", body]));
    client.transport.onPush("Chat/OnChat", (body) => heard.push(["second", body]));
    client.transport.onPush("Chat/OnJoin", (body) => heard.push(["other", body]));
    client.gate.push("Chat/OnChat", '{"from":"Ann","content":"häh? 😀"}');
    client.gate.push("Chat/OnJoin", "null");
    await client.allHeard();
    assert.equal(heard, [
      ["first", { from: "Ann", content: "häh? 😀" }],
      ["second", { from: "Ann", content: "häh? 😀" }],
      ["other", null],
    ]);
  });

  test("a listener that was removed hears nothing more; removing twice is fine", async () => {
    await using client = await listening();
    const heard: unknown[] = [];
    const listener = (body: unknown) => heard.push(body);
    const remove = client.transport.onPush("a", listener);
    const removeSecond = client.transport.onPush("a", listener);
    client.gate.push("a", "1");
    await client.allHeard();
    remove();
    remove();
    client.gate.push("a", "2");
    await client.allHeard();
    removeSecond();
    client.gate.push("a", "3");
    await client.allHeard();
    assert.equal(heard, [1, 1, 2]);
  });

  test("a removal that comes late does not disturb a listener that was added since", async () => {
    await using client = await listening();
    const heard: unknown[] = [];
    const remove = client.transport.onPush("a", () => {});
    remove();
    client.transport.onPush("a", (body) => heard.push(body));
    remove();
    client.gate.push("a", "1");
    await client.allHeard();
    assert.equal(heard, [1]);
  });

  test("a listener that throws or rejects disturbs no other, and is reported with its topic", async () => {
    const errors: unknown[] = [];
    await using client = await listening((error, topic) => {
      errors.push([topic, (error as Error).message]);
    });
    const heard: unknown[] = [];
    client.transport.onPush("a", () => {
      throw new Error("thrown");
    });
    // oxlint-disable-next-line typescript/no-misused-promises -- people do
    client.transport.onPush("a", async () => {
      await Promise.reject(new Error("rejected"));
    });
    client.transport.onPush("a", (body) => heard.push(body));
    client.gate.push("a", "1");
    await client.allHeard();
    assert.equal(heard, [1]);
    assert.equal(errors, [
      ["a", "thrown"],
      ["a", "rejected"],
    ]);
  });

  test("without a place for errors they go to the console", async () => {
    await using client = await listening();
    const logged: unknown[][] = [];
    const original = console.error;
    console.error = (...values: unknown[]) => logged.push(values);
    try {
      client.transport.onPush("a", () => {
        throw new Error("thrown");
      });
      client.gate.push("a", "1");
      await client.allHeard();
    } finally {
      console.error = original;
    }
    assert.is(logged[0]?.[0], "a listener of a failed");
  });

  test("listeners may add and remove listeners: that counts from the next push", async () => {
    await using client = await listening();
    const heard: unknown[] = [];
    const { transport, gate } = client;
    const remove = transport.onPush("a", () => {
      remove();
      transport.onPush("a", (body) => heard.push(["added", body]));
    });
    transport.onPush("a", (body) => heard.push(["stays", body]));
    gate.push("a", "1");
    gate.push("a", "2");
    await client.allHeard();
    assert.equal(heard, [
      ["stays", 1],
      ["stays", 2],
      ["added", 2],
    ]);
  });

  test("bodies that are no JSON, and topics nobody listens to, are passed over", async () => {
    await using client = await listening();
    const heard: unknown[] = [];
    client.transport.onPush("a", (body) => heard.push(body));
    client.gate.push("a", "{");
    client.gate.push("a", "");
    client.gate.push("b", "{");
    client.gate.push("constructor", "1");
    client.gate.push("a", '"fine"');
    await client.allHeard();
    assert.equal(heard, ["fine"]);
  });
});
