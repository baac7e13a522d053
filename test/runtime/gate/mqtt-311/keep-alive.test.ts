import * as assert from "uvu/assert";
import { eventually } from "../../../support/eventually.ts";
import type { RawMqttClient } from "../../../support/raw-mqtt-client.ts";
import { hasCommand } from "../../../support/command.ts";
import { everyWay } from "../../../support/every-way.ts";
import { suite } from "../../../support/suite.ts";

suite("MQTT 3.1.1: keep-alive", (test) => {
  if (!hasCommand("openssl")) {
    test.skip("silent clients", "openssl is missing");
    return;
  }

  test("[MQTT-3.1.2-24] silence of one and a half times the interval closes, at most 2 s later; packets, whole ones, keep it open", async () => {
    await everyWay(
      async (way) => {
        const started = performance.now();
        const after = async (client: RawMqttClient) => {
          await client.untilClosed();
          return performance.now() - started;
        };
        const silent = await way.connect({ keepalive: 1 });
        const dripping = await way.connect({ keepalive: 1 });
        const pinging = await way.connect({ keepalive: 1 });
        const free = await way.connect({ keepalive: 0 });
        // A packet that never ends, a byte at a time, is none.
        dripping.send("307f 0001 61");
        const timer = setInterval(() => {
          dripping.send("20");
          pinging.send("c000");
        }, 200);
        try {
          for (const ms of await Promise.all([after(silent), after(dripping)])) {
            assert.ok(ms >= 1490, `closed after ${ms} ms`);
            assert.ok(ms <= 3500, `closed after ${ms} ms`);
          }
          await eventually(() => pinging.packets.length > 15);
          assert.not(pinging.closed);
          assert.not(free.closed);
        } finally {
          clearInterval(timer);
        }
      },
      { paces: ["send by send"], together: true },
    );
  });
});
