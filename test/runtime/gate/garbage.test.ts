import * as assert from "uvu/assert";
import { fuzz } from "../../hostile/fuzz.ts";
import { RawMqttClient } from "../../support/raw-mqtt-client.ts";
import { RunningGate } from "../../support/running-gate.ts";
import { suite } from "../../support/suite.ts";

suite(
  "garbage",
  (test) => {
    test("500 spoiled connections leave the gate as it was, and two clients are answered all along", async (signal) => {
      const { times } = await fuzz({ connections: 500, seed: 1, signal });
      assert.ok(times.length > 0);
    });

    test("a flood of malformed packets is a few lines in the log", async () => {
      await using running = await RunningGate.start();
      for (let index = 0; index < 100; index++) {
        await using client = await RawMqttClient.connect({ port: running.port() });
        client.send("0000");
        await client.untilClosed();
      }
      assert.ok(running.log.ofKind("malformed").length < 60);
    });
  },
  { timeoutMs: 120_000 },
);
