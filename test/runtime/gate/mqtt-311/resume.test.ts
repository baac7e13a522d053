import type { Session } from "mqant";
import type { IConnectPacket } from "mqtt-packet";
import * as assert from "uvu/assert";
import { eventually } from "../../../support/eventually.ts";
import { everyWay } from "../../../support/every-way.ts";
import { suite } from "../../../support/suite.ts";

/** `Test/HD_Push` pushes its body at QoS 1, and waits for no acknowledgement. */
const HANDLERS = {
  HD_Push: (session: Session, body: unknown) =>
    session.sendNR("Test/OnText", body as string, { qos: 1 }),
};

const ANN: Partial<IConnectPacket> = {
  clientId: "ann",
  clean: false,
  username: "ann",
  password: Buffer.from("secret"),
};

/** PUBLISH of `"x"` at QoS 1 with id 1, on `Test/OnText`. */
const PUSH_X = "3212000b546573742f4f6e546578740001227822";

suite("MQTT 3.1.1: sessions that are kept", (test) => {
  test("[MQTT-3.1.2-5] [MQTT-3.1.3-2] [MQTT-4.1.0-1] [MQTT-4.1.0-2] [MQTT-4.4.0-1] a session is known by its client id; what was sent and not acknowledged is sent again with its id, then what came meanwhile", async () => {
    await everyWay(
      async ({ connect, running }) => {
        const first = await connect({ ...ANN, clean: true });
        await first.connected();
        first.send({ cmd: "disconnect" });
        await first.untilClosed();
        const kept = await connect(ANN);
        await kept.connected();
        assert.not(kept.connack?.sessionPresent);
        kept.send("30 11 000c 546573742f48445f50757368 227822"); // Test/HD_Push "x"
        await eventually(() => kept.packets.length === 1);
        assert.is(kept.hex, PUSH_X);
        await kept[Symbol.asyncDispose]();
        const isAway = () => running.app.metrics().clientsAway === 1;
        await eventually(isAway);
        const line = running.log.ofKind("connected").at(-1);
        const args = [line?.fields["sessionId"], "Test/OnText", "y", 1];
        await running.app.invokeNR("Gate", "Send", args);

        const again = await connect(ANN);
        await again.connected();
        assert.ok(again.connack?.sessionPresent);
        await eventually(() => again.packets.length === 2);
        // With DUP and its first id; then the one that was never sent, with the next id and without DUP.
        const pushY = PUSH_X.replace(/0001227822$/u, "0002227922");
        assert.is(again.hex, `3a${PUSH_X.slice(2)}${pushY}`);
        again.send("4002 0001", "4002 0002", { cmd: "disconnect" });
        await again.untilClosed();
      },
      { settings: { resume: true }, handlers: HANDLERS, paces: ["send by send"] },
    );
  });
});
