import { randomUUID } from "node:crypto";
import { once } from "node:events";
import { readFileSync } from "node:fs";
import { connect } from "node:net";
import { hostname } from "node:os";
import { createApp, Gate, parseConfig, RpcError, type Handler } from "mqant";
import * as assert from "uvu/assert";
import { MemoryLog } from "../../support/memory-log.ts";
import { sharedRabbitmq } from "../../support/rabbitmq-node.ts";
import { rabbitmqMissing } from "../../support/rabbitmq-settings.ts";
import { RawMqttClient } from "../../support/raw-mqtt-client.ts";
import { RunningGate } from "../../support/running-gate.ts";
import { suite } from "../../support/suite.ts";
import { TestModule } from "../../support/test-module.ts";

const thrower =
  (thrown: () => unknown): Handler =>
  () => {
    throw thrown();
  };

/** Handlers that fail as handlers do, by accident or on purpose of somebody who means harm. */
const FAILURES: Record<string, Handler> = {
  HD_Plain: thrower(() => new Error("connect ECONNREFUSED 10.1.2.3:5432")),
  HD_Type: () => (undefined as unknown as { name: string }).name, // what a slip of the pen does
  HD_File: () => readFileSync("/nonexistent/secret.pem"),
  HD_Socket: async () => {
    await once(connect(1, "127.0.0.1"), "connect");
  },
  HD_Text: thrower(() => "/etc/passwd"),
  HD_Nothing: thrower(() => undefined),
  HD_Object: thrower(() => ({ message: "/etc/passwd", stack: "at /srv/app.ts:1" })),
  HD_Hostile: thrower(() => ({
    get message() {
      throw new Error("/etc/passwd");
    },
  })),
  HD_Internal: thrower(
    () => new RpcError("internal", "at /srv/app.ts:1", { cause: new Error("/etc") }),
  ),
  HD_Loop: () => {
    const loop: Record<string, unknown> = {};
    loop["self"] = loop;
    return loop;
  },
  HD_Function: () => () => {},
  HD_Rejected: () => Promise.reject(new AggregateError([new Error("/etc/passwd")], "/etc/passwd")),
};

suite("what clients are told when handlers fail", (test) => {
  test("a code, and a text without stack, path, host or address", async () => {
    await using running = await RunningGate.start({ handlers: { Test: FAILURES } });
    await using client = await RawMqttClient.connect({ port: running.port() });
    for (const handler of Object.keys(FAILURES)) {
      const reply = (await client.request(`Test/${handler}/1`, {})) as Record<string, unknown>;
      assert.equal(Object.keys(reply), ["Error", "Code", "Result"], handler);
      assert.equal(reply["Error"], "the request failed", handler);
      assert.match(String(reply["Code"]), /^(?:unknown|internal)$/u, handler);
      assert.is(reply["Result"], null, handler);
    }
    const all = Buffer.from(client.hex, "hex").toString();
    for (const secret of ["/etc", "/srv", ".ts", "node:", "ENOENT", "10.1.2.3", hostname()]) {
      assert.not.match(all, secret);
    }
    assert.match(running.log.messages("error").join("\n"), /10\.1\.2\.3/u, "the log has it all");
  });

  test("an error on purpose is told with its code and text, and without its cause and details", async () => {
    const cause = new Error("/etc/passwd");
    const thrown = new RpcError("failed_precondition", "join first", { cause });
    const handlers = { Test: { HD_Refuse: thrower(() => thrown) } };
    await using running = await RunningGate.start({ handlers });
    await using client = await RawMqttClient.connect({ port: running.port() });
    assert.equal(await client.request("Test/HD_Refuse/1", {}), {
      Error: "join first",
      Code: "failed_precondition",
      Result: null,
    });
  });

  test("what a handler lets pass of a call of its own is told by its code alone, unless another handler said it", async () => {
    const handlers: Record<string, Record<string, Handler>> = {
      Test: {
        HD_Nowhere: () => running.app.invoke("Nowhere", "get", []),
        HD_Silent: () => running.app.withOptions({ timeoutMs: 20 }).invoke("Store", "hang", []),
        HD_Wrong: () => running.app.invoke("Store", "nothing", []),
        HD_NoReply: () => running.app.invokeNR("Nowhere", "get", []),
        HD_Deep: () => running.app.invoke("Store", "deep", []),
        HD_Full: () => running.app.invoke("Store", "full", []),
      },
      Store: {
        hang: () => new Promise(() => {}),
        deep: () => running.app.invoke("Nowhere", "get", []),
        full: thrower(() => new RpcError("resource_exhausted", "the store is full")),
      },
    };
    await using running = await RunningGate.start({ handlers, closeTimeoutMs: 50 });
    await using client = await RawMqttClient.connect({ port: running.port() });
    const told = async (handler: string) => {
      const { Code, Error } = (await client.request(`Test/${handler}/1`)) as Record<string, string>;
      return `${Code}: ${Error}`;
    };
    assert.is(await told("HD_Nowhere"), "not_found: the request failed");
    assert.is(await told("HD_NoReply"), "not_found: the request failed");
    assert.is(await told("HD_Deep"), "not_found: the request failed");
    assert.is(await told("HD_Silent"), "deadline_exceeded: Test gave no reply in time");
    assert.is(await told("HD_Wrong"), "unimplemented: the request failed");
    assert.is(await told("HD_Full"), "resource_exhausted: the store is full");
    assert.match(running.log.messages("error").join("\n"), /no module type "Nowhere"/u);
  });
});

suite("what clients are told when handlers take too long", (test) => {
  test("no more than the module's type, unless the handler says it", async () => {
    const late = thrower(() => new RpcError("deadline_exceeded", "the auction is over"));
    const handlers = { Test: { HD_Hang: () => new Promise(() => {}), HD_Late: late } };
    await using running = await RunningGate.start({ handlers, timeoutMs: 20, closeTimeoutMs: 50 });
    await using client = await RawMqttClient.connect({ port: running.port() });
    assert.equal(await client.request("Test/HD_Hang/1"), {
      Error: "Test gave no reply in time",
      Code: "deadline_exceeded",
      Result: null,
    });
    const said = (await client.request("Test/HD_Late/1")) as Record<string, unknown>;
    assert.is(said["Error"], "the auction is over");
  });
});

suite("what clients are told when handlers of another process fail", (test) => {
  const missing = rabbitmqMissing();
  for (const wire of ["the native wire", "mqant's own wire"]) {
    const sentence = `over ${wire}: not what a handler lets pass of a call of its own`;
    if (missing !== undefined) {
      test.skip(sentence, missing);
      continue;
    }
    test(sentence, async () => {
      const { uri: Uri } = await sharedRabbitmq();
      const run = randomUUID().slice(0, 8);
      const block = (type: string) =>
        wire === "the native wire"
          ? {}
          : { Rabbitmq: { Uri, Exchange: `e_${run}`, Queue: `${type}_${run}`, BindingKey: type } };
      const Settings = { TCPAddr: "127.0.0.1:0" };
      const file = {
        Module: {
          Gate: [{ Id: "Gate001", ProcessID: "gate", Settings, ...block("Gate") }],
          Test: [{ Id: "Test001", ProcessID: "test", ...block("Test") }],
        },
        Rabbitmq: { Uri },
      };
      const config = parseConfig(JSON.stringify(file), "server.json");
      const log = new MemoryLog();
      await using gates = createApp({ log, processId: "gate" }).configure(config);
      await using others = createApp({ log, processId: "test" }).configure(config);
      const gate = new Gate();
      await gates.start(gate);
      await others.start(
        new TestModule("Test", (server) => {
          server.registerGO("HD_Nowhere", () => others.invoke("Nowhere", "get", []));
          server.registerGO(
            "HD_Full",
            thrower(() => new RpcError("resource_exhausted", "the room is full")),
          );
        }),
      );
      await using client = await RawMqttClient.connect({ port: gate.addresses()[0]?.port ?? 0 });
      assert.equal(await client.request("Test/HD_Nowhere/1", {}), {
        Error: "the request failed",
        Code: "not_found",
        Result: null,
      });
      const full = (await client.request("Test/HD_Full/1", {})) as Record<string, unknown>;
      assert.is(full["Error"], "the room is full");
    });
  }
});
