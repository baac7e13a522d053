import { once } from "node:events";
import { readFileSync } from "node:fs";
import { connect } from "node:net";
import { hostname } from "node:os";
import { RpcError, type Handler } from "mqant";
import * as assert from "uvu/assert";
import { RawMqttClient } from "../../support/raw-mqtt-client.ts";
import { RunningGate } from "../../support/running-gate.ts";
import { suite } from "../../support/suite.ts";

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
});
